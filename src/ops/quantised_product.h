#pragma once

#include "product.h"

namespace attend::ops {

/// A weight [O, I] as bytes with a scale per row, in the layout that quantised products read; good for this
/// process only.
struct QuantisedWeight {
  at::Tensor panels;  ///< int8
  at::Tensor scales;  ///< fp32, [O] rounded up
  at::Tensor starts;  ///< int32, [O] rounded up: what the sums of products begin with
  int64_t outputs = 0, inputs = 0;
};

/// weight [O, I], fp32 on the CPU: each row is divided by a 127th of its largest element and rounded. Throws
/// Error where I is over 2^17, which sums of 32 bits do not hold, and for numbers that are not finite.
QuantisedWeight quantise(const at::Tensor& weight);

/// out [M, O] = x [M, I] W^T, out contiguous, with the rows of x quantised like those of the weight: a row
/// depends neither on M nor on the number of threads. A row of x that is not finite gives NaN. `finish` does
/// not accumulate.
void quantised_product_into(at::Tensor& out, const at::Tensor& x, const QuantisedWeight& weight,
                            const ProductFinish& finish);

}  // namespace attend::ops
