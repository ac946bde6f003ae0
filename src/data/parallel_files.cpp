#include "attend/data/parallel_files.h"

#include <string>

#include "attend/core/system_error.h"

namespace attend {

namespace {

using Paths = std::vector<std::filesystem::path>;

void check_named(const ParallelFiles& files, Problems& problems) {
  const bool two_lists = !files.source.empty() || !files.target.empty();
  if (two_lists && !files.tsv.empty()) {
    problems.add("tsv", "both tsv and source or target", "one way of naming the pairs");
  } else if (!two_lists && files.tsv.empty()) {
    problems.add("", "no files", "source and target, or tsv");
  } else if (files.source.size() != files.target.size()) {
    problems.add("",
                 std::to_string(files.source.size()) + " source and " + std::to_string(files.target.size()) +
                     " target files",
                 "as many of one as of the other: they are paired in order");
  }
}

void check_columns(const ParallelFiles& files, Problems& problems) {
  if (files.source_column == files.target_column) {
    problems.add("target_column", std::to_string(files.target_column) + ", the source's column too",
                 "another column");
  }
}

void resolve(Paths& paths, const std::filesystem::path& folder) {
  for (auto& path : paths) path = folder / path;
}

void check_list(const char* key, const Paths& paths, Problems& problems) {
  for (const auto& path : paths) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) continue;
    problems.add(key, describe_path(path), "a file",
                 "relative names are relative to data.dir, by default the configuration's folder");
  }
}

}  // namespace

Paths ParallelFiles::paths() const {
  Paths all = source;
  all.insert(all.end(), target.begin(), target.end());
  all.insert(all.end(), tsv.begin(), tsv.end());
  return all;
}

Schema<ParallelFiles> parallel_files_schema(std::string doc) {
  return Schema<ParallelFiles>(std::move(doc))
      .field("source", &ParallelFiles::source,
             "Text files in the source language, a sentence per line, plain or gzip-compressed.")
      .field("target", &ParallelFiles::target, "Their translations: as many files with as many lines.")
      .field("tsv", &ParallelFiles::tsv,
             "Instead of source and target: files with both in tab-separated columns.")
      .field("source_column", &ParallelFiles::source_column, "The source's column in tsv files, from 1.",
             at_least(1))
      .field("target_column", &ParallelFiles::target_column, "The target's column in tsv files, from 1.",
             at_least(1))
      .field("short_lines", &ParallelFiles::short_lines,
             "What happens to a line of a tsv file with too few columns.")
      .field("skip", &ParallelFiles::skip, "Leave out the first so many pairs.", non_negative())
      .field("limit", &ParallelFiles::limit, "Use only so many pairs, after those left out; 0 uses all.",
             non_negative())
      .check({"source", "target", "tsv"}, check_named)
      .check({"source_column", "target_column"}, check_columns);
}

void resolve_paths(ParallelFiles& files, const std::filesystem::path& folder) {
  resolve(files.source, folder);
  resolve(files.target, folder);
  resolve(files.tsv, folder);
}

void check_files(const ParallelFiles& files, Problems& problems) {
  check_list("source", files.source, problems);
  check_list("target", files.target, problems);
  check_list("tsv", files.tsv, problems);
}

}  // namespace attend
