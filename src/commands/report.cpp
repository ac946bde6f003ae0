#include <torch/version.h>

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/report_contents.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/tasks/config.h"

namespace attend {
namespace {

struct ReportOptions {
  std::filesystem::path run;
  std::filesystem::path output;
  std::shared_ptr<CommonOptions> common;
};

// The run's own configuration. Its files are not looked for: a report needs none of them.
TaskConfig config_of(const std::filesystem::path& run) {
  const auto file = run / "config.json";
  if (!is_run_config(file)) {
    const bool is_there = std::filesystem::exists(file);
    throw UsageError({.operation = "reporting on a run",
                      .where = run.string(),
                      .found = is_there ? "another config.json than a run's there" : "no config.json there",
                      .expected = "a run folder that `attend train` made (of several seeds, one: seed-N)"});
  }
  return read_run_config(file);
}

std::string to_text(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

// What the log says of the machine and the model, and what made this report.
std::vector<std::pair<std::string, std::string>> environment_of(const RunLog& log) {
  std::vector<std::pair<std::string, std::string>> environment;
  for (const auto* key : {"parameters", "device", "threads", "data"})
    if (log.start.contains(key)) environment.emplace_back(key, to_text(log.start[key]));
  environment.emplace_back("LibTorch of this report", TORCH_VERSION);
  return environment;
}

int report_run(const ReportOptions& options) {
  const auto device = apply(*options.common);
  const auto config = config_of(options.run);

  RunReport report;
  report.name = std::filesystem::canonical(options.run).filename().string();
  report.config = write(config_schema(), config);
  report.defaults = write(config_schema(), defaults_of(config));
  report.log = read_run_log(options.run / "log.jsonl");
  report.environment = environment_of(report.log);
  const auto model = is_trained_run(options.run) ? options.run / "best" : std::filesystem::path();
  std::visit([&](const auto& task) { describe(task, model, device, report); }, config);

  const auto output = options.output.empty() ? options.run / "report.html" : options.output;
  write_file(output, to_html(report));
  log_info("wrote " + output.string());
  return 0;
}

}  // namespace

void add_report_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ReportOptions>();
  auto* command = app.add_subcommand("report", "Make one HTML page of a run");
  command->add_option("run", options->run, "Run folder")->required();
  command->add_option("--output", options->output, "Default: report.html in the run folder");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return report_run(*options); }; });
}

}  // namespace attend
