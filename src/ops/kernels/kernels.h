#pragma once

#include <cstdint>

#include "attend/ops/product_precision.h"

namespace attend::ops {

/// How a dropout mask is made; see dropout_mask.h.
struct MaskSource {
  uint64_t key = 0;
  uint32_t threshold = 0;  ///< of 65536; 0: nothing is dropped
  float scale = 1.0F;
};

/// A row-major fp32 matrix or its transpose: element (i, j) is at data[i * row_stride + j * column_stride].
struct MatrixView {
  const float* data;
  int64_t row_stride;
  int64_t column_stride;
};

/// c [rows, columns] = a [rows, depth] b [depth, columns] (+ bias), or c += a b.
struct Product {
  MatrixView a, b;
  float* c;
  int64_t c_stride;
  int64_t depth;
  const float* bias = nullptr;                          ///< [columns]
  bool accumulate = false;                              ///< adds to c
  bool relu = false;                                    ///< max(., 0) of the result
  ProductPrecision precision = ProductPrecision::fp32;  ///< of a b that is not packed
  const float* packed_b = nullptr;                      ///< b as pack_right left it; null: `b` is read
  const uint16_t* packed_bf16_b = nullptr;              ///< the same rounded to bfloat16
  int64_t columns = 0;                                  ///< of the whole b where it is packed
};

/// b [depth, columns] copied into the panels that products read: depth * (columns rounded up to tile_columns)
/// floats.
struct RightPacking {
  MatrixView b;
  int64_t depth, columns;
  float* packed;
};

/// Rows [first, last) or columns.
struct Range {
  int64_t first, last;
};

/// c [rows, columns] = a [rows, depth] b [depth, columns] (+ bias) of integers from -127 to 127, times the
/// scale of a's row and that of b's column. Words hold quantised_steps successive steps of the depth, which
/// is at most 2^17, so that a sum fits its 32 bits.
struct QuantisedProduct {
  const void* a;            ///< [rows, words] words of 32 bits, as quantise_rows left them
  const float* a_scales;    ///< [rows]
  const int8_t* b;          ///< as quantise_columns left it, like the two that follow
  const float* b_scales;    ///< [columns rounded up to tile_columns]
  const int32_t* b_starts;  ///< [columns rounded up to tile_columns]
  float* c;
  int64_t c_stride, words, columns;
  const float* bias = nullptr;  ///< [columns]
  bool relu = false;            ///< max(., 0) of the result
};

/// x = out * scale for rows of x: the largest element of a row becomes 127, the others are rounded.
struct RowQuantisation {
  const float* x;  ///< [rows, size], rows x_stride apart
  int64_t x_stride, size;
  void* out;      ///< [rows, size / quantised_steps rounded up] words of 32 bits
  float* scales;  ///< [rows]
};

/// The same for columns of b, into the panels that products read.
struct ColumnQuantisation {
  const float* b;  ///< [columns, depth]: a column's numbers lie one after another
  int64_t depth;
  int8_t* panels;   ///< [columns / tile_columns, words, tile_columns, quantised_steps], zeros before
  float* scales;    ///< [columns]
  int32_t* starts;  ///< [columns]: what the sums of products begin with
};

/// Layer normalisation of x + mask * y, row by row.
struct AddNormForward {
  const float *x, *y, *weight, *bias;  ///< [rows, size] twice, [size] twice
  float *out, *normalised, *rstd;      ///< [rows, size] twice, [rows]; the last two null: not kept
  int64_t size;
  float eps;
  MaskSource mask;
};

struct AddNormBackward {
  const float *gradient, *normalised, *rstd, *weight;
  float *x_gradient, *y_gradient;  ///< y_gradient null: equal to x_gradient
  int64_t size;
  MaskSource mask;
};

/// Cross-entropy of rows of logits, which become their gradients.
struct SoftmaxLoss {
  float* logits;           ///< [rows, classes]
  const int64_t* targets;  ///< [rows]; negative: ignored
  int64_t classes;
  float smoothing;
  float* loss;  ///< [rows]: with smoothing
  float* nll;   ///< [rows]
  bool gradient;
};

/// Attention of one query per row over gathered keys and values.
struct GatheredAttention {
  const float* queries;  ///< [N, heads * head_size], rows query_stride apart
  int64_t query_stride;
  const float* keys_values;  ///< [R, 2 * heads * head_size]: a key, then its value
  const int64_t* rows;       ///< [N, positions]: what each query sees
  const int64_t* counts;     ///< [N]: how many of them; null: all
  float* out;                ///< [N, heads * head_size]
  int64_t positions, heads, head_size;
  float scale;
};

/// Scores q k^T of one head, [rows, stride], which become the weights of the keys or, once they are, whose
/// gradient is computed.
struct AttentionScores {
  float* scores;
  int64_t stride, rows;
  int64_t keys;           ///< columns that exist
  int64_t seen_by_first;  ///< keys that the first row sees; each row sees one more than the one before
  float scale;            ///< of the scores
};

/// The `count` largest log probabilities of rows of logits, falling; of equal ones the lower class first.
struct TopCandidates {
  const float* logits;  ///< [rows, classes]
  int64_t classes, count;
  float* values;  ///< [rows, count]
  int64_t* ids;   ///< [rows, count]
};

/// The kernels of one instruction set. Each works on one thread, on the part it is given, and is
/// deterministic.
struct Kernels {
  /// Factors (0 or scale) of elements first to first + count - 1.
  void (*mask_factors)(const MaskSource&, int64_t first, int64_t count, float* out);
  /// out = x + factor * y for elements of `range`; x may be null: 0.
  void (*masked_add)(const MaskSource&, const float* x, const float* y, Range range, float* out);
  void (*add_norm)(const AddNormForward&, Range rows);
  /// Adds the rows' part of the weight's and the bias's gradient to weight_gradient and bias_gradient [size].
  void (*add_norm_backward)(const AddNormBackward&, Range rows, float* weight_gradient, float* bias_gradient);
  /// `scratch`: scratch_floats numbers, 64-byte aligned.
  void (*product)(const Product&, Range rows, Range columns, float* scratch);
  /// `columns` begins at a multiple of tile_columns, and ends at one or at the last.
  void (*pack_right)(const RightPacking&, Range columns);
  /// `columns` as in pack_right, `rows` any.
  void (*quantised_product)(const QuantisedProduct&, Range rows, Range columns);
  void (*quantise_rows)(const RowQuantisation&, Range rows);
  void (*quantise_columns)(const ColumnQuantisation&, Range columns);
  void (*softmax_loss)(const SoftmaxLoss&, Range rows);
  /// `scores`: heads * positions floats of scratch memory.
  void (*gathered_attention)(const GatheredAttention&, Range queries, float* scores);
  /// scores = softmax(scale * scores) over what each row sees, 0 for the other keys.
  void (*attention_weights)(const AttentionScores&);
  /// `gradient` [rows, stride], of the weights in `scores`, becomes that of the scores they were made of.
  void (*attention_weights_backward)(const AttentionScores&, float* gradient);
  void (*top_candidates)(const TopCandidates&, Range rows);
  /// sums [columns] += the rows' sums of a row-major matrix.
  void (*column_sums)(const float* matrix, int64_t columns, Range rows, float* sums);
  /// Rows and columns that a product's tiles have; parts of it are best multiples of these.
  int64_t tile_rows, tile_columns;
  /// Steps of the depth that one instruction of a quantised product multiplies.
  int64_t quantised_steps;
  int64_t scratch_floats;
  const char* name;
};

extern const Kernels kPortableKernels;
#ifdef ATTEND_X86_KERNELS
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
extern const Kernels kAvx512DotKernels;  ///< with products of bfloat16 and of bytes
#endif

/// The fastest set that this processor runs.
const Kernels& kernels();
/// All sets that it runs, by number from 0, the slowest first; null beyond the last.
const Kernels* kernels_at(int number);

}  // namespace attend::ops
