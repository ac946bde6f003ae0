#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/types.h>

namespace attend {

/// A grid of heat maps, a row of it for each of L layers and a column for each of H heads.
struct AttentionPicture {
  std::string title;                 ///< says what rows and columns of a map stand for
  std::vector<std::string> rows;     ///< Q tokens
  std::vector<std::string> columns;  ///< K tokens
  torch::Tensor weights;             ///< [L, H, Q, K] fp32 on the CPU
  int64_t first_layer = 1;           ///< the number of the first of the L layers
};

/// How large it will be, in pixels. Cells become smaller where the picture would be too large to open.
struct PictureSize {
  int64_t width = 0;
  int64_t height = 0;
};
PictureSize picture_size(const AttentionPicture& picture);

/// The picture as a PNG file. One scale of colours, from 0 to the largest weight, holds for all maps. Throws
/// Error where it cannot be drawn.
std::string draw(const AttentionPicture& picture);

}  // namespace attend
