#pragma once

#include <string_view>

#include "attend/training/observer.h"

namespace attend {

/// The reason as logs name it: "duration_reached".
std::string_view name(EndReason reason);

}  // namespace attend
