#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/config/schema.h"

namespace attend {

/// What happens to a line of a tab-separated file that has fewer fields than the columns asked for.
enum class ShortLines { error, drop };
inline auto enum_names(ShortLines) {
  using Name = std::pair<ShortLines, std::string_view>;
  return std::array{Name{ShortLines::error, "error"}, Name{ShortLines::drop, "drop"}};
}

/// Where the sentence pairs of one part of the data (training, validation) are: in two lists of files that
/// are paired in order, line by line, or in tab-separated files.
struct ParallelFiles {
  std::vector<std::filesystem::path> source = {};
  std::vector<std::filesystem::path> target = {};
  std::vector<std::filesystem::path> tsv = {};  ///< instead of source and target
  int64_t source_column = 1;                    ///< of a tsv file, from 1
  int64_t target_column = 2;
  ShortLines short_lines = ShortLines::error;
  int64_t skip = 0;   ///< leave out the first so many pairs
  int64_t limit = 0;  ///< read only so many pairs; 0 reads all

  /// Every file named, source files first.
  std::vector<std::filesystem::path> paths() const;
};

/// The options as keys of a configuration's section that `doc` describes.
Schema<ParallelFiles> parallel_files_schema(std::string doc);

/// Relative paths become relative to `folder`.
void resolve_paths(ParallelFiles& files, const std::filesystem::path& folder);

/// Adds a problem for every file that is not there.
void check_files(const ParallelFiles& files, Problems& problems);

}  // namespace attend
