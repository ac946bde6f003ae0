#pragma once

#include <initializer_list>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace attend::ops {

/// One dimension of an expected shape: its name in the documentation, and its size where that is known.
struct Extent {
  std::string_view name;
  int64_t size = -1;  ///< -1: any
};

/// Throws Error unless `tensor` has exactly the dimensions `expected`. The message reads, for instance,
/// "ops::linear: bias: found [5], expected [O=4]".
void check_shape(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                 std::initializer_list<Extent> expected);

/// Throws Error unless `tensor` has at least one dimension and its last one is as `expected`: shapes [...,
/// D].
void check_last_extent(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                       const Extent& expected);

/// Throws Error unless the two shapes are equal.
void check_same_shape(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                      const at::Tensor& like);

/// Throws Error unless `tensor` holds int64 numbers, as ids and lengths do.
void check_int64(std::string_view operation, std::string_view argument, const at::Tensor& tensor);

/// Throws Error unless 0 <= p < 1.
void check_dropout(std::string_view operation, double p);

}  // namespace attend::ops
