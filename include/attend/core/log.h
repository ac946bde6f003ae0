#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace attend {

/// A line for people, in the program's log. Code that includes LibTorch logs through these and never includes
/// spdlog or fmt: the torch wheel puts an fmt of its own before the one that spdlog was built with.
void log_info(std::string_view text);
void log_warning(std::string_view text);

/// From now on lines of `level` ("info", "warning", "error") and above go to `write`, one call a line without
/// its end. Before, they go to standard error.
void set_log(const std::string& level, std::function<void(std::string_view line)> write);

}  // namespace attend
