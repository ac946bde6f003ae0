#include "attend/tasks/config.h"

#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/config/json_schema.h"
#include "attend/config/reference.h"
#include "attend/core/standard_streams.h"

namespace attend {
namespace {

const std::string reference_title =
    "# Configuration\n\nEvery key of a configuration file. This page is the output of `attend config "
    "reference`.\n\n";

struct ConfigOptions {
  std::filesystem::path file;
  std::vector<std::string> overrides;
  std::shared_ptr<CommonOptions> common;
};

void add_file_options(CLI::App& command, ConfigOptions& options) {
  command.add_option("config", options.file, "Configuration file")->required();
  command.add_option("--set", options.overrides, "Change a key: a.b=VALUE")
      ->take_all()
      ->allow_extra_args(false);
}

int show(const ConfigOptions& options) {
  apply(*options.common);
  write_standard_output(write(config_schema(), load_config(options.file, options.overrides)).dump(2) + "\n");
  return 0;
}

int check(const ConfigOptions& options) {
  apply(*options.common);
  load_config(options.file, options.overrides);
  write_standard_output(options.file.string() + ": no mistakes\n");
  return 0;
}

}  // namespace

void add_config_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ConfigOptions>();
  auto* command = app.add_subcommand("config", "Show, check and document configurations");
  command->require_subcommand(1);

  auto* show_command =
      command->add_subcommand("show", "The resolved configuration, every key with its value");
  add_file_options(*show_command, *options);
  options->common = add_common_options(*show_command);
  show_command->callback([options, &action] { action = [options] { return show(*options); }; });

  auto* check_command = command->add_subcommand("check", "Every mistake of a configuration, in one report");
  add_file_options(*check_command, *options);
  check_command->callback([options, &action] { action = [options] { return check(*options); }; });

  const auto print = [&](const char* name, const char* doc, std::function<std::string()> text) {
    command->add_subcommand(name, doc)->callback([&action, text = std::move(text)] {
      action = [text] {
        write_standard_output(text() + "\n");
        return 0;
      };
    });
  };
  print("schema", "JSON Schema 2020-12, with which editors complete keys",
        [] { return json_schema(config_schema(), "A configuration of attend").dump(2); });
  print("defaults", "A configuration with every default value",
        [] { return write(config_schema(), TaskConfig()).dump(2); });
  print("reference", "docs/configuration.md", [] { return reference_title + reference(config_schema()); });
}

}  // namespace attend
