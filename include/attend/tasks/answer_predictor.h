#pragma once

#include "attend/nn/evaluation_mode.h"
#include "attend/tasks/answer_finder.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// Answers to questions: {"answer", "score", "begin", "end"}, places in code points of the context. An empty
/// answer is none.
class AnswerPredictor final : public Predictor {
 public:
  AnswerPredictor(const BertModel& model, const PredictorOptions& options, torch::Device device);

  const PredictionFields& fields() const override { return fields_; }
  std::vector<Json> predict(const std::vector<PredictionInput>& inputs) const override;

 private:
  BertModel model_;
  std::shared_ptr<const nn::EvaluationMode> evaluation_;
  torch::Device device_;
  WindowOptions windows_;
  AnswerOptions answers_;
  PredictionFields fields_ = {{"question", "context"}, 2};
};

}  // namespace attend
