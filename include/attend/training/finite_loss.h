#pragma once

#include "attend/core/error.h"

namespace attend {

/// Throws Error, with what `parts` says of where and why, for a loss that is no finite number.
void require_finite_loss(double loss, ErrorParts parts);

}  // namespace attend
