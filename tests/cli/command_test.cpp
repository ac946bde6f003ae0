#include <algorithm>

#include "trained_run.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using testing::HasSubstr;

class Commands : public testing::Test {
 protected:
  const test::Outcome& trained = test::trained_run().training;
  const test::TempFolder* folder = &test::trained_run().folder;
};

TEST_F(Commands, TrainLeavesAWholeRunFolder) {
  EXPECT_EQ(trained.exit_code, 0) << trained.errors;
  EXPECT_EQ(trained.output, "");
  for (const auto* name :
       {"config.json", "log.jsonl", "events.out.tfevents.attend", "best/model.safetensors",
        "last/training_state.safetensors", "last/source.spm", "last/generation_config.json"}) {
    EXPECT_TRUE(std::filesystem::exists(*folder / "runs/tiny" / name)) << name;
  }
}

TEST_F(Commands, TheResolvedConfigurationReproducesTheRun) {
  const auto again = test::run(*folder, "train runs/tiny/config.json --threads 1 --quiet --output again");
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_EQ(again.errors, "");
  EXPECT_EQ(read_file(*folder / "again/last/model.safetensors"),
            read_file(*folder / "runs/tiny/last/model.safetensors"));
}

TEST_F(Commands, EvaluateGivesScoresAsJson) {
  const auto outcome = test::run(*folder, "evaluate runs/tiny --metrics bleu,chrf,ter --quiet");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto scores = Json::parse(outcome.output);
  EXPECT_EQ(scores["sentences"], 20);
  EXPECT_NEAR(scores["perplexity"].get<double>(), std::exp(scores["loss"].get<double>()), 1e-9);
  EXPECT_THAT(scores["metrics"]["bleu"]["signature"].get<std::string>(), HasSubstr("tok:13a"));
}

TEST_F(Commands, EvaluateTakesSetOnlyWhereAConfigurationIsRead) {
  const auto outcome =
      test::run(*folder, "evaluate runs/tiny --source in.txt --reference in.txt --set data.max_length=9");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("files on the command line"));
}

TEST_F(Commands, DecodeGivesOneLineALineInOrder) {
  folder->write("lines.txt", "The cat is black.\n\nShe sees it.\r\nlast line without an end");
  const auto outcome = test::run(*folder, "decode runs/tiny --quiet <lines.txt");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 4);
  EXPECT_EQ(outcome.output.find("\n\n"), outcome.output.find('\n'));  // the second line is empty

  const auto by_file =
      test::run(*folder, "greedy-decode runs/tiny --input lines.txt --output out.txt --batch-size 1");
  EXPECT_EQ(by_file.output, "");
  EXPECT_EQ(read_file(*folder / "out.txt"), outcome.output);
}

TEST_F(Commands, AMinusIsAStandardStream) {
  const auto outcome = test::run(*folder, "decode runs/tiny --quiet --input - --output - <in.txt");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 4);
  EXPECT_FALSE(std::filesystem::exists(*folder / "-"));
  const auto scored = test::run(*folder, "score --hypotheses - --references in.txt --quiet <in.txt");
  ASSERT_EQ(scored.exit_code, 0) << scored.errors;
  EXPECT_NEAR(Json::parse(scored.output)["bleu"]["score"].get<double>(), 100, 1e-9);
}

TEST_F(Commands, DecodeOfNothingIsNothing) {
  const auto outcome = test::run(*folder, "decode runs/tiny </dev/null");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "");
}

TEST_F(Commands, TokenizerEncodesAndDecodes) {
  folder->write("text.txt", "The black cat.\n");
  const auto ids = test::run(*folder, "tokenizer encode runs/tiny --ids <text.txt");
  ASSERT_EQ(ids.exit_code, 0) << ids.errors;
  folder->write("ids.txt", ids.output);
  EXPECT_EQ(test::run(*folder, "tokenizer decode runs/tiny --ids <ids.txt").output, "The black cat.\n");
  EXPECT_EQ(test::run(*folder, "tokenizer train tiny.json vocabulary").exit_code, 0);
  EXPECT_EQ(test::run(*folder, "tokenizer encode vocabulary --ids <text.txt").output, ids.output);
}

TEST_F(Commands, AverageMakesAModelFolder) {
  ASSERT_EQ(test::run(*folder, "average runs/tiny --last 2 --output mean").exit_code, 0);
  EXPECT_EQ(test::run(*folder, "decode mean <in.txt").exit_code, 0);
}

TEST_F(Commands, InspectCountsParameters) {
  const auto outcome = test::run(*folder, "inspect runs/tiny");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto found = Json::parse(outcome.output);
  EXPECT_EQ(found["config"]["model_type"], "marian");
  EXPECT_EQ(found["parameters_by_module"]["model.shared"], 301 * 16);
  EXPECT_FALSE(found["parameters_by_module"].contains("final_logits_bias"));
  EXPECT_EQ(found["buffers"], 301);
  EXPECT_THAT(trained.errors, HasSubstr(std::to_string(found["parameters"].get<int64_t>()) + " parameters"));
}

