// bf16 through a whole Transformer: what the model computes in changes its numbers a little, and nothing
// else.
#include <cmath>

#include "small_config.h"
#include <gtest/gtest.h>

#include "attend/tasks/factory.h"
#include "attend/training/batch_cursor.h"
#include "attend/training/train_step.h"

namespace attend {
namespace {

struct Losses {
  std::vector<double> training;  // nats per token of the first updates
  double validation = 0;         // of the weights after them
};

Losses train(const test::SmallCorpus& corpus, std::vector<std::string> overrides,
             const std::string& precision) {
  overrides.push_back("training.precision=" + precision);
  const auto config = corpus.config(overrides);
  const auto options = trainer_options(config).training;
  const auto task = make_task(config, {}, torch::kCPU);
  SingleProcess communicator;
  TrainStep step(*task, options, communicator);
  BatchCursor cursor(*task, 1, 0, 0);
  Losses losses;
  for (int64_t update = 1; update <= 4; ++update) {
    step.add(*cursor.next(), update, 0);
    step.apply(update, options.optimizer.lr);
    losses.training.push_back(step.report().loss);
  }
  const TrainStep::Published published(step);
  losses.validation = task->evaluate().at("loss");
  return losses;
}

void expect_close_losses(const std::vector<std::string>& overrides) {
  const test::SmallCorpus corpus;
  const Losses fp32 = train(corpus, overrides, "fp32"), bf16 = train(corpus, overrides, "bf16");
  for (size_t i = 0; i < fp32.training.size(); ++i) {
    EXPECT_NEAR(bf16.training[i], fp32.training[i], 0.01 * fp32.training[i]) << "update " << i + 1;
    EXPECT_NE(bf16.training[i], fp32.training[i]) << "computed in fp32";
  }
  EXPECT_NEAR(bf16.validation, fp32.validation, 0.01 * fp32.validation);
}

TEST(Precision, Bf16LossesAreCloseToThoseOfFp32) { expect_close_losses({}); }

TEST(Precision, SoTheyAreWithEveryOtherOption) {
  expect_close_losses({"model.norm=pre", "model.positions=learned", "model.activation_function=gelu",
                       "model.attention_dropout=0.1", "model.activation_dropout=0.1",
                       "model.tied_embeddings=none", "model.output_bias=true", "training.ema=0.9"});
}

}  // namespace
}  // namespace attend
