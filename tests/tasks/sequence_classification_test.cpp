#include <cmath>

#include "small_bert_runs.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>
#include <torch/optim.h>

#include "attend/tasks/factory.h"
#include "attend/tasks/sequence_classification_task.h"
#include "attend/training/train_step.h"
#include "attend/training/trainer.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;

class SequenceClassification : public testing::Test {
 protected:
  std::unique_ptr<Task> task(const std::vector<std::string>& overrides = {}) const {
    return make_task(runs.sequences(overrides), {}, torch::kCPU);
  }
  Scores train(const std::vector<std::string>& overrides, const std::string& name) const {
    const auto config = runs.sequences(overrides);
    const auto task = make_task(config, {}, torch::kCPU);
    const RunFolder folder(runs.folder / name, write(config_schema(), config), RunStart::fresh);
    SingleProcess communicator;
    Trainer(*task, trainer_options(config), folder, communicator, {}).run(StopRequest());
    return task->evaluate();
  }

  test::SmallBertRuns runs;
};

TEST_F(SequenceClassification, TheLossOfABatchIsTheSumOfItsExamplesWhateverTheirPadding) {
  const auto task = this->task();
  const auto together = task->batches(1, 0, 0)->next();
  auto context = Context::inference();
  const LossSum loss = task->loss(*together, context);
  EXPECT_EQ(loss.count, together->examples);
  const auto& batch = static_cast<const BertBatch&>(*together);
  double sum = 0;
  for (int64_t row = 0; row < batch.examples; ++row) {
    BertBatch one;
    const int64_t length =
        batch.input.lengths.defined() ? batch.input.lengths[row].item<int64_t>() : batch.input.ids.size(1);
    one.input = {batch.input.ids.narrow(0, row, 1).narrow(1, 0, length),
                 batch.input.segments.narrow(0, row, 1).narrow(1, 0, length),
                 {}};
    one.notes = batch.notes.narrow(0, row, 1);
    sum += task->loss(one, context).sum.item<double>();
  }
  EXPECT_NEAR(loss.sum.item<double>(), sum, 1e-5 * sum);
}

TEST_F(SequenceClassification, BatchesAreAFunctionOfSeedAndEpoch) {
  const auto task = this->task(), again = this->task();
  const auto whole = task->batches(3, 1, 0), rest = again->batches(3, 1, 1);
  whole->next();
  for (int64_t i = 1; i < task->batch_count(3, 1); ++i) {
    const auto expected = whole->next(), found = rest->next();
    EXPECT_TRUE(torch::equal(static_cast<BertBatch&>(*found).input.ids,
                             static_cast<BertBatch&>(*expected).input.ids));
  }
  EXPECT_EQ(rest->next(), nullptr);
}

TEST_F(SequenceClassification, LearnsClassesOfTextsAndOfPairs) {
  const std::vector<std::string> metrics = {
      R"(validation.metrics=["accuracy","f1","f1_micro","f1_macro","mcc"])", "training.duration=30 updates"};
  const auto scores = train(metrics, "texts");
  EXPECT_EQ(scores.at("accuracy"), 1.0);
  EXPECT_EQ(scores.at("mcc"), 1.0);
  auto pairs = metrics;
  pairs.push_back("data.columns.text_pair=pair");
  EXPECT_EQ(train(pairs, "pairs").at("f1"), 1.0);
  const auto model = open_bert(runs.folder / "texts/best");
  EXPECT_THAT(model.network->head().labels, ElementsAre("no", "yes"));
}

TEST_F(SequenceClassification, LearnsNumbers) {
  const auto scores =
      train({"problem_type=regression", "data.columns.label=score", "training.duration=120 updates",
             R"(validation.metrics=["pearson","spearman","mse"])"},
            "numbers");
  EXPECT_GT(scores.at("pearson"), 0.95);
  EXPECT_NEAR(scores.at("mse"), scores.at("loss"), 1e-5);
}

