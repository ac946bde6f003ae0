#pragma once

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// The sum over the rows of matrix [rows, columns] -> [columns]: for a bias's gradient. The same bits with
/// any number of threads.
at::Tensor column_sums(const at::Tensor& matrix);

}  // namespace attend::ops
