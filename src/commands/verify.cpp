#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/standard_streams.h"
#include "attend/core/temporary_folder.h"
#include "attend/tasks/verification.h"

namespace attend {
namespace {

struct VerifyOptions {
  std::filesystem::path run;
  std::vector<std::string> overrides;
  std::shared_ptr<CommonOptions> common;
};

// A run that trains meanwhile removes its old checkpoints; that is no damage, whatever failed for it.
void refuse_replaced(const std::filesystem::path& model) {
  if (std::filesystem::exists(model / "config.json")) return;
  throw Error({.operation = "verifying a run",
               .where = model.string(),
               .found = "no longer there: a process that trains in this folder has replaced it",
               .expected = "the checkpoint that best led to",
               .hint = "wait for the training to end, or raise checkpoints.keep"});
}

int verify_run(const VerifyOptions& options) {
  const auto device = apply(*options.common);
  const auto file = options.run / "config.json";
  if (!std::filesystem::exists(options.run / "best"))
    throw UsageError({.operation = "verifying a run",
                      .where = options.run.string(),
                      .found = "no run folder",
                      .expected = "the folder of a run that has a checkpoint"});
  const auto config = load_config(file, options.overrides);
  const TemporaryFolder scratch("verify");
  bool kept = true;
  const auto tell = [&](const Promise& promise) {
    write_standard_output((promise.kept ? "kept    " : "BROKEN  ") + promise.text + "\n        " +
                          promise.found + "\n");
    kept = kept && promise.kept;
  };
  const auto model = find_model_folder(options.run);
  try {
    verify(config, model, scratch.path(), device, tell);
  } catch (...) {
    refuse_replaced(model);
    throw;
  }
  return kept ? 0 : 1;
}

}  // namespace

void add_verify_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<VerifyOptions>();
  auto* command = app.add_subcommand("verify", "Try out on a run and its data what attend promises");
  command->add_option("run", options->run, "Run folder")->required();
  add_set_option(*command, options->overrides);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return verify_run(*options); }; });
}

}  // namespace attend
