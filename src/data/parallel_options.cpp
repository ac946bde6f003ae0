#include "attend/data/parallel_options.h"

#include <algorithm>

#include "attend/core/system_error.h"

namespace attend {

Schema<ParallelDataOptions> parallel_data_schema() {
  using Options = ParallelDataOptions;
  return Schema<Options>("The sentence pairs to learn from.")
      .field(
          "dir", &Options::dir,
          "What relative names of data files are relative to. By default the configuration's folder; itself "
          "relative to that, or to the current folder where --set gives it.")
      .field("cache", &Options::cache, "Where encoded data is kept. By default the user's cache folder.")
      .section("train", &Options::train, parallel_files_schema("The pairs to train on."))
      .section("validation", &Options::validation,
               parallel_files_schema("The pairs to choose the best checkpoint by."))
      .field("max_length", &Options::max_length,
             "Longest sentence in tokens, on either side, the end symbol counted.", at_least(2))
      .field("over_long", &Options::over_long,
             "What happens to a training pair with a longer side. cut also takes the end symbol, as the "
             "lectures do.")
      .field("max_length_ratio", &Options::max_length_ratio,
             "Training pairs whose longer side has more than so many times the tokens of the shorter are "
             "dropped; 0 keeps all.",
             non_negative())
      .field("empty", &Options::empty, "What happens to a training pair with an empty side.");
}

void resolve_paths(ParallelDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems) {
  options.dir = problems.resolve("dir", options.dir, config_folder);
  if (!options.cache.empty()) options.cache = problems.resolve("cache", options.cache, config_folder);
  resolve_paths(options.train, options.dir);
  if (options.validation) resolve_paths(*options.validation, options.dir);
}

namespace {

bool is_missing(const std::filesystem::path& file) {
  std::error_code ignored;
  return !std::filesystem::exists(file, ignored);
}

struct NamedPart {
  const char* key;
  const ParallelFiles& files;
};

std::vector<NamedPart> parts(const ParallelDataOptions& options, DataParts needed) {
  std::vector<NamedPart> parts;
  if (needed == DataParts::all) parts.push_back({"train", options.train});
  if (options.validation) parts.push_back({"validation", *options.validation});
  return parts;
}

// Whether a folder that is not there is what files are missing for.
bool lacks_folder(const std::filesystem::path& folder, const std::vector<NamedPart>& parts) {
  std::error_code ignored;
  if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return false;
  return std::ranges::any_of(
      parts, [](const auto& part) { return std::ranges::any_of(part.files.paths(), is_missing); });
}

}  // namespace

void check_files(const ParallelDataOptions& options, DataParts needed, Problems& problems) {
  const auto used = parts(options, needed);
  if (lacks_folder(options.dir, used)) {
    problems.add(
        "dir", describe_path(options.dir), "the folder of the data files",
        "a relative data.dir is relative to the configuration's folder, one of --set to the current folder");
    return;
  }
  for (const auto& part : used) {
    const Problems::Scope scope(problems, part.key);
    check_files(part.files, problems);
  }
}

}  // namespace attend
