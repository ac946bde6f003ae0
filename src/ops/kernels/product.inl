#pragma once

// Matrix products as in Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication":
// blocks of both operands are copied into panels that a register tile walks through. Every element of the
// result is one chain of fused additions over the depth, whatever the shape, so a row does not depend on how
// many rows there are.

#include "vector.inl"

constexpr int64_t kTileColumns = 2 * kLanes;
constexpr int64_t kDepth = 256;  // a panel of b, 16 or 32 KB, stays in the first-level cache
constexpr int64_t kBlockRows =
    144 / kTileRows * kTileRows;         // a block of a, 144 KB, in the second-level cache
constexpr int64_t kBlockColumns = 1024;  // a block of b, 1 MB, in the third-level cache

// Copies of a block of each operand: in a thread's scratch memory, or packed before.
template <class Element>
struct Panels {
  const float* a;    // [kBlockRows * kDepth]
  const Element* b;  // [kBlockColumns * kDepth], fp32 or bfloat16
};
constexpr int64_t kScratchFloats = (kBlockRows + kBlockColumns) * kDepth;

ATTEND_INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// Copies `width` lines of `depth` elements into panels of kWidth lines, [depth][kWidth] each, zeros beyond
// `width`. Line i is at from + i * across, its elements `along` apart. Memory is read in the order in which
// it lies.
template <int64_t kWidth>
ATTEND_INLINE void pack_across(const float* from, int64_t along, int64_t width, int64_t depth, float* to) {
  for (int64_t k = 0; k < depth; ++k, from += along) {
    float* line = to + k * kWidth;
    int64_t i = 0;
    for (; i + kWidth <= width; i += kWidth, line += kWidth * depth)
      __builtin_memcpy(line, from + i, kWidth * sizeof(float));
    if (i < width) {
      for (int64_t j = 0; j < kWidth; ++j) line[j] = i + j < width ? from[i + j] : 0;
    }
  }
}

using Four = float __attribute__((vector_size(16)));

ATTEND_INLINE Four load_four(const float* from) {
  Four four;
  __builtin_memcpy(&four, from, sizeof(four));
  return four;
}

// to[k * stride + j] = from[j * across + k] for kLines = 2 or 4 lines j and four elements k.
template <int64_t kLines>
ATTEND_INLINE void transpose_four(const float* from, int64_t across, int64_t stride, float* to) {
  const Four a = load_four(from), b = load_four(from + across);
  const Four ab[2] = {__builtin_shufflevector(a, b, 0, 4, 1, 5), __builtin_shufflevector(a, b, 2, 6, 3, 7)};
  Four cd[2] = {};
  if constexpr (kLines == 4) {
    const Four c = load_four(from + 2 * across), d = load_four(from + 3 * across);
    cd[0] = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    cd[1] = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  }
  for (int half = 0; half < 2; ++half) {
    const Four even = __builtin_shufflevector(ab[half], cd[half], 0, 1, 4, 5);
    const Four odd = __builtin_shufflevector(ab[half], cd[half], 2, 3, 6, 7);
    __builtin_memcpy(to + 2 * half * stride, &even, kLines * sizeof(float));
    __builtin_memcpy(to + (2 * half + 1) * stride, &odd, kLines * sizeof(float));
  }
}

// The same panels where the elements of a line lie one after another.
template <int64_t kWidth>
ATTEND_INLINE void pack_along(const float* from, int64_t across, int64_t width, int64_t depth, float* to) {
  for (int64_t i = 0; i < width; i += kWidth, from += kWidth * across, to += kWidth * depth) {
    const int64_t lines = smaller(kWidth, width - i), whole = depth / 4 * 4;
    for (int64_t k = 0; k < whole; k += 4) {
      int64_t j = 0;
      for (; j + 4 <= lines; j += 4)
        transpose_four<4>(from + j * across + k, across, kWidth, to + k * kWidth + j);
      for (; j + 2 <= lines; j += 2)
        transpose_four<2>(from + j * across + k, across, kWidth, to + k * kWidth + j);
      for (; j < kWidth; ++j) {
        for (int64_t n = k; n < k + 4; ++n) to[n * kWidth + j] = j < lines ? from[j * across + n] : 0;
      }
    }
    for (int64_t k = whole; k < depth; ++k) {
      for (int64_t j = 0; j < kWidth; ++j) to[k * kWidth + j] = j < lines ? from[j * across + k] : 0;
    }
  }
}

