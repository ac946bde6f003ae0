#include "attend/commands/run_paths.h"

#include "attend/core/error.h"

namespace attend {

namespace fs = std::filesystem;

fs::path find_model_folder(const fs::path& run) {
  // Training moves the link: whoever reads file after file through it could meet two checkpoints.
  if (fs::exists(run / "best" / "config.json")) return fs::canonical(run / "best");
  if (fs::exists(run / "config.json") && !fs::exists(run / "checkpoints")) return run;
  std::string found = "a folder without config.json";
  if (!fs::exists(run))
    found = "no such folder";
  else if (!fs::is_directory(run))
    found = "a file";
  else if (fs::exists(run / "checkpoints"))
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

bool is_standard_stream(const fs::path& path) { return path.empty() || path == "-"; }

}  // namespace attend
