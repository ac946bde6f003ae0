#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attend/config/schema.h"
#include "attend/core/hash.h"
#include "attend/data/data_parts.h"
#include "attend/data/token_cache.h"

namespace attend {

/// The files of one part of the data (training, validation), read one after the other.
struct ExampleFiles {
  std::vector<std::filesystem::path> files = {};
  int64_t skip = 0;   ///< leave out the first so many examples
  int64_t limit = 0;  ///< read only so many examples; 0 reads all

  /// Whether example number `index` of all files, from 0, is to be used.
  bool uses(int64_t index) const { return index >= skip && (limit == 0 || index < skip + limit); }
  bool is_past_end(int64_t index) const { return limit != 0 && index >= skip + limit; }
};

/// What the section "data" of every task has that BERT is fine-tuned on.
struct ExampleDataOptions {
  std::filesystem::path
      dir;  ///< what relative names of data files are relative to; empty: the config's folder
  std::filesystem::path cache;  ///< where encoded data is kept; empty: the user's cache folder
  ExampleFiles train;
  std::optional<ExampleFiles> validation;
  int64_t max_length = 128;  ///< ids of an example, `[CLS]` and `[SEP]` counted
};

Schema<ExampleFiles> example_files_schema(std::string doc);

/// The fields of ExampleDataOptions, for the options of a task to add its own.
template <std::derived_from<ExampleDataOptions> T>
Schema<T> example_data_schema(std::string doc, std::string max_length_doc) {
  using Options = ExampleDataOptions;
  return Schema<T>(std::move(doc))
      .field(
          "dir", &Options::dir,
          "What relative names of data files are relative to. By default the configuration's folder; itself "
          "relative to that, or to the current folder where --set gives it.")
      .field("cache", &Options::cache, "Where encoded data is kept. By default the user's cache folder.")
      .section("train", &Options::train, example_files_schema("The examples to train on."))
      .section("validation", &Options::validation,
               example_files_schema("The examples to choose the best checkpoint by."))
      .field("max_length", &Options::max_length, std::move(max_length_doc), at_least(4));
}

/// Completes relative paths: `dir` and `cache` as Problems::resolve does, those of data files from `dir`.
/// `problems` is scoped to the section.
void resolve_paths(ExampleDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems);

/// Adds to a key of the token cache what is read: names, contents, which examples.
void add_to(Hasher& hasher, const ExampleFiles& files, const TokenCache& cache);

/// Throws Error where nothing came of `files`; `what` is one of what they hold ("sentence").
void require_examples(const TokenStore& store, const ExampleFiles& files, const std::string& what);

/// Adds a problem for every file of the parts `needed` that is not there. `problems` is scoped to the
/// section.
void check_files(const ExampleDataOptions& options, DataParts needed, Problems& problems);

}  // namespace attend
