#include "attend/nn/positions.h"

#include <cmath>
#include <string>

#include "attend/core/error.h"

namespace attend::nn {

std::vector<std::pair<PositionType, std::string_view>> enum_names(PositionType) {
  return {{PositionType::sinusoidal, "sinusoidal"},
          {PositionType::interleaved, "interleaved"},
          {PositionType::learned, "learned"}};
}

torch::Tensor sinusoidal_table(PositionType type, int64_t positions, int64_t d_model) {
  auto table = torch::zeros({positions, d_model});
  auto cell = table.accessor<float, 2>();
  const bool interleaved = type == PositionType::interleaved;
  const int64_t sines = (d_model + 1) / 2;
  for (int64_t p = 0; p < positions; ++p) {
    for (int64_t i = 0; i < d_model; ++i) {
      const bool is_sine = interleaved ? i % 2 == 0 : i < sines;
      const int64_t pair = interleaved ? i / 2 : (is_sine ? i : i - sines);
      const double angle = p / std::pow(10000.0, 2.0 * pair / d_model);
      cell[p][i] = static_cast<float>(is_sine ? std::sin(angle) : std::cos(angle));
    }
  }
  return table;
}

PositionEmbeddingImpl::PositionEmbeddingImpl(PositionType type, int64_t max_positions, int64_t d_model)
    : type_(type) {
  weight = type == PositionType::learned
               ? register_parameter("weight", torch::zeros({max_positions, d_model}))
               : register_buffer("weight", sinusoidal_table(type, max_positions, d_model));
}

torch::Tensor PositionEmbeddingImpl::forward(int64_t first, int64_t count) const {
  if (first + count > weight.size(0)) {
    throw Error(
        {.operation = "position embedding",
         .found = "position " + std::to_string(first + count - 1),
         .expected = "positions below " + std::to_string(weight.size(0)) + " (max_position_embeddings)"});
  }
  return weight.narrow(0, first, count);
}

}  // namespace attend::nn
