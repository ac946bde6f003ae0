#include "attend/tasks/masked_lm_task.h"

#include <utility>

#include "attend/core/error.h"
#include "attend/core/log.h"
#include "attend/nn/evaluation_mode.h"

namespace attend {
namespace {

// The validation is the same whatever the seed of a run.
constexpr uint64_t validation_seed = 0;

MaskedLmPlan plan_examples(const SentenceStore& store, const PretrainingDataOptions& options,
                           const Masker& masker, int64_t max_length, Stream stream) {
  MaskedLmPlan plan;
  plan.examples = make_pretraining_examples(store, options.input, max_length, stream);
  if (plan.examples.empty()) {
    throw Error({.operation = "preparing the examples of an epoch",
                 .where = "data",
                 .found = "no example of at most " + std::to_string(max_length) + " ids",
                 .expected = "at least one",
                 .hint = "sentence_pairs needs documents with two sentences: check data.documents and "
                         "data.sentences"});
  }
  if (has_pairs(options.input)) plan.tokens_a_pair = mean_hidden_tokens(plan.examples, masker);
  return plan;
}

// Of the first phase, so that all validations of a run are about the same.
MaskedLmPlan plan_validation(const SentenceStore& text, const MaskedLmConfig& config, const Masker& masker) {
  return plan_examples(text, config.data, masker, config.data.max_length(0),
                       Stream(validation_seed, RandomPurpose::sampling));
}

ExampleLengths lengths_of(const std::vector<PretrainingExample>& examples) {
  ExampleLengths lengths;
  for (const auto& example : examples) lengths.source.push_back(static_cast<int32_t>(example.length()));
  return lengths;
}

void log_text(const char* part, const SentenceStore& store) {
  log_info(std::string(part) + ": " + std::to_string(store.documents()) + " documents, " +
           std::to_string(store.sentences()) + " sentences, " + std::to_string(store.tokens()) + " tokens");
}

}  // namespace

MaskedLmData load_masked_lm_data(const MaskedLmConfig& config, const Tokenizer& tokenizer) {
  const TokenCache cache(config.data.cache);
  MaskedLmData data{load_sentences(config.data.train, config.data, tokenizer, cache), {}};
  log_text("training data", data.train);
  if (!config.data.validation.empty()) {
    data.validation = load_sentences(config.data.validation, config.data, tokenizer, cache);
    log_text("validation data", *data.validation);
  }
  return data;
}

BertModel make_masked_lm_model(const MaskedLmConfig& config,
                               std::shared_ptr<const WordPieceTokenizer> tokenizer) {
  const BertHead head{.task = has_pairs(config.data.input) ? BertTask::pretraining : BertTask::masked_lm};
  const auto seed = static_cast<uint64_t>(config.training.seed);
  return config.model.from.empty() ? make_bert(config.model, head, std::move(tokenizer), seed)
                                   : open_bert_to_train(config.model.from, config.model, head, seed);
}

Scores evaluate_masked_lm(const BertModel& model, const SentenceStore& text, const MaskedLmConfig& config,
                          torch::Device device) {
  const Masker masker(config.data.masking, *model.tokenizer);
  auto plan = plan_validation(text, config, masker);
  plan.batches = plan_sorted(lengths_of(plan.examples), {.batch_tokens = config.training.batch_tokens});
  const auto evaluation = nn::EvaluationMode::of(model.network);
  const c10::InferenceMode inference;
  const auto& network = dynamic_cast<const BertForMaskedLm&>(*model.network);
  MaskedLmScores scores(device);
  const auto stream = masked_lm_batches(plan, 0, {masker, *model.tokenizer, validation_seed, 0}, device);
  while (const auto batch = stream->next()) scores.add(network, static_cast<const MaskedLmBatch&>(*batch));
  return scores.value();
}

MaskedLmTask::MaskedLmTask(const MaskedLmConfig& config, MaskedLmData data, BertModel model,
                           torch::Device device)
    : config_(config),
      data_(std::move(data)),
      model_(std::move(model)),
      device_(device),
      masker_(config.data.masking, *model_.tokenizer) {
  model_.network->to(device);
  if (data_.validation)
    (void)plan_validation(*data_.validation, config_, masker_);  // text that gives no example is found now
}

const BertForMaskedLm& MaskedLmTask::network() const {
  return dynamic_cast<const BertForMaskedLm&>(*model_.network);
}

const MaskedLmPlan& MaskedLmTask::plan(uint64_t seed, int64_t epoch) {
  if (planned_.epoch == epoch && planned_.seed == seed) return planned_.epoch_plan;
  const auto drawn = config_.data.mask_changes == MaskChanges::never ? 0 : epoch;
  auto made = plan_examples(data_.train, config_.data, masker_, config_.data.max_length(epoch),
                            Stream(seed, RandomPurpose::sampling, {static_cast<uint64_t>(drawn)}));
  const auto& training = config_.training;
  const BatchLimits limits{training.batch_tokens, training.batch_sentences};
  const auto make_plan = training.batches == BatchOrder::random ? plan_at_random : plan_by_length;
  made.batches = make_plan(lengths_of(made.examples), limits, seed, epoch);
  planned_ = {seed, epoch, std::move(made)};
  return planned_.epoch_plan;
}

int64_t MaskedLmTask::batch_count(uint64_t seed, int64_t epoch) {
  return static_cast<int64_t>(plan(seed, epoch).batches.size());
}

int64_t MaskedLmTask::largest_batch(uint64_t seed, int64_t epoch) {
  const auto& planned = plan(seed, epoch);
  const auto cost = [&](int64_t rows, int64_t length, int64_t) { return activations(rows, length); };
  return static_cast<int64_t>(attend::largest_batch(planned.batches, lengths_of(planned.examples), cost));
}

std::unique_ptr<BatchStream> MaskedLmTask::batches(uint64_t seed, int64_t epoch, int64_t first) {
  const auto drawn = config_.data.mask_changes == MaskChanges::never ? 0 : epoch;
  return masked_lm_batches(plan(seed, epoch), first, {masker_, *model_.tokenizer, seed, drawn}, device_);
}

LossSum MaskedLmTask::loss(const Batch& batch, Context& context) {
  return masked_lm_loss(network(), static_cast<const MaskedLmBatch&>(batch), context);
}

double MaskedLmTask::activations(const Batch& batch) const {
  const auto& ids = static_cast<const MaskedLmBatch&>(batch).input.ids;
  return activations(ids.size(0), ids.size(1));
}

// Beside the blocks: the gradient of the projection to tokens, twice (nn/activation_count.h).
double MaskedLmTask::activations(int64_t rows, int64_t length) const {
  const auto& bert = model_.network->bert();
  return bert.activations({rows, length}) + 2 * static_cast<double>(bert.embedding_table().numel());
}

Scores MaskedLmTask::evaluate() {
  if (!data_.validation) return {};
  return evaluate_masked_lm(model_, *data_.validation, config_, device_);
}

bool MaskedLmTask::larger_is_better(const std::string& metric) const {
  return metric == mlm_accuracy_name || metric == nsp_accuracy_name;
}

uint64_t MaskedLmTask::data_fingerprint() const { return data_.train.content_hash(); }

void MaskedLmTask::save(const std::filesystem::path& folder) const { save_bert(model_, folder); }

}  // namespace attend
