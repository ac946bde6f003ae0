#include "attend/tasks/masked_lm_task.h"

#include <cmath>
#include <set>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/file.h"
#include "attend/tasks/factory.h"
#include "attend/training/run_folder.h"
#include "attend/training/trainer.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;

// Articles of a few sentences, a configuration that learns from them, and a cache of its own.
class MaskedLmTaskTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<std::string> animals = {"cat", "dog", "lobster", "bird", "horse", "fish"};
    const std::vector<std::string> places = {"house", "garden", "sea", "forest"};
    std::string text;
    for (const auto& animal : animals) {
      text += " = " + animal + " = \n";
      for (const auto& place : places)
        text += "The " + animal + " lives in the " + place + " . It likes the old " + place + " well . \n";
    }
    folder.write("text.txt", text);
    folder.write(
        "small.json", R"({
  "task": "masked_lm",
  "data": { "cache": ")" + (folder / "cache").string() +
                          R"(", "train": ["text.txt"], "validation": ["text.txt"], "documents": "heading",
            "input": "segment_pairs", "phases": [{ "max_length": 24, "epochs": 1 }, { "max_length": 40 }] },
  "tokenizer": { "type": "wordpiece", "vocab_size": 60, "min_frequency": 1 },
  "model": { "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24,
             "max_position_embeddings": 40 },
  "training": { "duration": "6 updates", "batch_tokens": 200, "log_every": 1, "optimizer": { "lr": 1e-2 },
                "schedule": { "type": "constant", "warmup": "0 updates" } },
  "validation": { "every": "3 updates" },
  "checkpoints": { "every": "3 updates" }
})");
  }

  TaskConfig config(const std::vector<std::string>& overrides = {}) const {
    return load_config(folder / "small.json", overrides);
  }
  std::unique_ptr<Task> task(const std::vector<std::string>& overrides = {}) const {
    return make_task(config(overrides), {}, torch::kCPU);
  }
  void train(const std::string& run, const std::vector<std::string>& overrides, RunStart start) const {
    const auto used = config(overrides);
    const auto made = make_task(used, {}, torch::kCPU);
    const RunFolder into(folder / run, write(config_schema(), used), start);
    SingleProcess communicator;
    Trainer(*made, trainer_options(used), into, communicator, {}).run(StopRequest());
  }

  test::TempFolder folder;
};

const MaskedLmBatch& as_masked(const std::unique_ptr<Batch>& batch) {
  return static_cast<const MaskedLmBatch&>(*batch);
}

TEST_F(MaskedLmTaskTest, BatchesHideTokensOfPairsBetweenTheirSymbols) {
  const auto made = task();
  const auto any = made->batches(1, 0, 0)->next();
  const auto& batch = as_masked(any);
  const auto ids = batch.input.ids;
  ASSERT_GT(batch.examples, 1);
  EXPECT_TRUE(ids.select(1, 0).eq(2).all().item<bool>());  // [CLS]
  EXPECT_TRUE(ids.eq(3).sum(1).eq(2).all().item<bool>());  // two [SEP]
  EXPECT_GT(ids.eq(4).sum().item<int64_t>(), 0);           // [MASK]
  EXPECT_LE(ids.size(0) * ids.size(1), 200);
  EXPECT_LE(ids.size(1), 24);
  EXPECT_EQ(batch.target_tokens,
            batch.input.lengths.defined() ? batch.input.lengths.sum().item<int64_t>() : ids.numel());
  const auto segments = batch.input.segments;
  EXPECT_TRUE(segments.select(1, 0).eq(0).all().item<bool>());
  const auto first_end = ids.eq(3).to(torch::kLong).argmax(1);
  for (int64_t row = 0; row < ids.size(0); ++row) {
    const auto end = first_end[row].item<int64_t>();
    EXPECT_EQ(segments[row][end].item<int64_t>(), 0);
    EXPECT_EQ(segments[row][end + 1].item<int64_t>(), 1);
  }
  const auto places = ids.flatten().index_select(0, batch.places);
  EXPECT_FALSE(places.eq(2).logical_or(places.eq(3)).logical_or(places.eq(0)).any().item<bool>());
}

