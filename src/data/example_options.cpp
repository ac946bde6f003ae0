#include "attend/data/example_options.h"

#include "attend/core/error.h"
#include "attend/core/system_error.h"

namespace attend {
namespace {

void resolve(ExampleFiles& files, const std::filesystem::path& folder) {
  for (auto& path : files.files) path = folder / path;
}

void check_part(const char* part, const ExampleFiles& files, Problems& problems) {
  const Problems::Scope scope(problems, part);
  for (const auto& path : files.files) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) continue;
    problems.add("files", describe_path(path), "a file",
                 "relative names are relative to data.dir, by default the configuration's folder");
  }
}

}  // namespace

Schema<ExampleFiles> example_files_schema(std::string doc) {
  return Schema<ExampleFiles>(std::move(doc))
      .field("files", &ExampleFiles::files, "Plain or gzip-compressed; read one after the other.",
             non_empty())
      .field("skip", &ExampleFiles::skip, "Leave out the first so many examples.", non_negative())
      .field("limit", &ExampleFiles::limit, "Use only so many examples, after those left out; 0 uses all.",
             non_negative());
}

void resolve_paths(ExampleDataOptions& options, const std::filesystem::path& config_folder,
                   const Problems& problems) {
  options.dir = problems.resolve("dir", options.dir, config_folder);
  if (!options.cache.empty()) options.cache = problems.resolve("cache", options.cache, config_folder);
  resolve(options.train, options.dir);
  if (options.validation) resolve(*options.validation, options.dir);
}

void add_to(Hasher& hasher, const ExampleFiles& files, const TokenCache& cache) {
  hasher.add(files.files.size());
  // The name too: what is kept of an example says where it stands.
  for (const auto& path : files.files) hasher.add(path.string()).add(cache.file_hash(path));
  hasher.add(static_cast<uint64_t>(files.skip)).add(static_cast<uint64_t>(files.limit));
}

void check_files(const ExampleDataOptions& options, DataParts needed, Problems& problems) {
  if (needed == DataParts::all) check_part("train", options.train, problems);
  if (options.validation) check_part("validation", *options.validation, problems);
}

void require_examples(const TokenStore& store, const ExampleFiles& files, const std::string& what) {
  if (store.size() > 0) return;
  throw Error({.operation = "preparing the " + what + "s",
               .where = files.files.front().string(),
               .found = "no " + what,
               .expected = "at least one",
               .hint = "check the files, skip and limit"});
}

}  // namespace attend
