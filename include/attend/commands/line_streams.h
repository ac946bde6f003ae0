#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace attend {

/// Gives the next lines to work on; false after the last.
using NextLines = std::function<bool(std::vector<std::string>&)>;

/// The lines of `file`, plain or gzip-compressed, `window` at a time; of standard input where it is empty or
/// "-": then fewer where no more are waiting.
NextLines read_windows_of(const std::filesystem::path& file, size_t window);

/// Takes text to write.
using Sink = std::function<void(const std::string& text)>;

/// Calls `work` with what writes to `file`, which is there, whole, afterwards; or to standard output, at
/// once, where it is empty or "-".
void write_to(const std::filesystem::path& file, const std::function<void(const Sink&)>& work);

}  // namespace attend