TEST_F(MaskedLmTaskTest, EveryEpochHidesOtherTokensUnlessAskedNotTo) {
  const auto changing = task({"data.input=packed", "data.phases=[{\"max_length\": 24}]"});
  const auto fixed =
      task({"data.input=packed", "data.phases=[{\"max_length\": 24}]", "data.mask_changes=never"});
  // The hidden tokens of an epoch by the text they are in.
  const auto hidden = [](Task& task, int64_t epoch) {
    std::multiset<std::pair<std::string, std::vector<int64_t>>> all;
    const auto stream = task.batches(1, epoch, 0);
    while (const auto any = stream->next()) {
      const auto& batch = as_masked(any);
      const auto flat = batch.input.ids.flatten().clone();
      flat.index_copy_(0, batch.places, batch.targets);  // the text as it was
      const auto width = batch.input.ids.size(1);
      for (int64_t row = 0; row < batch.examples; ++row) {
        std::vector<int64_t> places;
        for (int64_t i = 0; i < batch.places.size(0); ++i)
          if (batch.places[i].item<int64_t>() / width == row)
            places.push_back(batch.places[i].item<int64_t>() % width);
        std::string text;
        for (int64_t i = 0; i < width; ++i)
          if (const auto id = flat[row * width + i].item<int64_t>()) text += std::to_string(id) + " ";
        all.emplace(text, places);
      }
    }
    return all;
  };
  EXPECT_EQ(hidden(*fixed, 0), hidden(*fixed, 1));
  EXPECT_NE(hidden(*changing, 0), hidden(*changing, 1));
  EXPECT_EQ(hidden(*changing, 1), hidden(*changing, 1));
  EXPECT_EQ(hidden(*changing, 0), hidden(*fixed, 0));
}

TEST_F(MaskedLmTaskTest, TheSecondPhaseHasItsOwnLength) {
  const auto made = task();
  const auto longest = [&](int64_t epoch) {
    int64_t width = 0;
    const auto stream = made->batches(1, epoch, 0);
    while (const auto any = stream->next()) width = std::max(width, as_masked(any).input.ids.size(1));
    return width;
  };
  EXPECT_EQ(longest(0), 24);
  EXPECT_EQ(longest(1), 40);
  EXPECT_EQ(longest(7), 40);
}

TEST_F(MaskedLmTaskTest, BatchesBeginAnywhereWithoutReplay) {
  const auto made = task();
  const int64_t count = made->batch_count(3, 2);
  ASSERT_GT(count, 1);
  const auto whole = made->batches(3, 2, 0), rest = made->batches(3, 2, 1);
  whole->next();
  for (int64_t i = 1; i < count; ++i) {
    const auto expected = whole->next(), found = rest->next();
    EXPECT_TRUE(as_masked(found).input.ids.equal(as_masked(expected).input.ids));
    EXPECT_TRUE(as_masked(found).places.equal(as_masked(expected).places));
  }
  EXPECT_EQ(rest->next(), nullptr);
}

TEST_F(MaskedLmTaskTest, TheLossOfTwoBatchesIsTheirSum) {
  const auto made = task({"training.batch_sentences=2"});
  const auto any = made->batches(1, 0, 0)->next();
  const auto& batch = as_masked(any);
  ASSERT_EQ(batch.examples, 2);
  auto context = Context::inference();
  const auto both = made->loss(batch, context);
  EXPECT_EQ(both.count, batch.places.size(0));
  double sum = 0;
  const auto width = batch.input.ids.size(1);
  for (int64_t row = 0; row < 2; ++row) {
    MaskedLmBatch one;
    one.input = {batch.input.ids.narrow(0, row, 1), batch.input.segments.narrow(0, row, 1),
                 batch.input.lengths.defined() ? batch.input.lengths.narrow(0, row, 1) : torch::Tensor()};
    const auto mine = batch.places.div(width, "floor").eq(row);
    one.places = batch.places.masked_select(mine) - row * width;
    one.targets = batch.targets.masked_select(mine);
    one.relations = batch.relations.narrow(0, row, 1);
    one.tokens_a_pair = batch.tokens_a_pair;
    sum += made->loss(one, context).sum.item<double>();
  }
  EXPECT_NEAR(both.sum.item<double>(), sum, 1e-4);
  EXPECT_GT(std::abs(both.sum.item<double>() - both.nll.item<double>()), 0.1);  // the relations count
}

TEST_F(MaskedLmTaskTest, ScoresTokensAndRelations) {
  const auto scores = task()->evaluate();
  EXPECT_THAT(scores, ElementsAre(Key("loss"), Key("mlm_accuracy"), Key("nsp_accuracy"), Key("nsp_loss"),
                                  Key("perplexity")));
  EXPECT_NEAR(scores.at("perplexity"), std::exp(scores.at("loss")), 1e-9);
  EXPECT_NEAR(scores.at("loss"), std::log(60), 0.5);  // it has not learnt anything
  EXPECT_EQ(task()->evaluate(), scores);
  EXPECT_THAT(task({"data.input=packed"})->evaluate(),
              ElementsAre(Key("loss"), Key("mlm_accuracy"), Key("perplexity")));
  EXPECT_TRUE(task({"data.validation=[]"})->evaluate().empty());
}

TEST_F(MaskedLmTaskTest, Learns) {
  const auto before = task()->evaluate();
  train("run",
        {"training.duration=\"120 updates\"", "validation.every=\"120 updates\"",
         "checkpoints.every=\"120 updates\""},
        RunStart::fresh);
  const auto used = std::get<MaskedLmConfig>(config());
  const auto model = open_bert(folder / "run/last");
  MaskedLmTask trained(used, load_masked_lm_data(used, *model.tokenizer), model, torch::kCPU);
  const auto after = trained.evaluate();
  EXPECT_LT(after.at("loss"), 0.7 * before.at("loss"));
  EXPECT_GT(after.at("mlm_accuracy"), before.at("mlm_accuracy") + 0.2);
}

