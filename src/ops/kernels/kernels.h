#pragma once

#include <cstdint>

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
  const float* bias = nullptr;  ///< [columns]
  bool accumulate = false;      ///< adds to c
  bool relu = false;            ///< max(., 0) of the result
};

/// Rows [first, last) or columns.
struct Range {
  int64_t first, last;
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
  void (*softmax_loss)(const SoftmaxLoss&, Range rows);
  /// sums [columns] += the rows' sums of a row-major matrix.
  void (*column_sums)(const float* matrix, int64_t columns, Range rows, float* sums);
  /// Rows and columns that a product's tiles have; parts of it are best multiples of these.
  int64_t tile_rows, tile_columns;
  int64_t scratch_floats;
  const char* name;
};

extern const Kernels kPortableKernels;
#ifdef ATTEND_X86_KERNELS
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

/// The fastest set that this processor runs.
const Kernels& kernels();

}  // namespace attend::ops
