#include "attend/ops/product_precision.h"

#include <utility>

namespace attend::ops {
namespace {

thread_local ProductPrecision current = ProductPrecision::fp32;

}  // namespace

ProductPrecision product_precision() { return current; }

ProductPrecisionScope::ProductPrecisionScope(ProductPrecision precision)
    : before_(std::exchange(current, precision)) {}

ProductPrecisionScope::~ProductPrecisionScope() { current = before_; }

}  // namespace attend::ops
