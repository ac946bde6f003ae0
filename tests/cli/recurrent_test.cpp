// The recurrent models through every command that knows translation models.
#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

class RecurrentCommands : public testing::TestWithParam<const char*> {};

TEST_P(RecurrentCommands, TrainResumeEvaluateDecodeInspect) {
  const test::TempFolder folder;
  folder.write("tiny.json", test::tiny_config());
  const std::string train = std::string("train tiny.json --threads 1 --set model.type=") + GetParam() +
                            " --set model.hidden_size=24 --set model.embedding_size=16 ";
  ASSERT_EQ(test::run(folder, train + "--output whole").exit_code, 0);
  ASSERT_EQ(test::run(folder, train + "--output run --set training.duration='4 updates'").exit_code, 0);
  const auto resumed = test::run(folder, train + "--output run --resume");
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(read_file(folder / "run/last/model.safetensors"),
            read_file(folder / "whole/last/model.safetensors"));

  const auto scores = test::run(folder, "evaluate run --quiet");
  ASSERT_EQ(scores.exit_code, 0) << scores.errors;
  EXPECT_EQ(Json::parse(scores.output)["sentences"], 20);

  folder.write("in.txt", "The cat is black.\nShe sees it.\n");
  const auto decoded = test::run(folder, "decode run --quiet <in.txt");
  ASSERT_EQ(decoded.exit_code, 0) << decoded.errors;
  const auto alone = test::run(folder, "decode run --quiet --batch-size 1 <in.txt");
  EXPECT_EQ(alone.output, decoded.output);

  const auto inspected = test::run(folder, "inspect run");
  ASSERT_EQ(inspected.exit_code, 0) << inspected.errors;
  EXPECT_EQ(Json::parse(inspected.output)["config"]["model_type"], std::string("attend_") + GetParam());
}

INSTANTIATE_TEST_SUITE_P(Models, RecurrentCommands, testing::Values("gru", "bahdanau"));

}  // namespace
}  // namespace attend
