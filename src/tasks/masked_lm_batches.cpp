#include "attend/tasks/masked_lm_batches.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <ATen/record_function.h>

#include "attend/data/collate.h"
#include "attend/data/prefetch.h"
#include "attend/tasks/device_tensors.h"
#include "attend/tasks/masked_lm_config.h"

namespace attend {
namespace {

// Collated batches kept ready beside the one in use.
constexpr size_t hidden_batches_ahead = 4;
// Rows of the validation's logits that are in memory at a time.
constexpr int64_t logit_rows = 128;

// A batch before it is tensors, as the prefetch thread makes it.
struct HiddenExamples {
  PaddedIds ids;
  std::vector<int64_t> segments;  // [rows, width]
  std::vector<int64_t> places, targets, relations;
};

// [CLS] first [SEP], or [CLS] first [SEP] second [SEP]
std::vector<int64_t> with_symbols(const PretrainingExample& example, const SpecialIds& special) {
  std::vector<int64_t> ids = {special.bos};
  ids.insert(ids.end(), example.first.begin(), example.first.end());
  ids.push_back(special.eos);
  if (example.second.empty()) return ids;
  ids.insert(ids.end(), example.second.begin(), example.second.end());
  ids.push_back(special.eos);
  return ids;
}

HiddenExamples hide_and_collate(const MaskedLmPlan& plan, std::span<const uint32_t> numbers,
                                const MaskingSource& source) {
  HiddenExamples batch;
  auto& ids = batch.ids;
  ids.rows = static_cast<int64_t>(numbers.size());
  for (const uint32_t number : numbers) ids.width = std::max(ids.width, plan.examples[number].length());
  ids.ids.assign(static_cast<size_t>(ids.rows * ids.width), source.tokenizer.special().pad);
  batch.segments.assign(ids.ids.size(), 0);
  for (size_t row = 0; row < numbers.size(); ++row) {
    const auto& example = plan.examples[numbers[row]];
    auto tokens = with_symbols(example, source.tokenizer.special());
    Stream stream(source.seed, RandomPurpose::masking,
                  {static_cast<uint64_t>(source.epoch), /*micro_batch=*/numbers[row]});
    auto hidden = source.masker.hide(tokens, stream);
    const auto begin = static_cast<std::ptrdiff_t>(row) * ids.width;
    std::ranges::copy(tokens, ids.ids.begin() + begin);
    const auto second = static_cast<std::ptrdiff_t>(example.first.size()) + 2;  // behind the first [SEP]
    std::fill(batch.segments.begin() + begin + second,
              batch.segments.begin() + begin + static_cast<std::ptrdiff_t>(tokens.size()), 1);
    for (const int64_t place : hidden.places) batch.places.push_back(begin + place);
    std::ranges::copy(hidden.targets, std::back_inserter(batch.targets));
    batch.relations.push_back(example.follows ? 0 : 1);
    ids.lengths.push_back(static_cast<int64_t>(tokens.size()));
  }
  return batch;
}

std::unique_ptr<MaskedLmBatch> to_batch(const HiddenExamples& made, double tokens_a_pair,
                                        torch::Device device) {
  auto batch = std::make_unique<MaskedLmBatch>();
  const auto& ids = made.ids;
  batch->examples = ids.rows;
  batch->source_tokens = batch->target_tokens = ids.tokens();
  batch->input.ids = on_device(ids.ids, {ids.rows, ids.width}, device);
  batch->input.segments = on_device(made.segments, {ids.rows, ids.width}, device);
  const bool padded = ids.tokens() < ids.rows * ids.width;
  if (padded) batch->input.lengths = on_device(ids.lengths, {ids.rows}, device);
  const auto hidden = static_cast<int64_t>(made.places.size());
  batch->places = on_device(made.places, {hidden}, device);
  batch->targets = on_device(made.targets, {hidden}, device);
  batch->relations = on_device(made.relations, {ids.rows}, device);
  batch->tokens_a_pair = tokens_a_pair;
  return batch;
}

class MaskedLmStream final : public BatchStream {
 public:
  MaskedLmStream(const MaskedLmPlan& plan, int64_t first, const MaskingSource& masking, torch::Device device)
      : tokens_a_pair_(plan.tokens_a_pair),
        device_(device),
        collated_(
            [&plan, masking, next = static_cast<size_t>(first)]() mutable -> std::optional<HiddenExamples> {
              if (next >= plan.batches.size()) return std::nullopt;
              return hide_and_collate(plan, plan.batches[next++], masking);
            },
            hidden_batches_ahead) {}