TEST_F(SequenceClassification, LearnsSetsOfLabels) {
  const auto scores =
      train({"problem_type=multi_label_classification", "data.columns.label=topics",
             "training.duration=120 updates", R"(validation.metrics=["accuracy","f1","f1_macro"])"},
            "sets");
  EXPECT_EQ(scores.at("accuracy"), 1.0);
  EXPECT_THAT(open_bert(runs.folder / "sets/best").network->head().labels, ElementsAre("food", "joy"));
}

TEST_F(SequenceClassification, AStopAndAResumeChangeNoBit) {
  const auto run = [&](const std::string& name, const std::string& duration, RunStart start) {
    const auto config = runs.sequences({"training.duration=" + duration, "training.schedule.type=constant",
                                        "fine_tuning.layerwise_lr_decay=0.8"});
    const auto last = start == RunStart::resume ? runs.folder / name / "last" : std::filesystem::path();
    const auto task = make_task(config, last, torch::kCPU);
    const RunFolder folder(runs.folder / name, write(config_schema(), config), start);
    SingleProcess communicator;
    Trainer(*task, trainer_options(config), folder, communicator, {}).run(StopRequest());
  };
  run("whole", "8 updates", RunStart::fresh);
  run("parts", "4 updates", RunStart::fresh);
  run("parts", "8 updates", RunStart::resume);
  for (const auto* file : {"last/model.safetensors", "last/training_state.safetensors"})
    EXPECT_EQ(runs.folder.read(std::filesystem::path("parts") / file),
              runs.folder.read(std::filesystem::path("whole") / file));
}

TEST_F(SequenceClassification, BalancedWeightsMakeClassesCountAlike) {
  runs.folder.write("labelled.tsv", "text\tlabel\na film\tyes\na soup\tno\na book\tno\na song\tno\n");
  const auto weighted = task({"class_weights=balanced", "data.validation=null", "validation.metrics=[]"});
  const auto plain = task({"data.validation=null", "validation.metrics=[]"});
  auto context = Context::inference();
  const auto batch = weighted->batches(1, 0, 0)->next();
  // The same initial weights: the logits are close to each other, so each example loses about ln 2.
  const double sum = weighted->loss(*batch, context).sum.item<double>();
  EXPECT_NEAR(sum, plain->loss(*batch, context).sum.item<double>(), 0.2);
  EXPECT_NE(sum, plain->loss(*batch, context).sum.item<double>());
}

TEST_F(SequenceClassification, AHeadForTheSameLabelsKeepsTheirOrder) {
  train({R"(labels=["yes","no"])"}, "first");
  const std::string from = "model.from=" + (runs.folder / "first").string();
  std::filesystem::create_directory(runs.folder / "again");
  task({from})->save(runs.folder / "again");
  EXPECT_THAT(open_bert(runs.folder / "again").network->head().labels, ElementsAre("yes", "no"));
}

TEST_F(SequenceClassification, WhatAValidationCouldNotScoreIsRefusedAtOnce) {
  runs.folder.write("labelled.tsv", "text\tlabel\na film\tyes\na soup\tyes\n");
  EXPECT_THAT(test::error_of([&] { task(); }),
              AllOf(HasSubstr("labelled.tsv, line 2"), HasSubstr("two labels")));
  runs.folder.write("labelled.tsv", "text\tlabel\na film\t1\na soup\t2\n");
  EXPECT_THAT(test::error_of([&] {
                task({"problem_type=regression", R"(validation.metrics=["pearson"])",
                      "validation.best=pearson", "data.validation.limit=1"});
              }),
              HasSubstr("two or more"));
}

TEST_F(SequenceClassification, FrozenBlocksStayAsTheyAre) {
  const auto task = this->task({"fine_tuning.frozen_layers=1"});
  for (const auto& parameter : task->model().named_parameters()) {
    const bool frozen = parameter.key().find("embeddings") != std::string::npos ||
                        parameter.key().find("layers.0.") != std::string::npos;
    EXPECT_EQ(parameter.value().requires_grad(), !frozen) << parameter.key();
  }
}

