#pragma once

// Matrix products as in Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication":
// blocks of both operands are copied into panels that a register tile walks through. Every element of the
// result is one chain of fused additions over the depth, whatever the shape, so a row does not depend on how
// many rows there are.

#include "panels.inl"

constexpr int64_t kTileColumns = 2 * kLanes;
// A panel of b, of 8 to 32 KB, is in the first-level cache, or on its way there.
constexpr int64_t kDepth = 256;
constexpr int64_t kBlockRows =
    144 / kTileRows * kTileRows;         // a block of a, 144 KB, in the second-level cache
constexpr int64_t kBlockColumns = 1024;  // a block of b, 1 MB, in the third-level cache

// Copies of a block of each operand: in a thread's scratch memory, or packed before.
template <class Format>
struct Panels {
  const typename Format::Left* a;   // [kBlockRows * kDepth]
  const typename Format::Right* b;  // [kBlockColumns * kDepth]
};
constexpr int64_t kScratchFloats = (kBlockRows + kBlockColumns) * kDepth;

// How a tile leaves the registers.
struct Epilogue {
  const float* bias;  // of the tile's first column; null: none
  bool accumulate;
  bool relu;
};

// The first `lanes` of a row's vector on their way to c.
ATTEND_INLINE void finish(Floats value, float* c, const float* bias, const Epilogue& epilogue,
                          int64_t lanes) {
  if (epilogue.accumulate) value += load_first(c, lanes);
  if (bias != nullptr) value += load_first(bias, lanes);
  if (epilogue.relu) value = (Floats)((Ints)value & (value > 0));
  store_first(c, value, lanes);
}

// The first kRows rows of an a panel * the first kVectors vectors of each row of a b panel
template <class Format, int64_t kRows, int64_t kVectors>
ATTEND_INLINE void add_products(const typename Format::Left* a, const typename Format::Right* b,
                                int64_t words, Floats (&sum)[kRows][kVectors]) {
  for (int64_t k = 0; k < words; ++k) {
    decltype(load(b)) row[kVectors];
    for (int64_t j = 0; j < kVectors; ++j) row[j] = load(b + k * kTileColumns + j * kLanes);
#pragma GCC unroll 16
    for (int64_t i = 0; i < kRows; ++i) {
      const auto factor = a[k * kTileRows + i];
      for (int64_t j = 0; j < kVectors; ++j) sum[i][j] = Format::multiply_add(factor, row[j], sum[i][j]);
    }
  }
}

// The first `rows` rows of a tile on their way to c; the last vector of each has `lanes` lanes.
template <int64_t kRows, int64_t kVectors>
ATTEND_INLINE void finish_tile(const Floats (&sum)[kRows][kVectors], float* c, int64_t c_stride,
                               const Epilogue& epilogue, int64_t rows, int64_t lanes) {
#pragma GCC unroll 16
  for (int64_t i = 0; i < kRows; ++i) {
    if (i == rows) return;
    for (int64_t j = 0; j < kVectors; ++j) {
      const float* bias = epilogue.bias == nullptr ? nullptr : epilogue.bias + j * kLanes;
      finish(sum[i][j], c + i * c_stride + j * kLanes, bias, epilogue, j + 1 < kVectors ? kLanes : lanes);
    }
  }
}

// c [kRows, kTileColumns] (+)= the first kRows rows of an a panel * b panel
template <class Format, int64_t kRows>
ATTEND_INLINE void multiply_tile(const typename Format::Left* a, const typename Format::Right* b,
                                 int64_t words, float* c, int64_t c_stride, const Epilogue& epilogue) {
  // c is far away: it comes closer while the sums are made.
  for (int64_t i = 0; i < kRows; ++i) {
    __builtin_prefetch(c + i * c_stride, 1);
    __builtin_prefetch(c + i * c_stride + kLanes, 1);
  }
  Floats sum[kRows][2] = {};
  add_products<Format>(a, b, words, sum);
  finish_tile(sum, c, c_stride, epilogue, kRows, kLanes);
}

// A tile of the last rows, fewer than kTileRows: what decoding a few sentences consists of.
template <class Format, int64_t kRows = kTileRows - 1>
ATTEND_INLINE void multiply_last_rows(const typename Format::Left* a, const typename Format::Right* b,
                                      int64_t words, float* c, int64_t c_stride, const Epilogue& epilogue,
                                      int64_t rows) {
  if (rows == kRows) {
    multiply_tile<Format, kRows>(a, b, words, c, c_stride, epilogue);
  } else if constexpr (kRows > 1) {
    multiply_last_rows<Format, kRows - 1>(a, b, words, c, c_stride, epilogue, rows);
  }
}

// A tile of the last columns, the last of its kVectors vectors with `lanes` of them, and of `rows` rows.
template <class Format, int64_t kVectors>
__attribute__((noinline)) void multiply_edge_tile(const typename Format::Left* a,
                                                  const typename Format::Right* b, int64_t words, float* c,
                                                  int64_t c_stride, const Epilogue& epilogue, int64_t rows,
                                                  int64_t lanes) {
  Floats sum[kTileRows][kVectors] = {};
  add_products<Format>(a, b, words, sum);
  finish_tile(sum, c, c_stride, epilogue, rows, lanes);
}

// Rows of a that are copied after this block. They are far away: lines of them come closer at each tile.
class NextRows {
 public:
  // `rows` of them, `depth` numbers each; none where a row's numbers are apart.
  NextRows(const float* first, const MatrixView& a, int64_t rows, int64_t depth)
      : line_(first),
        row_stride_(a.row_stride),
        lines_a_row_((depth + kLine - 1) / kLine),
        lines_left_(a.column_stride == 1 ? rows * lines_a_row_ : 0) {}

