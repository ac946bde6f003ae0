#pragma once

#include "attend/nn/evaluation_mode.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// Tags of words: {"entities": [{"type", "text", "begin", "end", "score"}], "words": [{"tag", and the
/// same}]}, places in code points.
class TagPredictor final : public Predictor {
 public:
  /// `max_length`: ids that are read at once.
  TagPredictor(const BertModel& model, int64_t max_length, torch::Device device);

  const PredictionFields& fields() const override { return fields_; }
  std::vector<Json> predict(const std::vector<PredictionInput>& inputs) const override;

 private:
  BertModel model_;
  std::shared_ptr<const nn::EvaluationMode> evaluation_;
  int64_t max_length_;
  torch::Device device_;
  PredictionFields fields_ = {{"text"}, 1};
};

}  // namespace attend
