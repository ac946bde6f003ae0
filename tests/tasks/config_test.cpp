#include "attend/tasks/config.h"

#include "small_config.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/config/json_schema.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string mistakes(const std::vector<std::string>& overrides) {
  const test::SmallCorpus corpus;
  return test::error_of([&] { corpus.config(overrides); });
}

TEST(TaskConfig, NamesAreRelativeToTheDataFolder) {
  const test::SmallCorpus corpus;
  const auto config = std::get<TranslationConfig>(corpus.config());
  EXPECT_EQ(config.data.train.source.front(), corpus.folder / "train.en");
  corpus.folder.write("elsewhere/other.en", "a\n");
  corpus.folder.write("elsewhere/other.fr", "b\n");
  const auto moved = std::get<TranslationConfig>(
      corpus.config({"data.dir=" + (corpus.folder / "elsewhere").string(), "data.validation=null",
                     "validation.metrics=[]", "data.train.source=other.en", "data.train.target=other.fr"}));
  EXPECT_EQ(moved.data.train.source.front(), corpus.folder / "elsewhere/other.en");
}

TEST(TaskConfig, TheResolvedOneReadsBack) {
  const test::SmallCorpus corpus;
  const Json resolved = write(config_schema(), corpus.config());
  corpus.folder.write("again/config.json", resolved.dump());
  EXPECT_EQ(write(config_schema(), load_config(corpus.folder / "again/config.json", {})), resolved);
}

TEST(TaskConfig, AKeyWithoutItsPathIsToldWhereItStands) {
  EXPECT_THAT(mistakes({"lr=1"}), HasSubstr("did you mean \"training.optimizer.lr\"?"));
  EXPECT_THAT(mistakes({"max_length=9"}),
              HasSubstr("did you mean \"data.max_length\" or \"decoding.max_length\"?"));
}

TEST(TaskConfig, RecurrentModelsBeginWithNoFolder) {
  EXPECT_THAT(mistakes({"model.type=gru", "model.from=anywhere"}),
              AllOf(HasSubstr("model.from"), HasSubstr("an unknown key")));
}

TEST(TaskConfig, TheSchemaKnowsEachTasksMetrics) {
  const Json tasks = json_schema(config_schema(), "attend")["oneOf"];
  const auto metrics = [&](size_t task) {
    return tasks[task]["properties"]["validation"]["properties"]["metrics"]["oneOf"][0]["enum"];
  };
  EXPECT_EQ(metrics(0), Json({"bleu", "chrf", "chrf++", "ter", "probe_bleu", "lecture_loss"}));
  EXPECT_EQ(metrics(1), Json({"mlm_accuracy", "nsp_accuracy"}));
  EXPECT_EQ(metrics(2),
            Json({"accuracy", "f1", "f1_micro", "f1_macro", "mcc", "pearson", "spearman", "mse"}));
  EXPECT_EQ(metrics(4), Json({"exact_match", "f1"}));
}

TEST(TaskConfig, WhatSectionsSayAgainstEachOtherComesInOneReport) {
  EXPECT_THAT(mistakes({"data.max_length=50", "training.batch_tokens=30", "validation.metrics=[\"blue\"]",
                        "data.train.source=none.en"}),
              AllOf(HasSubstr("model.max_position_embeddings, 40"), HasSubstr("training.batch_tokens"),
                    HasSubstr("did you mean \"bleu\"?"), HasSubstr("none.en")));
}

TEST(TaskConfig, TiedEmbeddingsNeedOneVocabulary) {
  EXPECT_THAT(mistakes({R"(tokenizer={"type": "word", "shared": false})", "model.tied_embeddings=all"}),
              HasSubstr("model.tied_embeddings"));
}

TEST(TaskConfig, WithoutValidationDataNothingMayAskForScores) {
  EXPECT_THAT(mistakes({"data.validation=null", "validation.patience=3"}),
              AllOf(HasSubstr("chrf, without data.validation"), HasSubstr("validation.patience")));
  const std::string probes = R"(probes=[{"source": "a dog", "reference": "un chien"}])";
  EXPECT_THAT(mistakes({"data.validation=null", "validation.metrics=[\"probe_bleu\"]", probes}),
              HasSubstr("loss, without data.validation"));
  EXPECT_THAT(mistakes({"validation.metrics=[]", probes}), HasSubstr("probe_bleu among validation.metrics"));
  const test::SmallCorpus corpus;
  EXPECT_NO_THROW(corpus.config(
      {"data.validation=null", "validation.metrics=[\"probe_bleu\"]", "validation.best=probe_bleu", probes}));
}

TEST(TaskConfig, AnUnknownTaskIsNamedWithThoseThereAre) {
  EXPECT_THAT(mistakes({"task=translatoin"}), AllOf(HasSubstr("translatoin"), HasSubstr("translation")));
}

}  // namespace
}  // namespace attend
