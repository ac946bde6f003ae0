#include "attend/ops/packed_weight.h"

#include "autograd.h"
#include "linear_shapes.h"
#include "parallel.h"
#include "product.h"
#include "quantised_product.h"
#include <ATen/ATen.h>

#include "attend/core/error.h"
#include "attend/ops/linear.h"

namespace attend::ops {

class PackedWeight::Copy {
 public:
  virtual ~Copy() = default;
  /// out [M, O] = x [M, I] W^T, finished.
  virtual void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const = 0;
};

namespace {

// In the layout of our products, in fp32 or bf16.
class Panels final : public PackedWeight::Copy {
 public:
  Panels(const at::Tensor& weight, at::ScalarType type) : panels_(pack_right(weight.t()).to(type)) {}
  void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const override {
    packed_product_into(out, x, panels_, finish);
  }

 private:
  at::Tensor panels_;
};

class Quantised final : public PackedWeight::Copy {
 public:
  explicit Quantised(const at::Tensor& weight) : weight_(quantise(weight)) {}
  void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const override {
    quantised_product_into(out, x, weight_, finish);
  }

 private:
  QuantisedWeight weight_;
};

// For LibTorch's products.
class Bf16Matrix final : public PackedWeight::Copy {
 public:
  explicit Bf16Matrix(const at::Tensor& weight) : weight_(weight.to(at::kBFloat16)) {}
  void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const override {
    out.copy_(at::mm(x.to(at::kBFloat16), weight_.t()));
    if (finish.bias.defined()) out.add_(finish.bias);
    if (finish.relu) out.relu_();
  }

 private:
  at::Tensor weight_;
};

std::shared_ptr<const PackedWeight::Copy> copy_of(const at::Tensor& weight, WeightPrecision precision) {
  if (weight.numel() == 0) return nullptr;
  const bool own = has_kernels(weight);
  switch (precision) {
    case WeightPrecision::fp32:
      return own ? std::make_shared<Panels>(weight, at::kFloat) : nullptr;
    case WeightPrecision::bf16:
      if (own) return std::make_shared<Panels>(weight, at::kBFloat16);
      return std::make_shared<Bf16Matrix>(weight);
    case WeightPrecision::int8:
      break;
  }
  if (own) return std::make_shared<Quantised>(weight);
  throw Error({.operation = "preparing weights in int8",
               .found = std::string("weights in ") + at::toString(weight.scalar_type()) + " on " +
                        weight.device().str(),
               .expected = "fp32 on the CPU",
               .hint = "--precision bf16 works elsewhere too"});
}

at::Tensor multiply(const at::Tensor& x, const PackedWeight& weight, const ProductFinish& finish) {
  check_linear(x, weight.weight(), finish.bias);
  auto y = at::empty(output_shape(x, weight.weight().size(0)), x.options());
  auto rows = rows_of(y);
  weight.copy()->multiply(rows, rows_of(x), finish);
  return y;
}

}  // namespace

PackedWeight::PackedWeight(const at::Tensor& weight, WeightPrecision precision)
    : weight_(weight.detach()), copy_(copy_of(weight_, precision)) {}

at::Tensor linear(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias) {
  if (weight.copy() == nullptr) return linear(x, weight.weight(), bias);
  return multiply(x, weight, {.bias = bias});
}

at::Tensor linear_activation(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias,
                             Activation activation) {
  if (weight.copy() == nullptr || activation != Activation::relu)
    return activate(linear(x, weight, bias), activation);
  return multiply(x, weight, {.bias = bias, .relu = true});
}

}  // namespace attend::ops
