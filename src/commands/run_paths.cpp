#include "attend/commands/run_paths.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/json.h"
#include "attend/io/checksums.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

// Training moves the link: whoever reads file after file through it could meet two checkpoints.
fs::path best_checkpoint(const fs::path& run) {
  const auto folder = fs::canonical(run / "best");
  if (fs::exists(folder / checksums_file)) return folder;
  throw Error({.operation = "looking for a model",
               .where = folder.string(),
               .found = "no " + std::string(checksums_file),
               .expected = "what every checkpoint has",
               .hint = "the checkpoint is damaged; name another one of the run instead"});
}

}  // namespace

// A run's configuration names its task, a model's its type.
bool is_run_config(const fs::path& file) {
  if (!fs::is_regular_file(file)) return false;
  const auto json = try_parse_json(read_file(file));
  return json && json->is_object() && json->contains("task") && !json->contains("model_type");
}

fs::path find_model_folder(const fs::path& run) {
  if (is_trained_run(run)) return best_checkpoint(run);
  const bool is_run =
      fs::exists(run / "checkpoints") || fs::exists(run / "log.jsonl") || is_run_config(run / "config.json");
  if (fs::exists(run / "config.json") && !is_run) return run;
  std::string found = "a folder without config.json";
  if (!fs::exists(run))
    found = "no such folder";
  else if (!fs::is_directory(run))
    found = "a file";
  else if (is_run)
    found = "a run without a whole checkpoint";
  else if (fs::exists(run / "seeds.json"))
    found = "the runs of several seeds";
  throw UsageError(
      {.operation = "looking for a model",
       .where = run.string(),
       .found = found,
       .expected =
           "a run folder that `attend train` made (of several seeds, one: seed-N), or a model folder"});
}

fs::path find_tokenizer_folder(const fs::path& folder) {
  if (fs::exists(folder / "best") || !fs::is_directory(folder)) return find_model_folder(folder);
  return folder;
}

bool is_trained_run(const fs::path& run) { return fs::exists(run / "best" / "config.json"); }

bool is_standard_stream(const fs::path& path) { return path.empty() || path == "-"; }

std::string name_of_input(const fs::path& path) {
  return is_standard_stream(path) ? "standard input" : path.string();
}

}  // namespace attend
