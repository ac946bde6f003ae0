#pragma once

#include <string>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// The paths ("training.optimizer.lr") of the keys at which two resolved configurations differ: the innermost
/// key, list entry or section that is not the same on both sides. Empty for equal ones.
std::vector<std::string> differences(const Json& first, const Json& second);

}  // namespace attend
