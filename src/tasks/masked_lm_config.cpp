#include "attend/tasks/masked_lm_config.h"

#include "attend/tasks/metric_names.h"
#include "attend/tasks/pretrained_shape.h"
#include "attend/tokenizers/train_tokenizers.h"
#include "attend/training/schema.h"

namespace attend {
namespace {

void check_masked_lm_metrics(const MaskedLmConfig& config, Problems& problems) {
  std::vector<std::string> known = {mlm_accuracy_name};
  if (has_pairs(config.data.input)) known.emplace_back(nsp_accuracy_name);
  check_metric_names(config.validation, known, problems);
  if (config.data.validation.empty()) check_without_validation(config.validation, problems);
}

void check_masked_lm_lengths(const MaskedLmConfig& config, Problems& problems) {
  const auto longest = config.data.max_length();
  if (longest > config.model.max_position_embeddings) {
    problems.add(
        "data.phases", "examples of " + std::to_string(longest) + " ids",
        "at most model.max_position_embeddings, " + std::to_string(config.model.max_position_embeddings));
  }
  if (longest > config.training.batch_tokens) {
    problems.add("training.batch_tokens", std::to_string(config.training.batch_tokens),
                 "at least the longest example, " + std::to_string(longest));
  }
}

void check_smoothing(const MaskedLmConfig& config, Problems& problems) {
  refuse_smoothing(config.training, "hidden tokens are predicted without smoothing", problems);
}

Schema<BertWordOptions> bert_word_schema() {
  using O = BertWordOptions;
  return Schema<O>("Words between spaces, as in the lectures of \"Dive into Deep Learning\".")
      .field("min_frequency", &O::min_frequency, "Words that occur less often are unknown.", positive())
      .field("lowercase", &O::lowercase, "Whether letters become lower case first.");
}

}  // namespace

Schema<BertTokenizerOptions> bert_tokenizer_schema() {
  return variant_schema<BertTokenizerOptions>("type", alternative("wordpiece", wordpiece_schema()),
                                              alternative("word", bert_word_schema()));
}

Schema<MaskedLmConfig> masked_lm_schema() {
  using C = MaskedLmConfig;
  return Schema<C>("BERT learns from raw text: hidden tokens, and whether texts follow each other.")
      .section("data", &C::data, pretraining_data_schema())
      .section("tokenizer", &C::tokenizer, bert_tokenizer_schema())
      .section("model", &C::model, bert_model_schema())
      .section("training", &C::training, training_schema())
      .section("validation", &C::validation, validation_schema({mlm_accuracy_name, nsp_accuracy_name}))
      .section("checkpoints", &C::checkpoints, checkpoint_schema())
      .check({"data", "validation"}, check_masked_lm_metrics)
      .check({"training"}, check_smoothing)
      .check({"data", "model", "training"}, [](const C& config, Problems& problems) {
        // Of a folder's model the positions are known later.
        if (config.model.from.empty()) check_masked_lm_lengths(config, problems);
      });
}

void resolve_model(MaskedLmConfig& config, const std::filesystem::path& folder, Problems& problems) {
  resolve_bert(config.model, folder, problems);
  if (config.model.from.empty()) return;
  if (problems.empty()) check_masked_lm_lengths(config, problems);  // now that the shape is known
}

}  // namespace attend
