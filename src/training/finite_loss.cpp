#include "attend/training/finite_loss.h"

#include <cmath>
#include <string>
#include <utility>

namespace attend {

void require_finite_loss(double loss, ErrorParts parts) {
  if (std::isfinite(loss)) return;
  // The sign of what is no number says nothing, and differs from machine to machine.
  parts.found = "a loss of " + (std::isnan(loss) ? "nan" : std::to_string(loss));
  parts.expected = "a finite number";
  throw Error(std::move(parts));
}

}  // namespace attend