  std::unique_ptr<Batch> next() override {
    const auto made = collated_.next();
    return made ? to_batch(*made, tokens_a_pair_, device_) : nullptr;
  }

 private:
  double tokens_a_pair_;
  torch::Device device_;
  Prefetch<HiddenExamples> collated_;
};

// Hidden states of the hidden tokens alone: [B, T, D] -> [M, D]
torch::Tensor of_hidden_tokens(const torch::Tensor& states, const MaskedLmBatch& batch) {
  return states.flatten(0, 1).index_select(0, batch.places);
}

torch::Tensor summed_cross_entropy(const torch::Tensor& logits, const torch::Tensor& targets) {
  return at::cross_entropy_loss(logits.to(at::promoteTypes(logits.scalar_type(), torch::kFloat)), targets, {},
                                at::Reduction::Sum);
}

// [2] fp64: the sum of the cross-entropies, and how often the largest logit is the target's.
torch::Tensor judge(const torch::Tensor& logits, const torch::Tensor& targets) {
  return torch::stack({summed_cross_entropy(logits, targets).to(torch::kDouble),
                       logits.argmax(-1).eq(targets).sum().to(torch::kDouble)});
}

// Null for a network without that head, or where a batch does not ask for it.
const BertForPreTraining* relation_head(const BertForMaskedLm& network, const MaskedLmBatch& batch) {
  return batch.tokens_a_pair > 0 ? dynamic_cast<const BertForPreTraining*>(&network) : nullptr;
}

}  // namespace

double mean_hidden_tokens(const std::vector<PretrainingExample>& examples, const Masker& masker) {
  int64_t tokens = 0;
  for (const auto& example : examples)
    tokens += masker.count(static_cast<int64_t>(example.first.size() + example.second.size()));
  return static_cast<double>(tokens) / static_cast<double>(examples.size());
}

std::unique_ptr<BatchStream> masked_lm_batches(const MaskedLmPlan& plan, int64_t first,
                                               const MaskingSource& masking, torch::Device device) {
  return std::make_unique<MaskedLmStream>(plan, first, masking, device);
}

LossSum masked_lm_loss(const BertForMaskedLm& network, const MaskedLmBatch& batch, Context& context) {
  const auto states = network.bert().forward(batch.input, context);  // [B, T, D]
  RECORD_USER_SCOPE("loss");
  auto loss = network.token_loss(of_hidden_tokens(states, batch), batch.targets);
  if (const auto* head = relation_head(network, batch)) {
    const auto relations = summed_cross_entropy(head->next_sentence_logits(states), batch.relations);
    loss.sum = loss.sum + relations * batch.tokens_a_pair;
  }
  return loss;
}

MaskedLmScores::MaskedLmScores(torch::Device device)
    : sums_(torch::zeros({4}, torch::TensorOptions(torch::kDouble).device(device))) {}

void MaskedLmScores::add(const BertForMaskedLm& network, const MaskedLmBatch& batch) {
  auto context = Context::inference();
  const auto states = network.bert().forward(batch.input, context);
  const auto hidden = of_hidden_tokens(states, batch).split(logit_rows);
  const auto wanted = batch.targets.split(logit_rows);
  for (size_t i = 0; i < hidden.size(); ++i)
    sums_.narrow(0, 0, 2).add_(judge(network.token_logits(hidden[i]), wanted[i]));
  tokens_ += batch.targets.size(0);
  if (const auto* head = relation_head(network, batch)) {
    sums_.narrow(0, 2, 2).add_(judge(head->next_sentence_logits(states), batch.relations));
    relations_ += batch.relations.size(0);
  }
}

Scores MaskedLmScores::value() const {
  const auto sums = sums_.cpu();
  const auto* values = sums.const_data_ptr<double>();
  const auto tokens = static_cast<double>(tokens_), relations = static_cast<double>(relations_);
  Scores scores = {{"loss", values[0] / tokens},
                   {"perplexity", std::exp(values[0] / tokens)},
                   {mlm_accuracy_name, values[1] / tokens}};
  if (relations_ == 0) return scores;
  scores["nsp_loss"] = values[2] / relations;
  scores[nsp_accuracy_name] = values[3] / relations;
  return scores;
}

}  // namespace attend
