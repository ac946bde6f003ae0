#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "attend/nn/evaluation_mode.h"
#include "attend/tasks/predictor.h"

namespace attend {

/// What a text's vector is made of: the mean of its tokens' hidden states (as Sentence-BERT has it, Reimers
/// and Gurevych 2019), or that of [CLS].
enum class Pooling { mean, cls };
inline auto enum_names(Pooling) {
  using Name = std::pair<Pooling, std::string_view>;
  return std::array{Name{Pooling::mean, "mean"}, Name{Pooling::cls, "cls"}};
}

/// Vectors of texts, from any BERT folder: {"embedding"}.
class TextEmbedder final : public Predictor {
 public:
  /// `max_length`: ids of a text, or a pair, that are read.
  TextEmbedder(const BertModel& model, Pooling pooling, int64_t max_length, torch::Device device);

  const PredictionFields& fields() const override { return fields_; }
  std::vector<Json> predict(const std::vector<PredictionInput>& inputs) const override;
  /// The vectors themselves: [N, D] float on the CPU.
  torch::Tensor embed(const std::vector<PredictionInput>& inputs) const;
  int64_t size() const { return model_.network->options().hidden_size; }

 private:
  BertModel model_;
  std::shared_ptr<const nn::EvaluationMode> evaluation_;
  Pooling pooling_;
  int64_t max_length_;
  torch::Device device_;
  PredictionFields fields_ = {{"text", "text_pair"}, 1};
};

}  // namespace attend
