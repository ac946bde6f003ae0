#include "attend/nn/shapes.h"

#include <string>

#include "attend/core/error.h"

namespace attend::nn {

void check_heads(int64_t d_model, int64_t heads) {
  if (heads > 0 && d_model % heads == 0) return;
  throw Error({.operation = "building an attention layer",
               .found = std::to_string(heads) + " heads for d_model " + std::to_string(d_model),
               .expected = "a number of heads that divides d_model"});
}

}  // namespace attend::nn
