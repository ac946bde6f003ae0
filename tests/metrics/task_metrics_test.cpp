#include <cmath>

#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/metrics/answers.h"
#include "attend/metrics/classification.h"
#include "attend/metrics/correlation.h"
#include "attend/metrics/entities.h"

namespace attend {
namespace {

using ::testing::ElementsAre;
using Tags = std::vector<std::string>;

constexpr double tolerance = 1e-12;

// What scikit-learn, SciPy, seqeval and the SQuAD scripts say: scripts/parity/task_metrics.py.
const Json& goldens(const char* kind) {
  static const Json document = read_json(ATTEND_SOURCE_DIR "/tests/metrics/fixtures/task_metrics.json");
  return document[kind];
}

void expect_scores(const PrecisionRecall& scores, const Json& golden, const std::string& what) {
  EXPECT_NEAR(scores.precision, golden[0].get<double>(), tolerance) << what;
  EXPECT_NEAR(scores.recall, golden[1].get<double>(), tolerance) << what;
  EXPECT_NEAR(scores.f1, golden[2].get<double>(), tolerance) << what;
}

TEST(Classification, EqualsScikitLearn) {
  for (const Json& golden : goldens("classification")) {
    LabelCounts counts(golden["labels"].get<int64_t>());
    for (size_t i = 0; i < golden["truth"].size(); ++i) {
      counts.add(golden["predicted"][i].get<int64_t>(), golden["truth"][i].get<int64_t>());
    }
    const std::string what = golden.dump();
    EXPECT_NEAR(accuracy(counts), golden["accuracy"].get<double>(), tolerance) << what;
    EXPECT_NEAR(matthews_correlation(counts), golden["mcc"].get<double>(), tolerance) << what;
    expect_scores(label_scores(counts, 1), golden["label_1"], what);
    expect_scores(macro_scores(counts), golden["macro"], what);
    expect_scores(micro_scores(counts), golden["micro"], what);
  }
}

TEST(Classification, CountsByLabel) {
  LabelCounts counts(3);
  EXPECT_EQ(macro_scores(counts).f1, 0);
  EXPECT_THROW(accuracy(counts), Error);
  counts.add(/*predicted=*/2, /*label=*/1);
  counts.add(1, 1);
  EXPECT_EQ(counts.with_label(1), 2);
  EXPECT_EQ(counts.taken_for(1), 1);
  EXPECT_EQ(counts.correct(1), 1);
  EXPECT_EQ(counts.total(), 2);
}

TEST(Classification, RefusesNumbersThatAreNoLabels) {
  LabelCounts counts(2);
  EXPECT_THROW(counts.add(2, 0), Error);
  EXPECT_THROW(counts.add(0, -1), Error);
}

TEST(Correlation, EqualsSciPy) {
  for (const Json& golden : goldens("correlation")) {
    Correlation correlation;
    for (size_t i = 0; i < golden["x"].size(); ++i) {
      correlation.add(golden["x"][i].get<double>(), golden["y"][i].get<double>());
    }
    EXPECT_NEAR(correlation.pearson(), golden["pearson"].get<double>(), 1e-11) << golden;
    EXPECT_NEAR(correlation.spearman(), golden["spearman"].get<double>(), tolerance) << golden;
  }
}

TEST(Correlation, SharesTheRanksOfEqualNumbers) {
  EXPECT_THAT(ranks({3, 1, 3, 2, 3}), ElementsAre(4, 1, 4, 2, 4));
}

TEST(Correlation, IsNoNumberWhereOneSideIsConstant) {
  Correlation correlation;
  correlation.add(1, 2);
  EXPECT_TRUE(std::isnan(correlation.pearson()));
  correlation.add(1, 3);
  EXPECT_TRUE(std::isnan(correlation.pearson()));
  EXPECT_TRUE(std::isnan(correlation.spearman()));
  correlation.reset();
  EXPECT_EQ(correlation.size(), 0u);
}

TEST(Correlation, IsNoNumberWhereOneIsNotFinite) {
  for (const double wrong :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Correlation correlation;
    correlation.add(wrong, 1);
    correlation.add(2, 2);
    correlation.add(wrong, 3);
    EXPECT_TRUE(std::isnan(correlation.pearson()));
    EXPECT_TRUE(std::isnan(correlation.spearman()));
  }
}

TEST(Entities, EqualSeqeval) {
  for (const Json& golden : goldens("entities")) {
    EntityScores scores;
    for (size_t i = 0; i < golden["truth"].size(); ++i) {
      scores.add(golden["predicted"][i].get<Tags>(), golden["truth"][i].get<Tags>());
    }
    expect_scores(scores.value(), golden["micro"], golden.dump());
    expect_scores(scores.macro(), golden["macro"], golden.dump());
    Json found = Json::array();
    for (const auto& [begin, end, type] : find_entities(golden["truth"][0].get<Tags>())) {
      found.push_back({begin, end, type});
    }
    EXPECT_EQ(found.dump(), golden["found"].dump());
  }
}

TEST(Entities, BeginAtBAndWhereTheTypeChanges) {
  const auto found = find_entities({"I-x", "I-x", "B-x", "I-y", "O", "B-a-b", "I-a-b"});
  EXPECT_THAT(found,
              ElementsAre(Entity{0, 2, "x"}, Entity{2, 3, "x"}, Entity{3, 4, "y"}, Entity{5, 7, "a-b"}));
}

// As seqeval 1.2.2 finds them.
TEST(Entities, EndAtEAndAreWholeAtS) {
  const auto ranges = [](const std::vector<std::string>& tags) {
    std::vector<std::pair<size_t, size_t>> found;
    for (const auto& entity : find_entities(tags)) found.emplace_back(entity.begin, entity.end);
    return found;
  };
  using Ranges = std::vector<std::pair<size_t, size_t>>;
  EXPECT_EQ(ranges({"S-A", "S-A", "O"}), (Ranges{{0, 1}, {1, 2}}));
  EXPECT_EQ(ranges({"S-A", "E-A"}), (Ranges{{0, 1}, {1, 2}}));
  EXPECT_EQ(ranges({"B-A", "I-A", "E-A", "I-A"}), (Ranges{{0, 3}, {3, 4}}));
  EXPECT_EQ(ranges({"B-A", "E-A", "E-A"}), (Ranges{{0, 2}, {2, 3}}));
  EXPECT_EQ(ranges({"B-A", "S-A", "I-A", "O", "E-A"}), (Ranges{{0, 1}, {1, 2}, {2, 3}, {4, 5}}));
}

TEST(Entities, AreScoredByType) {
  EntityScores scores;
  scores.add({"B-x", "I-x", "B-y"}, {"B-x", "O", "B-y"});
  const auto by_type = scores.by_type();
  EXPECT_EQ(by_type.at("x").f1, 0);
  EXPECT_EQ(by_type.at("y").f1, 1);
  scores.reset();
  EXPECT_EQ(scores.value().f1, 0);
  EXPECT_THROW(scores.add({"O"}, {"O", "O"}), Error);
  EXPECT_THROW(scores.add({""}, {"O"}), Error);
}

TEST(Answers, EqualTheSquadScripts) {
  for (const Json& golden : goldens("answers")) {
    const auto prediction = golden["prediction"].get<std::string>();
    const auto answers = golden["answers"].get<std::vector<std::string>>();
    EXPECT_EQ(normalize_answer(prediction), golden["normalized"].get<std::string>());
    for (const auto& [version, key] :
         {std::pair{SquadVersion::v1, "v1"}, std::pair{SquadVersion::v2, "v2"}}) {
      const AnswerScore score = score_answer(prediction, answers, version);
      EXPECT_EQ(score.exact_match, golden[key][0].get<double>()) << key << golden;
      EXPECT_NEAR(score.f1, golden[key][1].get<double>(), tolerance) << key << golden;
    }
  }
}

TEST(Answers, AreAveragedInPercent) {
  AnswerScores scores(SquadVersion::v2);
  EXPECT_THROW(scores.value(), Error);
  scores.add("the black cat", {"a cat"});
  scores.add("", {});
  scores.add("anything", {});
  EXPECT_NEAR(scores.value().exact_match, 100.0 / 3, tolerance);
  EXPECT_NEAR(scores.value().f1, (2.0 / 3 + 1) / 3 * 100, tolerance);
  scores.reset();
  EXPECT_EQ(scores.size(), 0);
}

}  // namespace
}  // namespace attend
