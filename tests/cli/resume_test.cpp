#include <sstream>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

// The log without what may differ between runs.
std::string deterministic_log(const std::filesystem::path& run) {
  std::istringstream lines(read_file(run / "log.jsonl"));
  std::string result, line;
  while (std::getline(lines, line)) {
    auto entry = Json::parse(line);
    entry.erase("time");
    if (entry["kind"] != "end" && entry["kind"] != "start") result += entry.dump() + "\n";
  }
  return result;
}

class Resume : public testing::Test {
 protected:
  void SetUp() override { folder.write("tiny.json", test::tiny_config()); }

  test::Outcome train(const std::string& more) {
    return test::run(folder, "train tiny.json --threads 1 --set training.optimizer.lr=2e-3 " + more);
  }

  test::TempFolder folder;
};

TEST_F(Resume, ARunInTwoPartsIsBitIdenticalToOneInOne) {
  ASSERT_EQ(train("--output whole").exit_code, 0);
  ASSERT_EQ(train("--output parts --set training.duration='4 updates'").exit_code, 0);
  const auto second = train("--output parts --resume");
  ASSERT_EQ(second.exit_code, 0) << second.errors;
  for (const auto* name : {"last/model.safetensors", "last/training_state.safetensors"}) {
    EXPECT_EQ(read_file(folder / "parts" / name), read_file(folder / "whole" / name)) << name;
  }
  EXPECT_EQ(deterministic_log(folder / "parts"), deterministic_log(folder / "whole"));
}

TEST_F(Resume, WithoutACheckpointItStartsAndAFinishedRunIsDone) {
  ASSERT_EQ(train("--output run --resume").exit_code, 0);
  const auto before = read_file(folder / "run/last/model.safetensors");
  EXPECT_EQ(train("--output run --resume").exit_code, 0);
  EXPECT_EQ(read_file(folder / "run/last/model.safetensors"), before);
}

TEST_F(Resume, ChangedKeysAreRefusedByName) {
  ASSERT_EQ(train("--output run --set training.duration='4 updates'").exit_code, 0);
  const auto outcome = train("--output run --resume --set model.dropout=0.3 --set training.batch_tokens=256");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::AllOf(testing::HasSubstr("model.dropout"),
                                             testing::HasSubstr("training.batch_tokens")));
}

TEST_F(Resume, AKeyThatTheStoredConfigurationLacksHasItsDefault) {
  ASSERT_EQ(train("--output run --set training.duration='4 updates'").exit_code, 0);
  auto stored = read_json(folder / "run/config.json");
  stored["training"].erase("seeds");
  folder.write("run/config.json", stored.dump());
  const auto refused = train("--output run --resume --set training.seed=9");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, testing::Not(testing::HasSubstr("training.seeds")));
  const auto resumed = train("--output run --resume");
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_THAT(resumed.errors, testing::HasSubstr("training.duration was \"4 updates\" and is \"8 updates\""));
}

TEST_F(Resume, ADamagedCheckpointIsPassedOver) {
  ASSERT_EQ(train("--output whole").exit_code, 0);
  ASSERT_EQ(train("--output run").exit_code, 0);
  std::filesystem::resize_file(folder / "run/last/source.spm", 1000);
  const auto resumed = train("--output run --resume");
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_THAT(resumed.errors, testing::HasSubstr("source.spm"));
  EXPECT_EQ(read_file(folder / "run/last/model.safetensors"),
            read_file(folder / "whole/last/model.safetensors"));
}

TEST_F(Resume, CheckpointsThatAreGoneAreNoReasonToBeginAnew) {
  ASSERT_EQ(train("--output run").exit_code, 0);
  const auto log = read_file(folder / "run/log.jsonl");
  std::filesystem::remove_all(folder / "run/checkpoints");
  const auto resumed = train("--output run --resume");
  EXPECT_EQ(resumed.exit_code, 1);
  EXPECT_THAT(resumed.errors, testing::HasSubstr("no whole checkpoint"));
  EXPECT_EQ(read_file(folder / "run/log.jsonl"), log);
  EXPECT_THAT(test::run(folder, "decode run", "a cat\n").errors,
              testing::HasSubstr("a run without a whole checkpoint"));
}

TEST_F(Resume, ACheckpointWithoutChecksumsIsDamaged) {
  ASSERT_EQ(train("--output run").exit_code, 0);
  std::filesystem::remove(folder / "run/best/checksums.json");
  const auto decoded = test::run(folder, "decode run", "a cat\n");
  EXPECT_EQ(decoded.exit_code, 1);
  EXPECT_THAT(decoded.errors, testing::HasSubstr("no checksums.json"));
}

TEST_F(Resume, ARunThatIsThereIsNotOverwritten) {
  ASSERT_EQ(train("--output run --set training.duration='4 updates'").exit_code, 0);
  const auto outcome = train("--output run");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::HasSubstr("--resume"));
}

TEST_F(Resume, ARunWithoutItsConfigurationIsNeitherOverwrittenNorResumed) {
  ASSERT_EQ(train("--output run --set training.duration='4 updates'").exit_code, 0);
  std::filesystem::remove(folder / "run/config.json");
  const auto log = read_file(folder / "run/log.jsonl");
  const auto fresh = train("--output run --set training.optimizer.lr=1e-3");
  EXPECT_EQ(fresh.exit_code, 2);
  EXPECT_THAT(fresh.errors, testing::HasSubstr("a part of a run"));
  const auto resumed = train("--output run --resume");
  EXPECT_EQ(resumed.exit_code, 1);
  EXPECT_THAT(resumed.errors, testing::HasSubstr("run/config.json"));
  EXPECT_EQ(read_file(folder / "run/log.jsonl"), log);
}

TEST_F(Resume, ChangedDataIsRefused) {
  folder.write("a.en", "one cat\ntwo cats\nthree cats\nfour dogs\nfive dogs\n");
  folder.write("a.fr", "un chat\ndeux chats\ntrois chats\nquatre chiens\ncinq chiens\n");
  const std::string data = "--output run --set data.dir=" + folder.path().string() +
                           " --set data.train.source=a.en --set data.train.target=a.fr --set "
                           "data.validation=null --set validation.metrics=[]"
                           " --set tokenizer.vocab_size=40 ";
  const auto first = train(data + "--set training.duration='2 updates' --set checkpoints.every='1 updates'");
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  folder.write("a.fr", "un chat\ndeux chats\ntrois chats\nquatre chiens\nsix chiens\n");
  const auto outcome =
      train(data + "--resume --set training.duration='4 updates' --set checkpoints.every='1 updates'");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.errors;
  EXPECT_THAT(outcome.errors, testing::HasSubstr("data"));
}

}  // namespace
}  // namespace attend
