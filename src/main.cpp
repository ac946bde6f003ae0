#include <filesystem>
#include <iostream>
#include <new>

#include <CLI/CLI.hpp>
#include <c10/util/Exception.h>

#include "attend/commands/command.h"
#include "attend/core/error.h"
#include "attend/core/printable.h"
#include "attend/core/standard_streams.h"
#include "attend/core/strings.h"
#include "attend/core/system_error.h"

namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

int report(const std::string& message, int exit_code) {
  std::cerr << "attend: " << attend::printable(message) << std::endl;
  return exit_code;
}

// The first word that names no subcommand where one has to be named; CLI11 would only say that it was not
// expected.
void refuse_unknown_subcommand(const CLI::App& app, int argc, const char* const* argv) {
  const CLI::App* at = &app;
  for (int i = 1; i < argc && at->get_require_subcommand_min() > 0; ++i) {
    const std::string word = argv[i];
    if (word.starts_with('-')) return;
    std::vector<std::string> names;
    const CLI::App* named = nullptr;
    for (const CLI::App* subcommand : at->get_subcommands(/*filter=*/{})) {
      names.push_back(subcommand->get_name());
      if (subcommand->check_name(word)) named = subcommand;
    }
    if (named == nullptr) {
      const auto meant = attend::nearest(word, names);
      throw attend::UsageError({.operation = "reading the command line",
                                .where = at->get_display_name(),
                                .found = "the command \"" + word + "\"",
                                .expected = "one of " + attend::join(names, ", "),
                                .hint = meant ? "did you mean \"" + *meant + "\"?" : ""});
    }
    at = named;
  }
}

// An empty value is the mark of a shell variable that was not set.
void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() == 0) continue;
    option->check(
        [](const std::string& value) { return value.empty() ? "expected a value, found none" : ""; });
  }
  for (CLI::App* subcommand : app.get_subcommands(/*filter=*/{})) refuse_empty_values(*subcommand);
}

// Where every exception ends.
int run(const CLI::App& app, const attend::Action& action) {
  try {
    return action();
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) != 0) return wrong_usage;
    return std::cout.flush()
               ? 0
               : report("writing the help: standard output\n  found: it is closed or full", failed);
  } catch (const attend::Error& error) {
    return report(error.what(), error.exit_code());
  } catch (const std::bad_alloc&) {
    return report("out of memory\n  hint: a smaller model, training.batch_tokens or --batch-size needs less",
                  failed);
  } catch (const c10::Error& error) {
    return report(std::string("LibTorch: ") + error.what_without_backtrace(), failed);
  } catch (const std::filesystem::filesystem_error& error) {
    const auto code = error.code().value();
    return report(attend::system_error("looking at a file", error.path1(), code).what(), failed);
  } catch (const std::exception& error) {
    return report(error.what(), failed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  attend::reserve_standard_streams();
  CLI::App app("Trains translation models and BERT, scores them and uses them.", "attend");
  app.set_version_flag("--version", ATTEND_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Complete configurations to begin with are in configs/, documentation in docs/: of the source, and of\n"
      "share/doc/attend where attend is installed.\n"
      "`attend COMMAND --help` tells more of a command.");
  app.failure_message([](const CLI::App* /*app*/, const CLI::Error& error) {
    return "attend: " + std::string(error.what()) + "\n  hint: --help lists what there is\n";
  });
  attend::Action action;
  attend::add_train_command(app, action);
  attend::add_evaluate_command(app, action);
  attend::add_decode_command(app, action);
  attend::add_predict_command(app, action);
  attend::add_score_command(app, action);
  attend::add_tokenizer_command(app, action);
  attend::add_average_command(app, action);
  attend::add_inspect_command(app, action);
  attend::add_bench_command(app, action);
  attend::add_report_command(app, action);
  attend::add_verify_command(app, action);
  attend::add_config_command(app, action);
  refuse_empty_values(app);
  return run(app, [&] {
    refuse_unknown_subcommand(app, argc, argv);
    app.parse(argc, argv);
    return action();
  });
}