TEST_F(Commands, InspectSaysHowFarARunIs) {
  const auto run = Json::parse(test::run(*folder, "inspect runs/tiny").output)["run"];
  EXPECT_EQ(run["status"], "finished: duration reached");
  EXPECT_EQ(run["updates"], 8);
  EXPECT_EQ(run["checkpoints"], Json({"step-0000004", "step-0000008"}));
  EXPECT_EQ(run["last_checkpoint"], "step-0000008");
  EXPECT_TRUE(run["best"]["scores"].contains("bleu"));

  folder->write("seeds/seed-2/log.jsonl", "{\"kind\":\"update\",\"updates\":5,\"epochs\":1}\n");
  folder->write("seeds/seed-10/log.jsonl", "");
  const auto outcome = test::run(*folder, "inspect seeds");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto seeds = Json::parse(outcome.output)["run"]["seeds"];
  EXPECT_EQ(seeds.begin().key(), "seed-2");
  EXPECT_EQ(seeds["seed-2"]["status"], "not finished");
  EXPECT_EQ(seeds["seed-2"]["updates"], 5);
  EXPECT_EQ(seeds["seed-10"]["updates"], 0);
}

TEST_F(Commands, HelpStatesDefaults) {
  EXPECT_THAT(test::run(*folder, "decode --help").output, HasSubstr("=4096"));
  EXPECT_THAT(test::run(*folder, "score --help").output, HasSubstr("=1000"));
  EXPECT_THAT(test::run(*folder, "average --help").output, HasSubstr("default: all that the run kept"));
  EXPECT_THAT(test::run(*folder, "tokenizer encode --help").output, HasSubstr("{source,target}"));
  EXPECT_THAT(test::run(*folder, "--help").output, HasSubstr("configs/"));
}

TEST_F(Commands, AllTakeTheCommonOptions) {
  folder->write("text.txt", "The black cat.\n");
  for (const char* command : {"tokenizer encode runs/tiny", "config check tiny.json", "config schema",
                              "config defaults", "config reference"}) {
    const auto outcome =
        test::run(*folder, std::string(command) + " --threads 1 --quiet --device cpu <text.txt");
    EXPECT_EQ(outcome.exit_code, 0) << command << outcome.errors;
    EXPECT_EQ(test::run(*folder, std::string(command) + " --threads many <text.txt").exit_code, 2) << command;
  }
}

TEST_F(Commands, ConfigShowsChecksAndDescribes) {
  const auto shown = test::run(*folder, "config show tiny.json --set training.seed=7");
  ASSERT_EQ(shown.exit_code, 0) << shown.errors;
  EXPECT_EQ(Json::parse(shown.output)["training"]["seed"], 7);
  EXPECT_EQ(test::run(*folder, "config check tiny.json").exit_code, 0);
  EXPECT_EQ(Json::parse(test::run(*folder, "config schema").output)["$schema"],
            "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(Json::parse(test::run(*folder, "config defaults").output)["task"], "translation");
  EXPECT_EQ(Json::parse(test::run(*folder, "config defaults masked_lm").output)["task"], "masked_lm");
}

TEST_F(Commands, TheConfigurationReferenceIsCurrent) {
  const auto page = read_file(std::filesystem::path(ATTEND_SOURCE_DIR) / "docs/configuration.md");
  EXPECT_EQ(test::run(*folder, "config reference").output, page)
      << "run: attend config reference >docs/configuration.md";
}

TEST_F(Commands, BatchesCanBeCutBySentences) {
  const auto outcome =
      test::run(*folder,
                "train tiny.json --dry-run --set training.batch_sentences=64 --set training.batches=random "
                "--set training.batch_tokens=100000");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("5 batches in the first epoch"));  // of 300 pairs
  EXPECT_THAT(outcome.errors, HasSubstr("the largest batch: 64 examples"));
}

TEST_F(Commands, ProbesAreTranslatedAndScoredAtEachValidation) {
  const std::string arguments =
      R"(train tiny.json --threads 1 --set validation.metrics='["probe_bleu", "lecture_loss"]' )";
  const auto refused = test::run(*folder, arguments + "--output probed");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("probes"));

  folder->write("probes.txt", R"([{"source": "The cat is black.", "reference": "Le chat est noir."}])");
  const auto outcome = test::run(*folder, arguments + "--output probed --set probes=\"$(cat probes.txt)\"");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("probe \"The cat is black.\": \""));
  const auto log = read_file(*folder / "probed/log.jsonl");
  EXPECT_THAT(log, HasSubstr("\"probe_bleu\":"));

  const auto evaluated = test::run(*folder, "evaluate probed --quiet");
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.errors;
  const auto scores = Json::parse(evaluated.output)["metrics"];
  const auto best = Json::parse(split(trim(log), '\n').back())["best"];
  EXPECT_EQ(scores["probe_bleu"]["score"], best["probe_bleu"]);
  EXPECT_NEAR(scores["lecture_loss"]["score"].get<double>(), best["lecture_loss"].get<double>(), 1e-6);
}

TEST_F(Commands, ARunDoesNotGoOnToAnEndThatIsBehindIt) {
  const auto before = read_file(*folder / "runs/tiny/config.json");
  const auto outcome = test::run(
      *folder,
      "train tiny.json --resume --output runs/tiny --threads 1 --set training.duration='\"4 updates\"'");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("a training.duration of 4 updates"));
  EXPECT_EQ(read_file(*folder / "runs/tiny/config.json"), before);
}

TEST_F(Commands, ADryRunWritesNoRun) {
  EXPECT_EQ(test::run(*folder, "train tiny.json --dry-run --output dry").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(*folder / "dry"));
  const auto warm =
      test::run(*folder,
                "train tiny.json --dry-run --set training.duration='\"1 epochs\"' "
                "--set training.schedule.type=linear --set training.schedule.warmup='\"1000 updates\"'");
  EXPECT_EQ(warm.exit_code, 2);
  EXPECT_THAT(warm.errors, HasSubstr("a warm-up of 1000 updates in a run of"));
}

}  // namespace
}  // namespace attend
