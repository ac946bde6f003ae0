#include "attend/tasks/config.h"

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/config/json_schema.h"
#include "attend/config/reference.h"
#include "attend/core/standard_streams.h"

namespace attend {
namespace {

const std::string reference_title =
    "# Configuration\n\nEvery key of a configuration file, for each task. A file is JSON, in which comments "
    "(`//` "
    "and `/* */`) may stand. A duration is a number and its unit, `updates`, `epochs` or `tokens`: \"10 "
    "epochs\", "
    "\"50k tokens\". This page is the output of `attend config reference`.\n\n";

struct ConfigOptions {
  std::filesystem::path file;
  std::string task = "translation";
  std::vector<std::string> overrides;
  std::shared_ptr<CommonOptions> common;
};

// The text that a subcommand prints.
using Text = std::string (*)(const ConfigOptions&);

std::string resolved(const ConfigOptions& options) {
  return write(config_schema(), load_config(options.file, options.overrides)).dump(2);
}

std::string verdict(const ConfigOptions& options) {
  load_config(options.file, options.overrides);
  return options.file.string() + ": no mistakes";
}

std::string schema_of_files(const ConfigOptions&) {
  return json_schema(config_schema(), "A configuration of attend").dump(2);
}

std::string default_values(const ConfigOptions& options) {
  // What has no default is missing, which is no mistake here.
  const auto loaded = load(config_schema(), Json({{"task", options.task}}).dump(), "--task");
  return write(config_schema(), loaded.value).dump(2);
}

std::string reference_page(const ConfigOptions&) { return reference_title + reference(config_schema()); }

std::shared_ptr<ConfigOptions> add_printing(CLI::App& sub, Text text, Action& action) {
  auto options = std::make_shared<ConfigOptions>();
  options->common = add_common_options(sub);
  sub.callback([options, text, &action] {
    action = [options, text] {
      apply(*options->common);
      write_standard_output(text(*options) + "\n");
      return 0;
    };
  });
  return options;
}

void add_file_printing(CLI::App& sub, Text text, Action& action) {
  const auto options = add_printing(sub, text, action);
  sub.add_option("config", options->file, "Configuration file")->required();
  add_set_option(sub, options->overrides);
}

}  // namespace

void add_config_command(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("config", "Show, check and document configurations");
  command->require_subcommand(1);
  add_file_printing(*command->add_subcommand("show", "The resolved configuration, every key with its value"),
                    resolved, action);
  add_file_printing(*command->add_subcommand("check", "Every mistake of a configuration, in one report"),
                    verdict, action);
  add_printing(*command->add_subcommand("schema", "JSON Schema 2020-12, with which editors complete keys"),
               schema_of_files, action);
  auto* defaults = command->add_subcommand("defaults", "A configuration with every default value");
  const auto options = add_printing(*defaults, default_values, action);
  defaults->add_option("task,--task", options->task, "Whose configuration")
      ->capture_default_str()
      ->check(CLI::IsMember(task_names()));
  add_printing(*command->add_subcommand("reference", "docs/configuration.md"), reference_page, action);
}

}  // namespace attend
