#pragma once

#include "attend/nn/evaluation_mode.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// Labels of texts or pairs of texts: {"label", "probabilities"}, of several labels {"labels",
/// "probabilities"}, of a regression {"score"}.
class SequencePredictor final : public Predictor {
 public:
  /// `max_length`: ids that are read at once.
  SequencePredictor(const BertModel& model, int64_t max_length, torch::Device device);

  const PredictionFields& fields() const override { return fields_; }
  std::vector<Json> predict(const std::vector<PredictionInput>& inputs) const override;

 private:
  /// logits [C] on the CPU
  Json describe(const torch::Tensor& logits) const;

  BertModel model_;
  std::shared_ptr<const nn::EvaluationMode> evaluation_;
  int64_t max_length_;
  torch::Device device_;
  PredictionFields fields_ = {{"text", "text_pair"}, 1};
};

}  // namespace attend
