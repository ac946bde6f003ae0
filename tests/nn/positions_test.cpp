#include "attend/nn/positions.h"

#include <cmath>

#include <gmock/gmock.h>

namespace attend {
namespace {

TEST(Positions, MariansLayoutIsSinesThenCosines) {
  const auto table = nn::sinusoidal_table(nn::PositionType::sinusoidal, 8, 6);
  for (int64_t p = 0; p < 8; ++p) {
    for (int64_t i = 0; i < 3; ++i) {
      const double angle = p / std::pow(10000.0, 2.0 * i / 6);
      EXPECT_FLOAT_EQ(table[p][i].item<float>(), static_cast<float>(std::sin(angle)));
      EXPECT_FLOAT_EQ(table[p][3 + i].item<float>(), static_cast<float>(std::cos(angle)));
    }
  }
}

TEST(Positions, TheLecturesLayoutAlternates) {
  const auto table = nn::sinusoidal_table(nn::PositionType::interleaved, 8, 6);
  for (int64_t p = 0; p < 8; ++p) {
    for (int64_t j = 0; j < 3; ++j) {
      const double angle = p / std::pow(10000.0, 2.0 * j / 6);
      EXPECT_FLOAT_EQ(table[p][2 * j].item<float>(), static_cast<float>(std::sin(angle)));
      EXPECT_FLOAT_EQ(table[p][2 * j + 1].item<float>(), static_cast<float>(std::cos(angle)));
    }
  }
}

TEST(Positions, OnlyLearnedOnesAreParameters) {
  EXPECT_EQ(nn::PositionEmbedding(nn::PositionType::learned, 4, 6)->parameters().size(), 1u);
  EXPECT_EQ(nn::PositionEmbedding(nn::PositionType::sinusoidal, 4, 6)->parameters().size(), 0u);
}

}  // namespace
}  // namespace attend
