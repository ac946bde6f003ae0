#include "toy_task.h"

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/io/tensors.h"
#include "attend/ops/dropout.h"

namespace attend::test {
namespace {

constexpr int64_t symbols = 11;
constexpr int64_t width = 8;

class ToyStream : public BatchStream {
 public:
  ToyStream(uint64_t seed, int64_t epoch, int64_t first, int64_t count)
      : seed_(seed), epoch_(epoch), next_(first), count_(count) {}

  std::unique_ptr<Batch> next() override {
    if (next_ == count_) return nullptr;
    return std::make_unique<ToyBatch>(ToyTask::make_batch(seed_, epoch_, next_++));
  }

 private:
  uint64_t seed_;
  int64_t epoch_, next_, count_;
};

}  // namespace

ToyModelImpl::ToyModelImpl(uint64_t seed) {
  embedding = register_module("embedding", torch::nn::Embedding(symbols, width));
  hidden = register_module("hidden", torch::nn::Linear(width, width));
  norm = register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})));
  output = register_module("output", torch::nn::Linear(width, symbols));
  const torch::NoGradGuard no_grad;
  Stream stream(seed, RandomPurpose::initialisation);
  for (torch::Tensor& parameter : parameters()) {
    if (parameter.dim() < 2) continue;
    auto values = parameter.view(-1);
    for (int64_t i = 0; i < values.numel(); ++i) values[i] = 0.3 * stream.next_normal();
  }
  hidden->bias.zero_();  // LibTorch draws them from its global generator
  output->bias.zero_();
}

torch::Tensor ToyModelImpl::forward(const torch::Tensor& ids, Context& context, double dropout) {
  torch::Tensor x = torch::tanh(hidden(embedding(ids)));  // [B, T, width]
  if (context.training) x = ops::dropout(x, dropout, context.stream);
  return output(norm(x));
}

int64_t ToyTask::batch_count(uint64_t /*seed*/, int64_t epoch) { return 5 + epoch % 2; }

int64_t ToyTask::largest_batch(uint64_t seed, int64_t epoch) {
  const auto size = [&](int64_t number) { return make_batch(seed, epoch, number).ids.numel(); };
  int64_t largest = 0;
  for (int64_t number = 1; number < batch_count(seed, epoch); ++number)
    if (size(number) > size(largest)) largest = number;
  return largest;
}

std::unique_ptr<BatchStream> ToyTask::batches(uint64_t seed, int64_t epoch, int64_t first) {
  opened.emplace_back(epoch, first);
  return std::make_unique<ToyStream>(seed, epoch, first, batch_count(seed, epoch));
}

ToyBatch ToyTask::make_batch(uint64_t seed, int64_t epoch, int64_t number) {
  Stream stream(seed, RandomPurpose::test, {static_cast<uint64_t>(epoch), static_cast<uint32_t>(number)});
  ToyBatch batch;
  batch.examples = 4;
  const int64_t length = 3 + static_cast<int64_t>(stream.next_below(5));
  batch.ids = torch::empty({batch.examples, length}, torch::kInt64);
  auto* ids = batch.ids.data_ptr<int64_t>();
  for (int64_t i = 0; i < batch.ids.numel(); ++i) ids[i] = static_cast<int64_t>(stream.next_below(symbols));
  batch.targets = (batch.ids + 1) % symbols;
  batch.source_tokens = batch.target_tokens = batch.ids.numel();
  return batch;
}

LossSum ToyTask::loss(const Batch& batch, Context& context) {
  const auto& toy = dynamic_cast<const ToyBatch&>(batch);
  const torch::Tensor logits = model_->forward(toy.ids, context, dropout_).to(torch::kFloat);
  torch::Tensor sum =
      torch::nll_loss(logits.log_softmax(-1).flatten(0, 1), toy.targets.flatten(), {}, at::Reduction::Sum);
  if (spoilt.contains(++losses_)) sum = sum * std::numeric_limits<float>::quiet_NaN();
  return {sum, sum.detach(), toy.targets.ge(0).sum().item<int64_t>()};
}

Scores ToyTask::evaluate() {
  on_evaluate();
  const torch::NoGradGuard no_grad;
  const ToyBatch batch = make_batch(99, 0, 0);
  Context context = Context::inference();
  const torch::Tensor logits = model_->forward(batch.ids, context, 0);
  const torch::Tensor hits = (logits.argmax(-1) == batch.targets).to(torch::kDouble).mean();
  const torch::Tensor loss = torch::nll_loss(logits.log_softmax(-1).flatten(0, 1), batch.targets.flatten());
  return {{"loss", loss.item<double>()}, {"accuracy", hits.item<double>()}};
}

bool ToyTask::larger_is_better(const std::string& metric) const {
  if (metric == "loss") return false;
  if (metric == "accuracy") return true;
  throw UsageError({.operation = "scoring", .found = metric, .expected = "loss or accuracy"});
}

void ToyTask::save(const std::filesystem::path& folder) const {
  NamedTensors tensors;
  for (const auto& named : model_->named_parameters())
    tensors.emplace_back(named.key(), named.value().detach());
  write_safetensors(folder / "model.safetensors", tensors);
  on_save();
  write_file(folder / "config.json", "{\"model_type\": \"attend_toy\"}\n");
}

}  // namespace attend::test