  void spread_over(int64_t tiles) { share_ = (lines_left_ + tiles - 1) / tiles; }

  ATTEND_INLINE void fetch_share() {
    const int64_t count = smaller(share_, lines_left_);
    for (int64_t i = 0; i < count; ++i) {
      __builtin_prefetch(line_, 0, 2);  // to the second level
      line_ += kLine;
      if (++in_row_ < lines_a_row_) continue;
      in_row_ = 0;
      line_ += row_stride_ - lines_a_row_ * kLine;
    }
    lines_left_ -= count;
  }

 private:
  static constexpr int64_t kLine = 16;  // numbers
  const float* line_;
  int64_t row_stride_, lines_a_row_, lines_left_, share_ = 0, in_row_ = 0;
};

ATTEND_INLINE int64_t tiles_in(Range rows, Range columns) {
  return ((rows.last - rows.first + kTileRows - 1) / kTileRows) *
         ((columns.last - columns.first + kTileColumns - 1) / kTileColumns);
}

// What a block of c is made of besides the panels.
struct Block {
  Range rows, columns;
  int64_t words;
  Epilogue epilogue;
};

// A block of c with the panels in place. Not inlined: the tiles get all registers.
template <class Format>
__attribute__((noinline)) void multiply_block(const Product& task, const Panels<Format>& panels,
                                              const Block& block, NextRows next) {
  const auto [rows, columns, words, epilogue] = block;
  next.spread_over(tiles_in(rows, columns));
  for (int64_t j = columns.first; j < columns.last; j += kTileColumns) {
    const auto* b = panels.b + (j - columns.first) * words;
    Epilogue tile = epilogue;
    if (epilogue.bias != nullptr) tile.bias = epilogue.bias + j;
    for (int64_t i = rows.first; i < rows.last; i += kTileRows) {
      const auto* a = panels.a + (i - rows.first) * words;
      float* c = task.c + i * task.c_stride + j;
      const int64_t height = smaller(kTileRows, rows.last - i),
                    width = smaller(kTileColumns, columns.last - j);
      next.fetch_share();
      if (width <= kLanes) {
        multiply_edge_tile<Format, 1>(a, b, words, c, task.c_stride, tile, height, width);
      } else if (width < kTileColumns) {
        multiply_edge_tile<Format, 2>(a, b, words, c, task.c_stride, tile, height, width - kLanes);
      } else if (height < kTileRows) {
        multiply_last_rows<Format>(a, b, words, c, task.c_stride, tile, height);
      } else {
        multiply_tile<Format, kTileRows>(a, b, words, c, task.c_stride, tile);
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
    pack<Fp32, kTileColumns>(b.data + k * b.row_stride + columns.first * b.column_stride, b.column_stride,
                             b.row_stride, columns.last - columns.first, depth,
                             task.packed + panel_offset(columns.first, task.columns, k, depth));
  }
}

// `packed` null: a block of b is copied when it is met.
template <class Format>
void multiply_panels(const Product& task, const typename Format::Right* packed, Range rows, Range columns,
                     float* scratch) {
  auto* a_scratch = reinterpret_cast<typename Format::Left*>(scratch);
  const MatrixView &a = task.a, &b = task.b;
  for (int64_t j = columns.first; j < columns.last; j += kBlockColumns) {
    const Range block_columns = {j, smaller(columns.last, j + kBlockColumns)};
    for (int64_t k = 0; k < task.depth; k += kDepth) {
      const int64_t depth = smaller(kDepth, task.depth - k);
      const int64_t words = (depth + Format::kSteps - 1) / Format::kSteps;
      const bool first = k == 0, last = k + depth == task.depth;
      const Epilogue epilogue = {first ? task.bias : nullptr, task.accumulate || !first, task.relu && last};
      Panels<Format> panels = {
          a_scratch, packed == nullptr ? nullptr : packed + panel_offset(j, task.columns, k, depth)};
      if constexpr (sizeof(typename Format::Right) == sizeof(float)) {
        if (packed == nullptr) {
          auto* b_scratch = reinterpret_cast<typename Format::Right*>(scratch + kBlockRows * kDepth);
          pack<Format, kTileColumns>(b.data + k * b.row_stride + j * b.column_stride, b.column_stride,
                                     b.row_stride, block_columns.last - j, depth, b_scratch);
          panels.b = b_scratch;
        }
      }
      const float* left = a.data + k * a.column_stride;
      for (int64_t i = rows.first; i < rows.last; i += kBlockRows) {
        const int64_t end = smaller(rows.last, i + kBlockRows),
                      next_end = smaller(rows.last, end + kBlockRows);
        pack<Format, kTileRows>(left + i * a.row_stride, a.row_stride, a.column_stride, end - i, depth,
                                a_scratch);
        multiply_block<Format>(task, panels, {{i, end}, block_columns, words, epilogue},
                               {left + end * a.row_stride, a, next_end - end, depth});
      }
    }
  }
}

void product(const Product& task, Range rows, Range columns, float* scratch) {
  if (task.packed_bf16_b != nullptr) {
    multiply_panels<Fp32WithBf16Right>(task, task.packed_bf16_b, rows, columns, scratch);
  } else if (task.precision == ProductPrecision::bf16) {
    multiply_panels<Bf16>(task, nullptr, rows, columns, scratch);
  } else {
    multiply_panels<Fp32>(task, task.packed_b, rows, columns, scratch);
  }
}