TEST_F(MaskedLmTaskTest, ARunInTwoPartsIsBitIdenticalToOneInOneOverAPhasesEnd) {
  const std::vector<std::string> usual = {"training.duration=\"10 updates\""};
  ASSERT_LT(task()->batch_count(1, 0), 10);  // the second phase is reached
  train("whole", usual, RunStart::fresh);
  train("parts", {"training.duration=\"3 updates\""}, RunStart::fresh);
  train("parts", usual, RunStart::resume);
  for (const auto* name : {"last/model.safetensors", "last/training_state.safetensors"})
    EXPECT_EQ(read_file(folder / "parts" / name), read_file(folder / "whole" / name)) << name;
}

TEST_F(MaskedLmTaskTest, GoesOnWithAFoldersModelAndItsVocabulary) {
  train("first", {}, RunStart::fresh);
  const auto first = open_bert(folder / "first/best");
  const auto made =
      task({"model.from=" + (folder / "first").string(), "tokenizer.vocab_size=50", "training.seed=5"});
  for (const auto& parameter : first.network->named_parameters())
    EXPECT_TRUE(parameter.value().equal(made->model().named_parameters()[parameter.key()]))
        << parameter.key();
}

TEST_F(MaskedLmTaskTest, AShapeThatContradictsTheFoldersIsRefused) {
  train("first", {}, RunStart::fresh);
  EXPECT_THAT(test::error_of([&] {
                config({"model.from=" + (folder / "first").string(), "model.hidden_size=32"});
              }),
              testing::AllOf(HasSubstr("model.hidden_size"), HasSubstr("leave the key out")));
}

TEST_F(MaskedLmTaskTest, AContradictionThatIsTheDefaultIsRefusedToo) {
  train("first", {}, RunStart::fresh);
  const auto usual = BertOptions().num_hidden_layers;
  EXPECT_THAT(test::error_of([&] {
                config({"model.from=" + (folder / "first").string(),
                        "model.num_hidden_layers=" + std::to_string(usual)});
              }),
              testing::AllOf(HasSubstr("model.num_hidden_layers"), HasSubstr("leave the key out")));
}

TEST_F(MaskedLmTaskTest, WhatIsNotGivenIsTheFoldersAndTheResolvedConfigurationReadsBack) {
  train("first", {}, RunStart::fresh);
  const auto used =
      config({R"(model={"from": ")" + (folder / "first").string() + R"(", "hidden_dropout_prob": 0.25})"});
  const auto& model = std::get<MaskedLmConfig>(used).model;
  EXPECT_EQ(model.num_hidden_layers, 1);
  EXPECT_EQ(model.hidden_dropout_prob, 0.25);
  const Json resolved = write(config_schema(), used);
  folder.write("again/config.json", resolved.dump());
  EXPECT_EQ(write(config_schema(), load_config(folder / "again/config.json", {})), resolved);
}

TEST_F(MaskedLmTaskTest, TheLecturesWordsAreAVocabularyToo) {
  const auto made = task({R"(tokenizer={"type": "word", "min_frequency": 2})", "data.documents=line",
                          "data.sentences=spaced_dot", "data.min_sentences=2", "data.input=sentence_pairs"});
  made->save(folder.path());
  const auto opened = open_bert(folder.path());
  EXPECT_EQ(opened.tokenizer->piece(0), "<unk>");
  EXPECT_EQ(opened.tokenizer->pieces("lobster"), std::vector<std::string>{"lobster"});
  EXPECT_EQ(as_masked(made->batches(1, 0, 0)->next()).input.ids[0][0].item<int64_t>(), 3);  // <cls>
}

TEST_F(MaskedLmTaskTest, MistakesComeInOneReport) {
  EXPECT_THAT(test::error_of([&] {
                config({"model.max_position_embeddings=30", "training.label_smoothing=0.1",
                        "validation.metrics=[\"bleu\"]", "data.train=[\"none.txt\"]"});
              }),
              testing::AllOf(HasSubstr("data.phases"), HasSubstr("label_smoothing"), HasSubstr("bleu"),
                             HasSubstr("none.txt")));
  EXPECT_THAT(test::error_of([&] {
                config({"data.validation=[]", "validation.metrics=[\"mlm_accuracy\"]",
                        "validation.best=mlm_accuracy", "validation.patience=2"});
              }),
              testing::AllOf(HasSubstr("validation.metrics"), HasSubstr("validation.best"),
                             HasSubstr("validation.patience")));
  EXPECT_THAT(
      test::error_of([&] {
        task({"data.documents=line", "data.sentences=line", "data.input=sentence_pairs"})->batch_count(1, 0);
      }),
      HasSubstr("no example"));
}

}  // namespace
}  // namespace attend
