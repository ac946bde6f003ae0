#pragma once

#include <string>
#include <vector>

#include "attend/config/load.h"

namespace attend {

/// The overrides in `arguments`, as parse_override reads them; those without "=" become `problems`.
std::vector<Override> parse_overrides(const std::vector<std::string>& arguments,
                                      std::vector<Problem>& problems);

}  // namespace attend
