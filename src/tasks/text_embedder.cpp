#include "attend/tasks/text_embedder.h"

#include "attend/tasks/prediction_texts.h"

namespace attend {

TextEmbedder::TextEmbedder(const BertModel& model, Pooling pooling, int64_t max_length, torch::Device device)
    : model_(model),
      evaluation_(nn::EvaluationMode::of(model.network)),
      pooling_(pooling),
      max_length_(max_length),
      device_(device) {}

torch::Tensor TextEmbedder::embed(const std::vector<PredictionInput>& inputs) const {
  const c10::InferenceMode inference;
  const auto sequences = read_texts(model_, inputs, max_length_);
  auto vectors = torch::empty({static_cast<int64_t>(inputs.size()), size()});
  each_equal_batch(rows_of(sequences), device_,
                   [&](const BertInput& input, std::span<const uint32_t> numbers) {
                     auto context = Context::inference();
                     auto& bert = model_.network->bert();
                     const auto pooled = pooling_ == Pooling::mean ? bert.forward(input, context).mean(1)
                                                                   : bert.first_token(input, context);
                     const std::vector<int64_t> rows(numbers.begin(), numbers.end());
                     vectors.index_copy_(0, torch::tensor(rows), pooled.to(torch::kCPU, torch::kFloat));
                   });
  return vectors;
}

std::vector<Json> TextEmbedder::predict(const std::vector<PredictionInput>& inputs) const {
  const auto vectors = embed(inputs);
  std::vector<Json> predictions;
  for (int64_t row = 0; row < vectors.size(0); ++row) {
    const auto* begin = vectors[row].const_data_ptr<float>();
    predictions.push_back({{"embedding", std::vector<float>(begin, begin + size())}});
  }
  return predictions;
}

}  // namespace attend
