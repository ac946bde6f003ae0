#include "attend/tasks/sequence_predictor.h"

#include "attend/tasks/prediction_texts.h"

namespace attend {

SequencePredictor::SequencePredictor(const BertModel& model, int64_t max_length, torch::Device device)
    : model_(model),
      evaluation_(nn::EvaluationMode::of(model.network)),
      max_length_(max_length),
      device_(device) {}

std::vector<Json> SequencePredictor::predict(const std::vector<PredictionInput>& inputs) const {
  const c10::InferenceMode inference;
  const auto sequences = read_texts(model_, inputs, max_length_);
  auto& network = dynamic_cast<BertClassifier&>(*model_.network);
  std::vector<Json> predictions(inputs.size());
  each_equal_batch(rows_of(sequences), device_,
                   [&](const BertInput& input, std::span<const uint32_t> numbers) {
                     auto context = Context::inference();
                     const auto logits = network.forward(input, context).to(torch::kCPU, torch::kDouble);
                     for (size_t i = 0; i < numbers.size(); ++i)
                       predictions[numbers[i]] = describe(logits[static_cast<int64_t>(i)]);
                   });
  return predictions;
}

Json SequencePredictor::describe(const torch::Tensor& logits) const {
  const auto& head = model_.network->head();
  if (head.problem == BertProblem::regression) return {{"score", logits[0].item<double>()}};
  const bool several = head.problem == BertProblem::multi_label_classification;
  const auto shares = several ? logits.sigmoid() : logits.softmax(0);
  Json probabilities = Json::object(), labels = Json::array();
  for (size_t i = 0; i < head.labels.size(); ++i) {
    const double share = shares[static_cast<int64_t>(i)].item<double>();
    probabilities[head.labels[i]] = share;
    if (share > 0.5) labels.push_back(head.labels[i]);
  }
  if (several) return {{"labels", std::move(labels)}, {"probabilities", std::move(probabilities)}};
  const auto best = static_cast<size_t>(shares.argmax().item<int64_t>());
  return {{"label", head.labels[best]}, {"probabilities", std::move(probabilities)}};
}

}  // namespace attend
