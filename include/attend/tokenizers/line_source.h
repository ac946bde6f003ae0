#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace attend {

/// Puts the next line, without its end, into the argument; false after the last one.
using LineSource = std::function<bool(std::string&)>;

/// Lines that are in memory; they must outlive the source.
LineSource lines_of(std::span<const std::string> lines);

/// The same for lines that the source keeps.
LineSource kept_lines(std::vector<std::string> lines);

/// All lines of `first`, then all of `second`.
LineSource concatenate(LineSource first, LineSource second);

/// At most `count` lines of `source`, in their order. Where it has more, each has the same chance to be among
/// them, and the same source gives the same sample (reservoir sampling: Vitter 1985, algorithm R).
std::vector<std::string> sample_lines(const LineSource& source, size_t count);

}  // namespace attend
