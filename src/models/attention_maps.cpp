#include "attend/models/attention_maps.h"

#include "attend/nn/attention_record.h"

namespace attend {
namespace {

// [1, N] int64
torch::Tensor row(const std::vector<int64_t>& ids, torch::Device device) {
  return torch::tensor(ids, torch::kLong).unsqueeze(0).to(device);
}

// [1, H, Q, K] a layer -> [L, H, Q, K]
torch::Tensor layers(const std::vector<torch::Tensor>& weights) {
  return weights.empty() ? torch::Tensor() : torch::cat(weights).to(torch::kFloat).cpu();
}

}  // namespace

AttentionMaps attention_maps(Seq2Seq& network, std::span<const int64_t> source,
                             std::span<const int64_t> target) {
  const torch::NoGradGuard no_gradient;
  const auto device = network.parameters().front().device();
  std::vector<int64_t> inputs = {network.start_id()};
  inputs.insert(inputs.end(), target.begin(), target.end() - 1);

  AttentionRecord of_source, of_target;
  auto context = Context::inference();
  context.attention = &of_source;
  const auto lengths = torch::full({1}, static_cast<int64_t>(source.size()), torch::kLong).to(device);
  const auto memory = network.encode(row({source.begin(), source.end()}, device), lengths, context);
  context.attention = &of_target;
  network.decode(memory, row(inputs, device), context);
  return {layers(of_source.self), layers(of_target.self), layers(of_target.cross)};
}

std::vector<int64_t> alignment(const AttentionMaps& maps) {
  if (!maps.cross.defined()) return {};
  const auto weights = maps.cross[-1].mean(0);  // [T, S]
  const auto rows = weights.accessor<float, 2>();
  std::vector<int64_t> positions;
  for (int64_t t = 0; t < weights.size(0); ++t) {
    int64_t best = 0;
    for (int64_t s = 1; s < weights.size(1); ++s)
      if (rows[t][s] > rows[t][best]) best = s;
    positions.push_back(best);
  }
  return positions;
}

}  // namespace attend
