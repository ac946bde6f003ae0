#include "quantised_product.h"

#include <cmath>

#include "product_blocks.h"
#include <ATen/ATen.h>

#include "attend/core/error.h"

namespace attend::ops {
namespace {

constexpr int64_t most_inputs = int64_t{1} << 17;

int64_t rounded_up(int64_t size, int64_t unit) { return (size + unit - 1) / unit * unit; }

// Row `j` of a weight, as bytes with its scale, into column j of the panels.
void quantise_output(const at::Tensor& weight, int64_t j, QuantisedWeight& result) {
  const int64_t tile = kernels().tile_columns, depth = rounded_up(result.inputs, 2);
  const float* row = weight.const_data_ptr<float>() + j * result.inputs;
  float largest = 0;
  for (int64_t k = 0; k < result.inputs; ++k) largest = std::max(largest, std::abs(row[k]));
  result.scales.mutable_data_ptr<float>()[j] = largest / 127;
  const float factor = largest > 1e-30F ? 127 / largest : 0;  // else its reciprocal may be infinite
  int8_t* panel = result.panels.mutable_data_ptr<int8_t>() + j / tile * tile * depth + j % tile * 2;
  for (int64_t k = 0; k < result.inputs; ++k)
    panel[k / 2 * tile * 2 + k % 2] = static_cast<int8_t>(std::lrint(row[k] * factor));
}

struct QuantisedRows {
  at::Tensor rows, scales;
};

QuantisedRows quantise_inputs(const at::Tensor& x, int64_t depth) {
  const auto rows = x.stride(1) == 1 ? x : x.contiguous();
  QuantisedRows result{at::empty({x.size(0), depth}, x.options().dtype(at::kShort)),
                       at::empty({x.size(0)}, x.options())};
  const RowQuantisation task{.x = rows.const_data_ptr<float>(),
                             .x_stride = rows.stride(0),
                             .size = rows.size(1),
                             .padded_size = depth,
                             .out = result.rows.mutable_data_ptr<int16_t>(),
                             .scales = result.scales.mutable_data_ptr<float>()};
  for_each_range(x.size(0), kElementGrain / depth + 1,
                 [&](Range range) { kernels().quantise_rows(task, range); });
  return result;
}

}  // namespace

QuantisedWeight quantise(const at::Tensor& weight) {
  QuantisedWeight result{{}, {}, weight.size(0), weight.size(1)};
  if (result.inputs > most_inputs) {
    throw Error({.operation = "quantising a weight",
                 .found = std::to_string(result.inputs) + " inputs",
                 .expected = "at most " + std::to_string(most_inputs)});
  }
  if (!at::isfinite(weight).all().item<bool>()) {
    throw Error({.operation = "quantising a weight",
                 .found = "numbers that are not finite",
                 .expected = "a weight that can be multiplied with"});
  }
  const auto columns = rounded_up(result.outputs, kernels().tile_columns);
  result.panels = at::zeros({columns * rounded_up(result.inputs, 2)}, weight.options().dtype(at::kChar));
  result.scales = at::zeros({columns}, weight.options());
  const auto rows = weight.contiguous();
  for_each_range(result.outputs, kElementGrain / result.inputs + 1, [&](Range range) {
    for (int64_t j = range.first; j < range.last; ++j) quantise_output(rows, j, result);
  });
  return result;
}

void quantised_product_into(at::Tensor& out, const at::Tensor& x, const QuantisedWeight& weight,
                            const ProductFinish& finish) {
  const int64_t depth = rounded_up(weight.inputs, 2);
  const auto inputs = quantise_inputs(x, depth);
  const auto bias = finish.bias.defined() ? finish.bias.contiguous() : finish.bias;
  const QuantisedProduct task{.a = inputs.rows.const_data_ptr<int16_t>(),
                              .a_scales = inputs.scales.const_data_ptr<float>(),
                              .b = weight.panels.const_data_ptr<int8_t>(),
                              .b_scales = weight.scales.const_data_ptr<float>(),
                              .c = out.mutable_data_ptr<float>(),
                              .c_stride = out.stride(0),
                              .depth = depth,
                              .columns = weight.outputs,
                              .bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr,
                              .relu = finish.relu};
  for_each_block({x.size(0), weight.outputs, depth},
                 [&](Range rows, Range columns) { kernels().quantised_product(task, rows, columns); });
}

}  // namespace attend::ops