template <int64_t kWidth>
ATTEND_INLINE void pack(const float* from, int64_t across, int64_t along, int64_t width, int64_t depth,
                        float* to) {
  if (across == 1) {
    pack_across<kWidth>(from, along, width, depth, to);
  } else {
    pack_along<kWidth>(from, across, width, depth, to);
  }
}

// How a tile leaves the registers.
struct Epilogue {
  const float* bias;  // of the tile's first column; null: none
  bool accumulate;
  bool relu;
};

ATTEND_INLINE Floats finish(Floats value, const float* c, const float* bias, const Epilogue& epilogue) {
  if (epilogue.accumulate) value += load(c);
  if (bias != nullptr) value += load(bias);
  if (epilogue.relu) value = (Floats)((Ints)value & (value > 0));
  return value;
}

// c [kRows, kTileColumns] (+)= the first kRows rows of an a panel * b panel
template <int64_t kRows, class Element>
ATTEND_INLINE void multiply_tile(const float* a, const Element* b, int64_t depth, float* c, int64_t c_stride,
                                 const Epilogue& epilogue) {
  Floats sum[kRows][2] = {};
  for (int64_t k = 0; k < depth; ++k) {
    const Floats b0 = load(b + k * kTileColumns), b1 = load(b + k * kTileColumns + kLanes);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      const float factor = a[k * kTileRows + i];
      sum[i][0] += factor * b0;
      sum[i][1] += factor * b1;
    }
  }
  const float* bias = epilogue.bias;
#pragma GCC unroll 16
  for (int64_t i = 0; i < kRows; ++i) {
    float* row = c + i * c_stride;
    store(row, finish(sum[i][0], row, bias, epilogue));
    store(row + kLanes, finish(sum[i][1], row + kLanes, bias == nullptr ? bias : bias + kLanes, epilogue));
  }
}

// A tile of the last rows, fewer than kTileRows: what decoding a few sentences consists of.
template <int64_t kRows = kTileRows - 1, class Element>
ATTEND_INLINE void multiply_last_rows(const float* a, const Element* b, int64_t depth, float* c,
                                      int64_t c_stride, const Epilogue& epilogue, int64_t rows) {
  if (rows == kRows) {
    multiply_tile<kRows>(a, b, depth, c, c_stride, epilogue);
  } else if constexpr (kRows > 1) {
    multiply_last_rows<kRows - 1>(a, b, depth, c, c_stride, epilogue, rows);
  }
}

// A tile of the last columns: computed whole beside the result, then the part that exists is copied.
template <class Element>
__attribute__((noinline)) void multiply_edge_tile(const float* a, const Element* b, int64_t depth, float* c,
                                                  int64_t c_stride, const Epilogue& epilogue, int64_t rows,
                                                  int64_t columns) {
  alignas(64) float tile[kTileRows * kTileColumns] = {};
  alignas(64) float bias[kTileColumns] = {};
  Epilogue inside = epilogue;
  if (epilogue.bias != nullptr) {
    for (int64_t j = 0; j < columns; ++j) bias[j] = epilogue.bias[j];
    inside.bias = bias;
  }
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j)
      tile[i * kTileColumns + j] = epilogue.accumulate ? c[i * c_stride + j] : 0;
  }
  multiply_tile<kTileRows>(a, b, depth, tile, kTileColumns, inside);
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j) c[i * c_stride + j] = tile[i * kTileColumns + j];
  }
}

