#include "product.h"

#include <cstdlib>
#include <memory>
#include <new>

#include "product_blocks.h"
#include <ATen/ATen.h>

namespace attend::ops {
namespace {

// The kernel copies operands in the order in which they lie in memory: one of the strides has to be 1.
at::Tensor with_unit_stride(const at::Tensor& matrix) {
  return matrix.stride(0) == 1 || matrix.stride(1) == 1 ? matrix : matrix.contiguous();
}

MatrixView view_of(const at::Tensor& matrix) {
  return {matrix.const_data_ptr<float>(), matrix.stride(0), matrix.stride(1)};
}

void multiply(const Product& task, int64_t m, int64_t n) {
  for_each_block({m, n, task.depth}, [&](Range rows, Range columns) {
    kernels().product(task, rows, columns, product_scratch());
  });
}

Product task_of(at::Tensor& out, const at::Tensor& left, const at::Tensor& bias,
                const ProductFinish& finish) {
  return {.a = view_of(left),
          .b = {},
          .c = out.mutable_data_ptr<float>(),
          .c_stride = out.stride(0),
          .depth = left.size(1),
          .bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr,
          .accumulate = finish.accumulate,
          .relu = finish.relu,
          .precision = finish.precision};
}

}  // namespace

float* product_scratch() {
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  thread_local const std::unique_ptr<float, Free> memory(static_cast<float*>(
      std::aligned_alloc(64, static_cast<size_t>(kernels().scratch_floats) * sizeof(float))));
  if (!memory) throw std::bad_alloc();
  return memory.get();
}

void product_into(at::Tensor& out, const at::Tensor& a, const at::Tensor& b, const ProductFinish& finish) {
  if (!has_kernels(a) || !has_kernels(b) || a.size(1) == 0) {
    auto result = finish.bias.defined() ? at::addmm(finish.bias, a, b) : at::mm(a, b);
    if (finish.accumulate) result = result + out;
    out.copy_(finish.relu ? result.relu_() : result);
    return;
  }
  const auto left = with_unit_stride(a), right = with_unit_stride(b);
  const auto bias = finish.bias.defined() ? finish.bias.contiguous() : finish.bias;
  auto task = task_of(out, left, bias, finish);
  task.b = view_of(right);
  multiply(task, left.size(0), right.size(1));
}

at::Tensor product(const at::Tensor& a, const at::Tensor& b, const ProductFinish& finish) {
  auto out = at::empty({a.size(0), b.size(1)}, a.options());
  product_into(out, a, b, finish);
  return out;
}

at::Tensor pack_right(const at::Tensor& b) {
  const auto right = with_unit_stride(b);
  const auto& best = kernels();
  const int64_t depth = b.size(0), columns = b.size(1), tile = best.tile_columns;
  auto packed = at::empty({(columns + tile - 1) / tile * tile * depth}, b.options());
  const RightPacking task{view_of(right), depth, columns, packed.mutable_data_ptr<float>()};
  const int64_t parts = at::get_num_threads();
  for_each_range(parts, 1, [&](Range range) {
    for (int64_t part = range.first; part < range.last; ++part)
      best.pack_right(task, part_of(columns, tile, parts, part));
  });
  return packed;
}

void packed_product_into(at::Tensor& out, const at::Tensor& a, const at::Tensor& packed_b,
                         const ProductFinish& finish) {
  const auto left = with_unit_stride(a);
  const auto bias = finish.bias.defined() ? finish.bias.contiguous() : finish.bias;
  auto task = task_of(out, left, bias, finish);
  if (packed_b.scalar_type() == at::kFloat) {
    task.packed_b = packed_b.const_data_ptr<float>();
  } else {
    task.packed_bf16_b = reinterpret_cast<const uint16_t*>(packed_b.const_data_ptr<at::BFloat16>());
  }
  task.columns = out.size(1);
  multiply(task, left.size(0), out.size(1));
}

}  // namespace attend::ops
