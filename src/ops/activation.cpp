#include "attend/ops/activation.h"

#include <ATen/ATen.h>

#include "attend/core/error.h"

namespace attend::ops {

std::vector<std::pair<Activation, std::string_view>> enum_names(Activation) {
  return {{Activation::relu, "relu"}, {Activation::gelu, "gelu"}, {Activation::silu, "silu"}};
}

at::Tensor activate(const at::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::relu:
      return at::relu(x);
    case Activation::gelu:
      return at::gelu(x);
    case Activation::silu:
      return at::silu(x);
  }
  throw Error({.operation = "ops::activate",
               .where = "activation",
               .found = std::to_string(static_cast<int>(activation)),
               .expected = "relu, gelu or silu",
               .hint = ""});
}

}  // namespace attend::ops