// The block of c at (row, column) with the panels in place.
template <class Element>
void multiply_block(const Product& task, const Panels<Element>& panels, Range rows, Range columns,
                    int64_t depth, const Epilogue& epilogue) {
  for (int64_t j = columns.first; j < columns.last; j += kTileColumns) {
    const Element* b = panels.b + (j - columns.first) * depth;
    Epilogue tile = epilogue;
    if (epilogue.bias != nullptr) tile.bias = epilogue.bias + j;
    for (int64_t i = rows.first; i < rows.last; i += kTileRows) {
      const float* a = panels.a + (i - rows.first) * depth;
      float* c = task.c + i * task.c_stride + j;
      const int64_t height = smaller(kTileRows, rows.last - i),
                    width = smaller(kTileColumns, columns.last - j);
      if (width < kTileColumns) {
        multiply_edge_tile(a, b, depth, c, task.c_stride, tile, height, width);
      } else if (height < kTileRows) {
        multiply_last_rows(a, b, depth, c, task.c_stride, tile, height);
      } else {
        multiply_tile<kTileRows>(a, b, depth, c, task.c_stride, tile);
      }
    }
  }
}

// Where the panels of column j and depth k begin in a b that is packed whole: block of depth by block.
ATTEND_INLINE int64_t panel_offset(int64_t j, int64_t all_columns, int64_t k, int64_t depth) {
  const int64_t padded = (all_columns + kTileColumns - 1) / kTileColumns * kTileColumns;
  return k * padded + j * depth;
}

void pack_right(const RightPacking& task, Range columns) {
  const MatrixView& b = task.b;
  for (int64_t k = 0; k < task.depth; k += kDepth) {
    const int64_t depth = smaller(kDepth, task.depth - k);
    pack<kTileColumns>(b.data + k * b.row_stride + columns.first * b.column_stride, b.column_stride,
                       b.row_stride, columns.last - columns.first, depth,
                       task.packed + panel_offset(columns.first, task.columns, k, depth));
  }
}

// `packed` null: a block of b is copied when it is met.
template <class Element>
void multiply_panels(const Product& task, const Element* packed, Range rows, Range columns, float* scratch) {
  float *a_scratch = scratch, *b_scratch = scratch + kBlockRows * kDepth;
  const MatrixView &a = task.a, &b = task.b;
  for (int64_t j = columns.first; j < columns.last; j += kBlockColumns) {
    const Range block_columns = {j, smaller(columns.last, j + kBlockColumns)};
    for (int64_t k = 0; k < task.depth; k += kDepth) {
      const int64_t depth = smaller(kDepth, task.depth - k);
      const bool first = k == 0, last = k + depth == task.depth;
      const Epilogue epilogue = {first ? task.bias : nullptr, task.accumulate || !first, task.relu && last};
      Panels<Element> panels = {
          a_scratch, packed == nullptr ? nullptr : packed + panel_offset(j, task.columns, k, depth)};
      if constexpr (__is_same(Element, float)) {
        if (packed == nullptr) {
          pack<kTileColumns>(b.data + k * b.row_stride + j * b.column_stride, b.column_stride, b.row_stride,
                             block_columns.last - j, depth, b_scratch);
          panels.b = b_scratch;
        }
      }
      for (int64_t i = rows.first; i < rows.last; i += kBlockRows) {
        const Range block_rows = {i, smaller(rows.last, i + kBlockRows)};
        pack<kTileRows>(a.data + i * a.row_stride + k * a.column_stride, a.row_stride, a.column_stride,
                        block_rows.last - i, depth, a_scratch);
        multiply_block(task, panels, block_rows, block_columns, depth, epilogue);
      }
    }
  }
}

void product(const Product& task, Range rows, Range columns, float* scratch) {
  if (task.packed_bf16_b == nullptr) {
    multiply_panels(task, task.packed_b, rows, columns, scratch);
  } else {
    multiply_panels(task, task.packed_bf16_b, rows, columns, scratch);
  }
}
