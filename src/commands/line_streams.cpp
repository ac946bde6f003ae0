#include "attend/commands/line_streams.h"

#include <memory>

#include <unistd.h>

#include "attend/commands/run_paths.h"
#include "attend/core/file.h"
#include "attend/core/standard_streams.h"
#include "attend/data/line_reader.h"
#include "attend/data/line_windows.h"

namespace attend {
namespace {

NextLines lines_of_file(const std::filesystem::path& path, size_t window) {
  return [reader = std::make_shared<LineReader>(path), window](std::vector<std::string>& lines) {
    lines.clear();
    while (lines.size() < window) {
      const auto line = reader->next();
      if (!line) break;
      lines.emplace_back(*line);
    }
    return !lines.empty();
  };
}

NextLines lines_of_standard_input(size_t window) {
  return [reader = std::make_shared<LineWindows>(STDIN_FILENO, "standard input", window)](
             std::vector<std::string>& lines) { return reader->next(lines); };
}

}  // namespace

NextLines read_windows_of(const std::filesystem::path& file, size_t window) {
  return is_standard_stream(file) ? lines_of_standard_input(window) : lines_of_file(file, window);
}

void write_to(const std::filesystem::path& file, const std::function<void(const Sink&)>& work) {
  if (is_standard_stream(file)) {
    work(write_standard_output);
    return;
  }
  AtomicFile output(file);
  work([&](const std::string& text) { output.write(text); });
  output.commit();
}

}  // namespace attend
