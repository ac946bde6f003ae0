#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <torch/types.h>

#include "attend/core/json.h"
#include "attend/data/answer_windows.h"
#include "attend/models/bert_model.h"

namespace attend {

/// What is to be predicted of: texts in the order of Predictor::fields, or the words of one text.
struct PredictionInput {
  std::vector<std::string> texts;
  std::optional<std::vector<std::string>> words;  ///< in place of the only text, for tags
  std::string where = {};                         ///< file and line, for warnings
};

/// The texts of an input by name, and how many of them must be there.
struct PredictionFields {
  std::vector<std::string> names;
  size_t required = 1;
};

/// Applies a model to texts. What comes out for an input does not depend on the others. One object may be
/// used from several threads.
class Predictor {
 public:
  virtual ~Predictor() = default;

  virtual const PredictionFields& fields() const = 0;
  /// An object for each input, in order (docs/fine-tuning.md says what is in it).
  virtual std::vector<Json> predict(const std::vector<PredictionInput>& inputs) const = 0;
};

/// How a predictor cuts long inputs, and how it chooses answers.
struct PredictorOptions {
  /// As the head was trained, with inputs as long as the model has positions; windows on a context that is
  /// searched for answers have 384 ids at most.
  explicit PredictorOptions(const BertNetwork& network);

  int64_t max_length;     ///< ids of a text, a pair or a sequence of words that are read at once
  WindowOptions windows;  ///< of a question and its context
  AnswerOptions answers;
};

/// The predictor for the head of a model. Throws UsageError for a model without a head, with one that is for
/// pre-training, and for a regression of several numbers.
std::unique_ptr<Predictor> make_predictor(const BertModel& model, const PredictorOptions& options,
                                          torch::Device device);

}  // namespace attend
