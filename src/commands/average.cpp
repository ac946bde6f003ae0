#include "attend/training/average.h"

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/core/log.h"
#include "attend/training/checkpoint_store.h"

namespace attend {
namespace {

struct AverageOptions {
  std::filesystem::path run;
  std::filesystem::path output;
  std::optional<int64_t> last;  // absent: all
  std::shared_ptr<CommonOptions> common;
};

int average(const AverageOptions& options) {
  apply(*options.common);
  const auto folders = last_checkpoints(options.run, options.last);
  const auto output = options.output.empty() ? options.run / "average" : options.output;
  average_checkpoints(folders, output);
  log_info("the mean of " + std::to_string(folders.size()) + " checkpoints is in " + output.string());
  return 0;
}

}  // namespace

void add_average_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<AverageOptions>();
  auto* command = app.add_subcommand("average", "The mean of a run's last checkpoints, as a model folder");
  command->add_option("run", options->run, "Run folder")->required();
  command->add_option("--last", options->last, "How many checkpoints; default: all that the run kept")
      ->check(CLI::Range(1, 10000));
  command->add_option("--output", options->output, "Folder to write; default: RUN/average");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return average(*options); }; });
}

}  // namespace attend
