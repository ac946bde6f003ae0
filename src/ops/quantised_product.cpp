#include "quantised_product.h"

#include "product_blocks.h"
#include <ATen/ATen.h>

#include "attend/core/error.h"

namespace attend::ops {
namespace {

constexpr int64_t most_inputs = int64_t{1} << 17;

int64_t whole_units(int64_t size, int64_t unit) { return (size + unit - 1) / unit; }

int64_t words_of(int64_t inputs) { return whole_units(inputs, kernels().quantised_steps); }

struct QuantisedRows {
  at::Tensor words, scales;
};

QuantisedRows quantise_inputs(const at::Tensor& x) {
  const auto inputs = x.stride(1) == 1 ? x : x.contiguous();
  QuantisedRows result{at::empty({x.size(0), words_of(x.size(1))}, x.options().dtype(at::kInt)),
                       at::empty({x.size(0)}, x.options())};
  const RowQuantisation task{.x = inputs.const_data_ptr<float>(),
                             .x_stride = inputs.stride(0),
                             .size = inputs.size(1),
                             .out = result.words.mutable_data_ptr(),
                             .scales = result.scales.mutable_data_ptr<float>()};
  for_each_range(x.size(0), kElementGrain / x.size(1) + 1,
                 [&](Range range) { kernels().quantise_rows(task, range); });
  return result;
}

}  // namespace

QuantisedWeight quantise(const at::Tensor& weight) {
  QuantisedWeight result{{}, {}, {}, weight.size(0), weight.size(1)};
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
  const auto& best = kernels();
  const auto columns = whole_units(result.outputs, best.tile_columns) * best.tile_columns;
  const auto steps = words_of(result.inputs) * best.quantised_steps;
  result.panels = at::zeros({columns * steps}, weight.options().dtype(at::kChar));
  result.scales = at::zeros({columns}, weight.options());
  result.starts = at::zeros({columns}, weight.options().dtype(at::kInt));
  const auto rows = weight.contiguous();
  const ColumnQuantisation task{.b = rows.const_data_ptr<float>(),
                                .depth = result.inputs,
                                .panels = result.panels.mutable_data_ptr<int8_t>(),
                                .scales = result.scales.mutable_data_ptr<float>(),
                                .starts = result.starts.mutable_data_ptr<int32_t>()};
  for_each_range(result.outputs, kElementGrain / result.inputs + 1,
                 [&](Range range) { best.quantise_columns(task, range); });
  return result;
}

void quantised_product_into(at::Tensor& out, const at::Tensor& x, const QuantisedWeight& weight,
                            const ProductFinish& finish) {
  const auto inputs = quantise_inputs(x);
  const auto bias = finish.bias.defined() ? finish.bias.contiguous() : finish.bias;
  const QuantisedProduct task{.a = inputs.words.const_data_ptr(),
                              .a_scales = inputs.scales.const_data_ptr<float>(),
                              .b = weight.panels.const_data_ptr<int8_t>(),
                              .b_scales = weight.scales.const_data_ptr<float>(),
                              .b_starts = weight.starts.const_data_ptr<int32_t>(),
                              .c = out.mutable_data_ptr<float>(),
                              .c_stride = out.stride(0),
                              .words = words_of(weight.inputs),
                              .columns = weight.outputs,
                              .bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr,
                              .relu = finish.relu};
  for_each_block({x.size(0), weight.outputs, weight.inputs},
                 [&](Range rows, Range columns) { kernels().quantised_product(task, rows, columns); });
}

}  // namespace attend::ops
