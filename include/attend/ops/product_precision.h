#pragma once

namespace attend::ops {

/// What products of fp32 tensors on the CPU round their operands to, on the way into the registers. Operands
/// in memory, sums and results are fp32 always.
enum class ProductPrecision { fp32, bf16 };

/// That of this thread: fp32 where no scope says otherwise.
ProductPrecision product_precision();

/// Sets that of this thread while it lives. A function with a gradient computes it in the precision of its
/// forward pass.
class ProductPrecisionScope {
 public:
  explicit ProductPrecisionScope(ProductPrecision precision);
  ~ProductPrecisionScope();
  ProductPrecisionScope(const ProductPrecisionScope&) = delete;
  ProductPrecisionScope& operator=(const ProductPrecisionScope&) = delete;

 private:
  ProductPrecision before_;
};

}  // namespace attend::ops
