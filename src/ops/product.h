#pragma once

#include <ATen/core/Tensor.h>

#include "attend/ops/product_precision.h"

namespace attend::ops {

/// What happens to a product on its way to memory.
struct ProductFinish {
  at::Tensor bias;          ///< [N], added to each row; may be undefined
  bool relu = false;        ///< max(., 0)
  bool accumulate = false;  ///< added to what `out` holds
  ProductPrecision precision = product_precision();
};

/// A thread's memory for copies of operands, Kernels::scratch_floats numbers, kept for its next product.
float* product_scratch();

/// out [M, N] = a [M, K] b [K, N]: `out` contiguous, a and b of any strides. In fp32 on the CPU each element
/// is one chain of fused additions in the order of K, in bf16 of pairs, so a row depends neither on M nor on
/// the number of threads.
void product_into(at::Tensor& out, const at::Tensor& a, const at::Tensor& b,
                  const ProductFinish& finish = {});

/// b [K, N], fp32 on the CPU, in the layout that products read; the result is good for this process only.
at::Tensor pack_right(const at::Tensor& b);

/// product_into with a `b` from pack_right, as it is or rounded to bfloat16: the same numbers as with that b,
/// without the copy that every product makes.
void packed_product_into(at::Tensor& out, const at::Tensor& a, const at::Tensor& packed_b,
                         const ProductFinish& finish = {});

/// product_into a new tensor.
at::Tensor product(const at::Tensor& a, const at::Tensor& b, const ProductFinish& finish = {});

}  // namespace attend::ops
