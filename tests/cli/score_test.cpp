#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::HasSubstr;

class Score : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("hyp.txt", "The Cat sat on the mat-1.\na dog\n");
    folder.write("ref1.txt", "The cat sat on a mat-1 .\na dog barks\n");
    folder.write("ref2.txt", "the cat is on the mat.\none dog\n");
  }

  test::Outcome score(const std::string& flags) {
    return test::run(folder, "score --hypotheses hyp.txt --references ref1.txt ref2.txt " + flags);
  }

  test::TempFolder folder;
};

// Made with sacreBLEU 2.6.0: BLEU(tokenize=..., lowercase=..., smooth_method=..., smooth_value=...) over the
// files above.
TEST_F(Score, FlagsGiveSacrebleusScoresAndSignatures) {
  struct Case {
    std::string flags;
    double score;
    std::string settings;
  };
  for (const auto& [flags, score, settings] : std::vector<Case>{
           {"", 23.736810439041953, "case:mixed|eff:no|tok:13a|smooth:exp"},
           {"--tokenize intl", 30.213753973567677, "case:mixed|eff:no|tok:intl|smooth:exp"},
           {"--tokenize char", 85.51718970781245, "case:mixed|eff:no|tok:char|smooth:exp"},
           {"--tokenize none", 25.000000000000007, "case:mixed|eff:no|tok:none|smooth:exp"},
           {"--lowercase", 54.10822690539397, "case:lc|eff:no|tok:13a|smooth:exp"},
           {"--smooth-method floor --smooth-value 0.5", 28.227983861579556,
            "case:mixed|eff:no|tok:13a|smooth:floor[0.50]"},
           {"--smooth-method add-k", 36.88939732334405, "case:mixed|eff:no|tok:13a|smooth:add-k[1.00]"},
           {"--smooth-method none", 0, "case:mixed|eff:no|tok:13a|smooth:none"}}) {
    const auto outcome = this->score("--metrics bleu " + flags);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
    const auto bleu = Json::parse(outcome.output)["bleu"];
    EXPECT_NEAR(bleu["score"].get<double>(), score, 1e-9) << flags;
    EXPECT_EQ(bleu["signature"], "nrefs:2|" + settings + "|version:2.6.0");
  }
}

TEST_F(Score, LowercaseReachesChrfToo) {
  const auto outcome = score("--metrics chrf,ter --lowercase");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto scores = Json::parse(outcome.output);
  EXPECT_NEAR(scores["chrf"]["score"].get<double>(), 61.70048365582219, 1e-9);
  EXPECT_THAT(scores["chrf"]["signature"].get<std::string>(), HasSubstr("case:lc"));
  EXPECT_THAT(scores["ter"]["signature"].get<std::string>(), HasSubstr("case:lc"));
}

TEST_F(Score, WrongNamesAndValuesAreWrongUsage) {
  const auto tokenizer = score("--tokenize 13");
  EXPECT_EQ(tokenizer.exit_code, 2);
  EXPECT_THAT(tokenizer.errors, HasSubstr("did you mean \"13a\"?"));
  const auto smoothing = score("--smooth-method expo");
  EXPECT_EQ(smoothing.exit_code, 2);
  EXPECT_THAT(smoothing.errors, HasSubstr("did you mean \"exp\"?"));
  EXPECT_EQ(score("--smooth-method floor --smooth-value=-1").exit_code, 2);
  EXPECT_EQ(score("--metrics blue").exit_code, 2);
  const auto seed = score("--bootstrap-seed -1");
  EXPECT_EQ(seed.exit_code, 2);
  EXPECT_THAT(seed.errors, HasSubstr("--bootstrap-seed"));
}

TEST_F(Score, ReferencesOfAnotherLengthAreRefused) {
  folder.write("ref2.txt", "one line\n");
  const auto outcome = score("");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "");
  EXPECT_THAT(outcome.errors,
              testing::AllOf(HasSubstr("ref2.txt"), HasSubstr("1 lines"), HasSubstr("hyp.txt")));
}

TEST_F(Score, AnEmptyFileIsNamed) {
  folder.write("hyp.txt", "");
  const auto outcome = score("");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("hyp.txt"));
}

TEST_F(Score, ABaselineIsComparedByPairedBootstrap) {
  folder.write("other.txt", "The dog is here\na cat\n");
  const auto outcome = score("--baseline other.txt --metrics chrf --samples 200");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto baseline = Json::parse(outcome.output)["chrf"]["baseline"];
  EXPECT_GT(baseline["p_value"].get<double>(), 0);
  EXPECT_LT(baseline["score"].get<double>(), Json::parse(outcome.output)["chrf"]["score"].get<double>());

  folder.write("short.txt", "one line\n");
  EXPECT_THAT(score("--baseline short.txt").errors, HasSubstr("short.txt"));
}

}  // namespace
}  // namespace attend
