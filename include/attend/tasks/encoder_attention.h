#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

#include "attend/tasks/predictor.h"

namespace attend {

/// How much each token of a text looks at each other one.
struct EncoderAttention {
  std::vector<std::string> tokens;  ///< as the model reads them, `[CLS]` first
  torch::Tensor weights;            ///< [L, H, T, T] float on the CPU; L layers, H heads
};

/// That of `model`, whatever its head is for, as it reads `max_length` ids of one input.
EncoderAttention look_at(const BertModel& model, const PredictionInput& input, int64_t max_length,
                         torch::Device device);

}  // namespace attend
