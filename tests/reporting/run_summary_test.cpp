#include "attend/reporting/run_summary.h"

#include <cmath>

#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

constexpr const char* log_of_a_run = R"({"kind":"start","updates":0}
{"kind":"update","updates":5,"loss":3.5,"nll":3.0}
{"kind":"validation","updates":5,"scores":{"bleu":40.0,"loss":2.0},"best":true}
{"kind":"update","updates":10,"loss":2.5,"nll":2.25}
{"kind":"validation","updates":10,"scores":{"bleu":30.0,"loss":null},"best":false}
{"kind":"end","updates":10,"reason":"duration_reached","best":{"bleu":40.0,"loss":2.0}}
)";

TEST(RunSummary, TakesTheLastLinesOfTheLog) {
  const test::TempFolder folder;
  const auto summary = summarise_run(folder.write("log.jsonl", log_of_a_run));
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->updates, 10);
  EXPECT_EQ(summary->training, (Scores{{"loss", 2.5}, {"nll", 2.25}}));
  EXPECT_EQ(summary->last, (Scores{{"bleu", 30.0}}));
  EXPECT_EQ(summary->best, (Scores{{"bleu", 40.0}, {"loss", 2.0}}));
}

TEST(RunSummary, ARunThatHasNotEndedHasNone) {
  const test::TempFolder folder;
  EXPECT_FALSE(summarise_run(folder / "log.jsonl"));
  EXPECT_FALSE(
      summarise_run(folder.write("a", "{\"kind\":\"update\",\"updates\":5,\"loss\":1,\"nll\":1}\n{\"ki")));
  EXPECT_FALSE(summarise_run(
      folder.write("b", "{\"kind\":\"end\",\"updates\":1,\"reason\":\"stopped_by_signal\",\"best\":{}}\n")));
}

RunSummary with_bleu(double last, double best) {
  RunSummary summary;
  summary.updates = 7;
  summary.last["bleu"] = last;
  summary.best["bleu"] = best;
  return summary;
}

TEST(SeedsSummary, GivesMeanAndDeviationOfASample) {
  const auto json = summarise_seeds(
      {{1, "seed-1", with_bleu(1, 4)}, {2, "seed-2", with_bleu(2, 4)}, {3, "seed-3", with_bleu(6, 4)}});
  EXPECT_EQ(json["runs"].size(), 3u);
  EXPECT_EQ(json["runs"][1]["seed"], 2);
  EXPECT_EQ(json["runs"][1]["folder"], "seed-2");
  EXPECT_EQ(json["runs"][1]["last"]["bleu"], 2);
  EXPECT_EQ(json["mean"]["last"]["bleu"], 3);
  EXPECT_NEAR(json["standard_deviation"]["last"]["bleu"].get<double>(), std::sqrt(7.0), 1e-12);
  EXPECT_EQ(json["standard_deviation"]["best"]["bleu"], 0);
}

TEST(SeedsSummary, LeavesOutWhatARunLacks) {
  auto second = with_bleu(2, 2);
  second.last.clear();
  const auto json = summarise_seeds({{1, "seed-1", with_bleu(1, 1)}, {2, "seed-2", second}});
  EXPECT_TRUE(json["mean"]["last"].empty());
  EXPECT_EQ(json["mean"]["best"]["bleu"], 1.5);
  EXPECT_EQ(summarise_seeds({{1, "seed-1", with_bleu(1, 1)}})["standard_deviation"]["best"]["bleu"], 0);
}

}  // namespace
}  // namespace attend