// The rate of each parameter as ELECTRA's practice has it, told by the names of a model of two blocks.
double share_by_name(const std::string& name, double decay) {
  if (name.starts_with("bert.embeddings.")) return std::pow(decay, 3);
  if (name.starts_with("bert.encoder.layers.0.")) return std::pow(decay, 2);
  if (name.starts_with("bert.encoder.layers.1.")) return decay;
  return 1;  // pooler and classifier
}

TEST_F(SequenceClassification, LayerwiseDecayIsAPlainAdamWWithARateForEachParameter) {
  const std::vector<std::string> overrides = {"fine_tuning.layerwise_lr_decay=0.5",
                                              "training.optimizer.weight_decay=0.1", "training.clip_norm=0",
                                              "model.hidden_dropout_prob=0"};
  const auto ours = task(overrides), theirs = task(overrides);
  const auto options = trainer_options(runs.sequences(overrides)).training;
  SingleProcess communicator;
  TrainStep step(*ours, options, communicator);
  const auto& o = options.optimizer;
  std::vector<torch::optim::OptimizerParamGroup> groups;
  for (const auto& parameter : theirs->model().named_parameters()) {
    const auto own = torch::optim::AdamWOptions(o.lr * share_by_name(parameter.key(), 0.5))
                         .betas({o.betas[0], o.betas[1]})
                         .eps(o.eps)
                         .weight_decay(parameter.value().dim() > 1 ? o.weight_decay : 0);
    groups.emplace_back(std::vector<torch::Tensor>{parameter.value()},
                        std::make_unique<torch::optim::AdamWOptions>(own));
  }
  torch::optim::AdamW peer(groups, torch::optim::AdamWOptions(o.lr).weight_decay(0));
  for (int64_t update = 1; update <= 5; ++update) {
    const auto batch = ours->batches(1, update, 0)->next();
    step.add(*batch, update, 0);
    step.apply(update, o.lr);
    peer.zero_grad();
    auto context = Context::inference();
    const LossSum loss = theirs->loss(*batch, context);
    (loss.sum / loss.count).backward();
    peer.step();
  }
  const auto found = ours->model().named_parameters();
  for (const auto& parameter : theirs->model().named_parameters())
    EXPECT_TRUE(torch::allclose(found[parameter.key()], parameter.value(), 1e-4, 1e-5)) << parameter.key();
}

TEST_F(SequenceClassification, BeginsWithTheWeightsAndTheTokenizerOfAFolder) {
  train({"training.duration=30 updates"}, "first");
  const auto scores =
      make_task(runs.sequences({"model.from=" + (runs.folder / "first").string(), "tokenizer.vocab_size=60"}),
                {}, torch::kCPU)
          ->evaluate();
  EXPECT_EQ(scores.at("accuracy"), 1.0);
}

TEST_F(SequenceClassification, ALabelThatTrainingLacksIsNamed) {
  runs.folder.write("other.tsv", "text\tlabel\na film\tyes\na soup\tyess\n");
  EXPECT_THAT(test::error_of([&] { task({"data.validation.files=other.tsv"}); }),
              AllOf(HasSubstr("other.tsv, line 3"), HasSubstr("yess"), HasSubstr("did you mean \"yes\"?")));
  EXPECT_THAT(test::error_of([&] {
                task({"problem_type=regression", "validation.metrics=[]"});
              }),
              AllOf(HasSubstr("labelled.tsv, line 2"), HasSubstr("a number")));
  EXPECT_THAT(test::error_of([&] { task({"labels=[\"yes\", \"maybe\"]"}); }), HasSubstr("one of yes, maybe"));
}

