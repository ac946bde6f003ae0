// Pre-training from the shell, and what the other commands say to its runs.
#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string pretraining_config() {
  return R"({
  "task": "masked_lm",
  "data": { "train": ["text.txt"], "validation": ["text.txt"], "sentences": "line", "input": "segment_pairs",
            "phases": [{ "max_length": 24, "epochs": 2 }, { "max_length": 32 }] },
  "tokenizer": { "type": "wordpiece", "vocab_size": 80, "min_frequency": 1 },
  "model": { "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32 },
  "training": { "duration": "8 updates", "batch_tokens": 256, "log_every": 2,
                "schedule": { "type": "constant", "warmup": "0 updates" } },
  "validation": { "every": "4 updates", "metrics": ["mlm_accuracy"] },
  "checkpoints": { "every": "4 updates" }
})";
}

class Pretraining : public testing::Test {
 protected:
  void SetUp() override {
    std::string text;
    for (const auto* animal : {"cat", "dog", "horse", "lobster", "bird"}) {
      for (const auto* verb : {"sleeps", "eats", "runs", "sings"})
        text += std::string("the ") + animal + " " + verb + " well .\n";
      text += "\n";
    }
    folder.write("text.txt", text);
    folder.write("tiny.json", pretraining_config());
  }

  test::Outcome run(const std::string& arguments) const {
    return test::run(folder, arguments + " --threads 1");
  }

  test::TempFolder folder;
};

TEST_F(Pretraining, ARunInTwoPartsIsBitIdenticalToOneInOne) {
  ASSERT_EQ(run("train tiny.json --output whole").exit_code, 0);
  ASSERT_EQ(run("train tiny.json --output parts --set training.duration='4 updates'").exit_code, 0);
  const auto second = run("train tiny.json --output parts --resume");
  ASSERT_EQ(second.exit_code, 0) << second.errors;
  for (const auto* name : {"last/model.safetensors", "last/training_state.safetensors"})
    EXPECT_EQ(read_file(folder / "parts" / name), read_file(folder / "whole" / name)) << name;
}

TEST_F(Pretraining, OtherCommandsWorkOnItsRunsOrSayThatTheyDoNot) {
  ASSERT_EQ(run("train tiny.json --output run").exit_code, 0);
  const auto scores = run("evaluate run");
  ASSERT_EQ(scores.exit_code, 0) << scores.errors;
  EXPECT_TRUE(Json::parse(scores.output).contains("nsp_accuracy"));
  folder.write("other.txt", "the cat eats well .\nthe dog sings well .\n");
  const auto other = run("evaluate run --set data.train=gone.txt --set data.validation=other.txt");
  EXPECT_EQ(other.exit_code, 0) << other.errors;
  EXPECT_NE(other.output, scores.output);
  const auto promises = run("verify run");
  EXPECT_EQ(promises.exit_code, 0) << promises.errors << promises.output;
  EXPECT_EQ(run("report run").exit_code, 0);
  EXPECT_EQ(run("bench train tiny.json --updates 2").exit_code, 0);
  EXPECT_EQ(run("inspect run").exit_code, 0);
  EXPECT_EQ(run("average run --last 2 --output mean").exit_code, 0);
  const auto pieces = test::run(folder, "tokenizer encode run < text.txt");
  EXPECT_EQ(pieces.exit_code, 0) << pieces.errors;
  EXPECT_THAT(pieces.output, HasSubstr("the"));
  const auto tokenizer = run("tokenizer train tiny.json learnt");
  EXPECT_EQ(tokenizer.exit_code, 0) << tokenizer.errors;
  EXPECT_EQ(read_file(folder / "learnt/vocab.txt"), read_file(folder / "run/best/vocab.txt"));
  const auto decoding = run("decode run < text.txt");
  EXPECT_NE(decoding.exit_code, 0);
  EXPECT_THAT(decoding.errors, HasSubstr("a Transformer for translation"));
  const auto speed = run("bench decode run");
  EXPECT_EQ(speed.exit_code, 2);
  EXPECT_THAT(speed.errors, HasSubstr("another task"));
}

TEST_F(Pretraining, MistakesAreSaidBeforeWorkStarts) {
  const auto outcome =
      run("train tiny.json --output run --set data.phases='[{\"max_length\": 700}]' "
          "--set data.train='[\"none.txt\"]' --set validation.metrics='[\"bleu\"]'");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("data.phases"), HasSubstr("none.txt"), HasSubstr("mlm_accuracy")));
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

}  // namespace
}  // namespace attend
