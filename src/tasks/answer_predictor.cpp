#include "attend/tasks/answer_predictor.h"

#include "attend/core/code_points.h"
#include "attend/tasks/prediction_texts.h"

namespace attend {

AnswerPredictor::AnswerPredictor(const BertModel& model, const PredictorOptions& options,
                                 torch::Device device)
    : model_(model),
      evaluation_(nn::EvaluationMode::of(model.network)),
      device_(device),
      windows_(options.windows),
      answers_(options.answers) {}

std::vector<Json> AnswerPredictor::predict(const std::vector<PredictionInput>& inputs) const {
  const c10::InferenceMode inference;
  require_texts(inputs, 2);
  std::vector<PreparedQuestion> questions;
  for (const auto& input : inputs)
    questions.push_back(prepare_question(*model_.tokenizer, input.texts[0], input.texts[1], windows_));
  const auto logits = read_windows(dynamic_cast<BertClassifier&>(*model_.network), questions, device_);
  std::vector<Json> predictions;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto found = find_answer(questions[i], logits[i], answers_);
    predictions.push_back({{"answer", cut_code_points(inputs[i].texts[1], found.begin, found.end)},
                           {"score", found.score},
                           {"begin", found.begin},
                           {"end", found.end}});
  }
  return predictions;
}

}  // namespace attend