TEST_F(SequenceClassification, MistakesOfTheConfigurationComeTogether) {
  EXPECT_THAT(test::error_of([&] {
                task({"validation.metrics=[\"acuracy\"]", "data.max_length=40", "data.train.files=none.tsv",
                      "fine_tuning.frozen_layers=3", "fine_tuning.layerwise_lr_decay=1.1"});
              }),
              AllOf(HasSubstr("did you mean \"accuracy\"?"), HasSubstr("model.max_position_embeddings, 32"),
                    HasSubstr("none.tsv"), HasSubstr("model.num_hidden_layers, 2"),
                    HasSubstr("fine_tuning.layerwise_lr_decay")));
  EXPECT_THAT(test::error_of([&] {
                task({"problem_type=regression", "labels=[\"a\"]"});
              }),
              AllOf(HasSubstr("labels for a regression"), HasSubstr("pearson")));
}

TEST(SequenceScores, AreThoseOfTheMetrics) {
  const auto logits = torch::tensor({{2.0, 1.0}, {0.0, 1.0}, {0.0, 3.0}, {5.0, 1.0}});
  const auto scores = score_sequences(logits, torch::tensor({0, 1, 0, 1}),
                                      BertProblem::single_label_classification, {"accuracy", "f1"});
  EXPECT_THAT(scores, ElementsAre(Key("accuracy"), Key("f1")));
  EXPECT_DOUBLE_EQ(scores.at("accuracy"), 0.5);
  EXPECT_DOUBLE_EQ(scores.at("f1"), 0.5);
  const auto sets =
      score_sequences(torch::tensor({{1.0, -1.0}, {1.0, 1.0}}), torch::tensor({{1.0, 0.0}, {0.0, 1.0}}),
                      BertProblem::multi_label_classification, {"accuracy", "f1", "f1_macro"});
  EXPECT_DOUBLE_EQ(sets.at("accuracy"), 0.5);
  EXPECT_DOUBLE_EQ(sets.at("f1"), 0.8);
  EXPECT_NEAR(sets.at("f1_macro"), (2.0 / 3 + 1) / 2, 1e-12);
}

TEST(SequenceLoss, IsSummedOverExamples) {
  const auto logits = torch::tensor({{0.0, 0.0}, {0.0, 0.0}});
  const auto single = sequence_loss(logits, torch::tensor({0, 1}), {});
  EXPECT_NEAR(single.sum.item<double>(), 2 * std::log(2.0), 1e-6);
  EXPECT_EQ(single.count, 2);
  const auto sets = sequence_loss(logits, torch::tensor({{1.0, 0.0}, {1.0, 1.0}}),
                                  {.problem = BertProblem::multi_label_classification});
  EXPECT_NEAR(sets.sum.item<double>(), 2 * std::log(2.0), 1e-6);
  const auto numbers = sequence_loss(torch::tensor({{1.0}, {2.0}}), torch::tensor({0.0, 4.0}),
                                     {.problem = BertProblem::regression});
  EXPECT_NEAR(numbers.sum.item<double>(), 5.0, 1e-6);
}

TEST(SequenceScores, EachLabelHasItsOwn) {
  const auto logits = torch::tensor({{1.0, -1.0}, {1.0, 1.0}, {-1.0, 1.0}});
  const auto sets = torch::tensor({{1.0, 0.0}, {0.0, 1.0}, {0.0, 1.0}});
  const auto of_sets = score_labels(logits, sets, BertProblem::multi_label_classification, {"a", "b"});
  EXPECT_EQ(of_sets.at("a").precision, 0.5);
  EXPECT_EQ(of_sets.at("a").recall, 1.0);
  EXPECT_EQ(of_sets.at("b").f1, 1.0);
  const auto classes = torch::tensor({int64_t{0}, int64_t{1}, int64_t{1}});  // the second is taken for a
  const auto of_classes = score_labels(logits, classes, BertProblem::single_label_classification, {"a", "b"});
  EXPECT_EQ(of_classes.at("a").precision, 0.5);
  EXPECT_EQ(of_classes.at("b").recall, 0.5);
  EXPECT_TRUE(score_labels(logits, sets, BertProblem::regression, {"LABEL_0"}).empty());
}

}  // namespace
}  // namespace attend
