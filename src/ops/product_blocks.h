#pragma once

#include "parallel.h"

namespace attend::ops {

/// The extents of a product [rows, depth] [depth, columns].
struct ProductSize {
  int64_t rows, columns, depth;
};

/// How threads share a product's result.
struct Grid {
  int64_t rows, columns;
};

/// Each thread reads, or copies, its own operands: the squarer the blocks, the less.
inline Grid choose_grid(const ProductSize& size) {
  constexpr int64_t worth_a_thread = int64_t{1} << 18;  // multiplications
  const int64_t work = size.rows * size.columns * size.depth;
  const int64_t threads =
      at::in_parallel_region() ? 1 : std::min<int64_t>(at::get_num_threads(), work / worth_a_thread + 1);
  Grid best{threads, 1};
  for (int64_t columns = 1; columns <= threads; ++columns) {
    if (threads % columns != 0) continue;
    const Grid grid{threads / columns, columns};
    if (size.rows / grid.rows + size.columns / grid.columns <
        size.rows / best.rows + size.columns / best.columns)
      best = grid;
  }
  return best;
}

/// Part `index` of `parts` of [0, size), cut at multiples of `unit`.
inline Range part_of(int64_t size, int64_t unit, int64_t parts, int64_t index) {
  const int64_t units = (size + unit - 1) / unit;
  return {std::min(size, units * index / parts * unit), std::min(size, units * (index + 1) / parts * unit)};
}

/// Calls f(rows, columns) for the blocks of a result, on several threads; blocks are cut where tiles are.
template <class F>
void for_each_block(const ProductSize& size, const F& f) {
  const auto& best = kernels();
  const Grid grid = choose_grid(size);
  for_each_range(grid.rows * grid.columns, 1, [&](Range blocks) {
    for (int64_t block = blocks.first; block < blocks.last; ++block) {
      f(part_of(size.rows, best.tile_rows, grid.rows, block / grid.columns),
        part_of(size.columns, best.tile_columns, grid.columns, block % grid.columns));
    }
  });
}

}  // namespace attend::ops
