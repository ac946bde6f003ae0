#include "attend/tasks/translation_batches.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <ATen/record_function.h>

#include "attend/data/collate.h"
#include "attend/data/prefetch.h"
#include "attend/ops/projection_loss.h"
#include "attend/tasks/device_tensors.h"

namespace attend {
namespace {

// A batch before it is tensors, as the prefetch thread makes it.
struct CollatedPairs {
  PaddedIds source;
  PaddedIds inputs;
  PaddedIds targets;
  int64_t target_tokens = 0;
};

// Collated batches kept ready beside the one in use.
constexpr size_t batches_ahead = 4;

torch::Tensor matrix(const PaddedIds& padded, torch::Device device) {
  return on_device(padded.ids, {padded.rows, padded.width}, device);
}

// Targets that the loss counts: neither padding nor, should a text hold it, the pad symbol.
int64_t count_targets(const PaddedIds& targets, int64_t pad_id) {
  return targets.tokens() - std::ranges::count(targets.ids, pad_id);
}

CollatedPairs collate(const TokenStore& store, std::span<const uint32_t> examples,
                      const TranslationVocabulary& vocabulary) {
  auto targets = pad(store, examples, 1, ops::kIgnoredTarget);
  auto inputs = shift_right(targets, vocabulary.start, vocabulary.target_pad);
  const auto counted = count_targets(targets, vocabulary.target_pad);
  return {pad(store, examples, 0, vocabulary.source_pad), std::move(inputs), std::move(targets), counted};
}

std::unique_ptr<TranslationBatch> to_batch(const CollatedPairs& pairs, torch::Device device) {
  auto batch = std::make_unique<TranslationBatch>();
  batch->examples = pairs.source.rows;
  batch->source_tokens = pairs.source.tokens();
  batch->target_tokens = pairs.target_tokens;
  batch->source = matrix(pairs.source, device);
  batch->source_lengths = on_device(pairs.source.lengths, {pairs.source.rows}, device);
  batch->inputs = matrix(pairs.inputs, device);
  batch->targets = matrix(pairs.targets, device);
  return batch;
}

class TranslationStream final : public BatchStream {
 public:
  TranslationStream(const TokenStore& store, const BatchPlan& plan, int64_t first,
                    const TranslationVocabulary& vocabulary, torch::Device device)
      : device_(device),
        collated_(
            [&store, &plan, vocabulary,
             next = static_cast<size_t>(first)]() mutable -> std::optional<CollatedPairs> {
              if (next >= plan.size()) return std::nullopt;
              return collate(store, plan[next++], vocabulary);
            },
            batches_ahead) {}

  std::unique_ptr<Batch> next() override {
    const auto pairs = collated_.next();
    return pairs ? to_batch(*pairs, device_) : nullptr;
  }

 private:
  torch::Device device_;
  Prefetch<CollatedPairs> collated_;
};

}  // namespace

std::unique_ptr<BatchStream> translation_batches(const TokenStore& store, const BatchPlan& plan,
                                                 int64_t first, const TranslationVocabulary& vocabulary,
                                                 torch::Device device) {
  return std::make_unique<TranslationStream>(store, plan, first, vocabulary, device);
}

LossSum translation_loss(Seq2Seq& network, const TranslationBatch& batch, double label_smoothing,
                         Context& context) {
  const auto memory = network.encode(batch.source, batch.source_lengths, context);
  const auto hidden = network.decode(memory, batch.inputs, context);  // [B, T, D]
  RECORD_USER_SCOPE("loss");
  return network.loss(hidden.flatten(0, 1), batch.targets.flatten(), {label_smoothing, batch.target_tokens});
}

}  // namespace attend
