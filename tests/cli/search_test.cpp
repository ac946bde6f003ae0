#include <algorithm>

#include "trained_run.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// The ways to search, through the program, with one little-trained model.
class SearchCommands : public testing::Test {
 protected:
  std::vector<Json> decode_json(const std::string& flags) {
    const auto outcome = test::run(*folder, "decode runs/tiny --quiet --json " + flags);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    std::vector<Json> lines;
    std::istringstream stream(outcome.output);
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
  }

  const test::TempFolder* folder = &test::trained_run().folder;
};

TEST_F(SearchCommands, NBestComeWithScoresBestFirst) {
  const auto lines = decode_json("--input in.txt --beam-size 4 --n-best 3");
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0]["source"], "The cat is black.");
  ASSERT_EQ(lines[0]["n_best"].size(), 3u);
  EXPECT_GE(lines[0]["n_best"][0]["score"].get<double>(), lines[0]["n_best"][1]["score"].get<double>());
  EXPECT_EQ(lines[0]["translation"], lines[0]["n_best"][0]["translation"]);
  EXPECT_EQ(lines[2]["translation"], "");
  EXPECT_EQ(lines[2]["n_best"].size(), 0u);
}

TEST_F(SearchCommands, NeighboursDoNotMatter) {
  for (const std::string search :
       {"--beam-size 1", "--beam-size 3", "--sampling-temperature 1", "--beam-size 3 --precision int8"}) {
    const auto alone = decode_json("--input in.txt --batch-size 1 " + search);
    const auto together = decode_json("--input in.txt --batch-size 64 " + search);
    for (size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(alone[i]["translation"], together[i]["translation"]) << search;
      EXPECT_NEAR(alone[i]["score"].get<double>(), together[i]["score"].get<double>(), 1e-5) << search;
    }
  }
}

TEST_F(SearchCommands, RoundedWeightsGiveNearlyTheSameScores) {
  const auto exact = decode_json("--input in.txt --beam-size 3").front()["score"].get<double>();
  for (const std::string precision : {"bf16", "int8"}) {
    const auto rounded =
        decode_json("--input in.txt --beam-size 3 --precision " + precision).front()["score"];
    EXPECT_NE(rounded.get<double>(), exact) << precision;
    EXPECT_NEAR(rounded.get<double>(), exact, 0.1) << precision;
  }
}

TEST_F(SearchCommands, PrefixAndPhrasesAreFoundInTheTranslation) {
  const auto lines = decode_json("--input in.txt --beam-size 4 --prefix Le --must noir --must-not chat");
  for (const size_t i : {0, 1, 3}) {
    const auto text = lines[i]["translation"].get<std::string>();
    EXPECT_THAT(text, StartsWith("Le"));
    EXPECT_THAT(text, testing::Not(HasSubstr("chat")));
  }
}

TEST_F(SearchCommands, ALineOfJsonAsksForItself) {
  folder->write("in.jsonl",
                "{\"source\": \"She sees it.\", \"prefix\": \"Elle\"}\n{\"source\": \"We go.\"}\n");
  const auto lines = decode_json("--input in.jsonl --json-input");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0]["translation"].get<std::string>(), StartsWith("Elle"));

  folder->write("bad.jsonl", "{\"source\": \"We go.\"}\n{\"sauce\": 3}\n");
  const auto outcome = test::run(*folder, "decode runs/tiny --json-input --input bad.jsonl");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("line 2"));
}

TEST_F(SearchCommands, AModelAgreesWithItself) {
  const auto one = test::run(*folder, "decode runs/tiny --quiet --input in.txt");
  const auto twice = test::run(*folder, "decode runs/tiny runs/tiny/last --quiet --input in.txt");
  EXPECT_EQ(twice.exit_code, 0) << twice.errors;
  EXPECT_EQ(std::ranges::count(twice.output, '\n'), 4);
}

TEST_F(SearchCommands, ContradictingOptionsAreRefusedTogether) {
  const auto outcome =
      test::run(*folder, "decode runs/tiny --json --n-best 3 --min-length 50 --max-length 10 --input in.txt");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(HasSubstr("reading the command line"), HasSubstr("--n-best"),
                                             HasSubstr("at most --beam-size, 1"), HasSubstr("--min-length"),
                                             HasSubstr("--max-length, 10")));
  EXPECT_THAT(outcome.errors, testing::Not(testing::AnyOf(HasSubstr("n_best"), HasSubstr("_length"))));
}

TEST_F(SearchCommands, NBestNeedsALineThatCanHoldThem) {
  const auto outcome = test::run(*folder, "decode runs/tiny --beam-size 3 --n-best 3 --input in.txt");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(StartsWith("attend: "), HasSubstr("--n-best requires --json")));
}

TEST_F(SearchCommands, BenchPrintsOneLineOfFigures) {
  const auto decode = test::run(*folder, "bench decode runs/tiny --input in.txt --repeats 1 --threads 1");
  ASSERT_EQ(decode.exit_code, 0) << decode.errors;
  const auto speed = Json::parse(decode.output);
  EXPECT_GT(speed["tgt_tokens_per_s"].get<double>(), 0);
  for (const auto* phase : {"tokenizer", "encoder", "decoder", "projection", "search"})
    EXPECT_TRUE(speed["phases_thread_seconds"].contains(phase)) << phase;
  const auto train = test::run(*folder, "bench train tiny.json --updates 3 --threads 1");
  ASSERT_EQ(train.exit_code, 0) << train.errors;
  const auto report = Json::parse(train.output);
  for (const auto* phase : {"data", "forward", "loss", "backward", "optimizer"})
    EXPECT_TRUE(report["phases_s_per_update"].contains(phase)) << phase;
  EXPECT_EQ(std::ranges::count(train.output, '\n'), 1);
}

}  // namespace
}  // namespace attend
