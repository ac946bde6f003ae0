#include "attend/ops/shape.h"

#include <string>

#include "attend/core/error.h"

namespace attend::ops {
namespace {

std::string found_shape(const at::Tensor& tensor) {
  if (!tensor.defined()) return "no tensor";
  std::string text = "[";
  for (const auto size : tensor.sizes()) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

std::string written(const Extent& extent) {
  return std::string(extent.name) + (extent.size < 0 ? "" : "=" + std::to_string(extent.size));
}

[[noreturn]] void fail(std::string_view operation, std::string_view argument, std::string found,
                       std::string expected) {
  throw Error({.operation = "ops::" + std::string(operation),
               .where = std::string(argument),
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = ""});
}

bool matches(const Extent& extent, int64_t size) { return extent.size < 0 || extent.size == size; }

}  // namespace

void check_shape(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                 std::initializer_list<Extent> expected) {
  bool ok = tensor.defined() && tensor.dim() == static_cast<int64_t>(expected.size());
  for (int64_t d = 0; ok && d < tensor.dim(); ++d) ok = matches(expected.begin()[d], tensor.size(d));
  if (ok) return;
  std::string text = "[";
  for (const auto& extent : expected) text += (text.size() > 1 ? ", " : "") + written(extent);
  fail(operation, argument, found_shape(tensor), text + "]");
}

void check_last_extent(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                       const Extent& expected) {
  if (tensor.defined() && tensor.dim() > 0 && matches(expected, tensor.size(-1))) return;
  fail(operation, argument, found_shape(tensor), "[..., " + written(expected) + "]");
}

void check_same_shape(std::string_view operation, std::string_view argument, const at::Tensor& tensor,
                      const at::Tensor& like) {
  if (tensor.defined() && like.defined() && tensor.sizes() == like.sizes()) return;
  fail(operation, argument, found_shape(tensor), found_shape(like));
}

void check_int64(std::string_view operation, std::string_view argument, const at::Tensor& tensor) {
  if (!tensor.defined()) fail(operation, argument, "no tensor", "int64 numbers");
  if (tensor.scalar_type() == at::kLong) return;
  fail(operation, argument, std::string("numbers of type ") + c10::toString(tensor.scalar_type()),
       "int64 numbers");
}

void check_dropout(std::string_view operation, double p) {
  if (p >= 0.0 && p < 1.0) return;
  fail(operation, "p", std::to_string(p), "a probability, 0 <= p < 1");
}

}  // namespace attend::ops
