#include "attend/tasks/fine_tuning_task.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace attend {
namespace {

// The number of the block that a parameter belongs to; -1 for the embeddings, and for what is behind the
// blocks the number of blocks.
int64_t block_of(std::string_view parameter, int64_t blocks) {
  if (parameter.find("embeddings.") != parameter.npos) return -1;
  constexpr std::string_view prefix = "layers.";
  const size_t found = parameter.find(prefix);
  if (found == parameter.npos) return blocks;
  return std::stoll(std::string(parameter.substr(found + prefix.size())));
}

void freeze(BertNetwork& network, int64_t blocks) {
  if (blocks == 0) return;
  for (const auto& named : network.named_parameters()) {
    auto parameter = named.value();
    if (block_of(named.key(), network.options().num_hidden_layers) < blocks)
      parameter.set_requires_grad(false);
  }
}

}  // namespace

FineTuningTask::FineTuningTask(const FineTuningConfig& config, BertModel model, TokenStore examples,
                               NoteLayout layout, torch::Device device)
    : options_(config.fine_tuning),
      model_(std::move(model)),
      examples_(std::move(examples)),
      layout_(layout),
      device_(device),
      planner_(sequence_lengths(examples_), config.training) {
  model_.network->to(device);
  freeze(*model_.network, options_.frozen_layers);
}

int64_t FineTuningTask::batch_count(uint64_t seed, int64_t epoch) {
  return static_cast<int64_t>(planner_.plan(seed, epoch).size());
}

int64_t FineTuningTask::largest_batch(uint64_t seed, int64_t epoch) {
  return planner_.largest_batch(
      seed, epoch, [&](int64_t rows, int64_t length, int64_t) { return activations(rows, length); });
}

std::unique_ptr<BatchStream> FineTuningTask::batches(uint64_t seed, int64_t epoch, int64_t first) {
  return bert_batches({examples_, layout_, model_.network->vocabulary().pad, device_},
                      planner_.plan(seed, epoch), first);
}

double FineTuningTask::activations(const Batch& batch) const {
  const auto& ids = static_cast<const BertBatch&>(batch).input.ids;
  return activations(ids.size(0), ids.size(1));
}

double FineTuningTask::activations(int64_t rows, int64_t length) const {
  return model_.network->bert().activations({rows, length}, options_.frozen_layers);
}

double FineTuningTask::learning_rate_share(const std::string& parameter) const {
  const int64_t blocks = model_.network->options().num_hidden_layers;
  return std::pow(options_.layerwise_lr_decay, static_cast<double>(blocks - block_of(parameter, blocks)));
}

bool FineTuningTask::larger_is_better(const std::string& metric) const {
  constexpr std::array<std::string_view, 2> errors = {"loss", "mse"};
  return std::ranges::find(errors, metric) == errors.end();
}

void FineTuningTask::save(const std::filesystem::path& folder) const { save_bert(model_, folder); }

BertModel make_bert_for(const FineTuningConfig& config, const BertHead& head,
                        std::shared_ptr<const WordPieceTokenizer> tokenizer) {
  const auto seed = static_cast<uint64_t>(config.training.seed);
  if (!config.model.from.empty()) return open_bert_to_train(config.model.from, config.model, head, seed);
  return make_bert(config.model, head, std::move(tokenizer), seed);
}

}  // namespace attend
