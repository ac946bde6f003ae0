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

// In the layout of our products, in fp32 or bf16.
class PackedWeight::Panels final : public Copy {
 public:
  Panels(const at::Tensor& weight, at::ScalarType type) : panels_(pack_right(weight.t()).to(type)) {}
  void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const override {
    packed_product_into(out, x, panels_, finish);
  }

 private:
  at::Tensor panels_;
};

class PackedWeight::Quantised final : public Copy {
 public:
  explicit Quantised(const at::Tensor& weight) : weight_(quantise(weight)) {}
  void multiply(at::Tensor& out, const at::Tensor& x, const ProductFinish& finish) const override {
    quantised_product_into(out, x, weight_, finish);
  }

 private:
  QuantisedWeight weight_;
};

// For LibTorch's products.
class PackedWeight::Bf16Matrix final : public Copy {
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

std::shared_ptr<const PackedWeight::Copy> PackedWeight::copy_of(const at::Tensor& weight,
                                                                WeightPrecision precision) {
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

PackedWeight::PackedWeight(const at::Tensor& weight, WeightPrecision precision)
    : weight_(weight.detach()), copy_(copy_of(weight_, precision)) {}

at::Tensor PackedWeight::multiply(const at::Tensor& x, const at::Tensor& bias, bool relu) const {
  // A copy for our own products is for nothing else.
  if (!copy_ || has_kernels(x) != has_kernels(weight_))
    return relu ? linear_activation(x, weight_, bias, Activation::relu) : linear(x, weight_, bias);
  check_linear(x, weight_, bias);
  auto y = at::empty(output_shape(x, weight_.size(0)), x.options());
  auto rows = rows_of(y);
  copy_->multiply(rows, rows_of(x), {.bias = bias, .relu = relu});
  return y;
}

at::Tensor linear(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias) {
  return weight.multiply(x, bias, /*relu=*/false);
}

at::Tensor linear_activation(const at::Tensor& x, const PackedWeight& weight, const at::Tensor& bias,
                             Activation activation) {
  const bool relu = activation == Activation::relu;
  const auto y = weight.multiply(x, bias, relu);
  return relu ? y : activate(y, activation);
}

}  // namespace attend::ops
