#include <iostream>
#include <new>

#include <CLI/CLI.hpp>
#include <c10/util/Exception.h>

#include "attend/commands/command.h"
#include "attend/core/error.h"
#include "attend/core/standard_streams.h"

namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;

int report(const std::string& message, int exit_code) {
  std::cerr << "attend: " << message << std::endl;
  return exit_code;
}

// The only place that catches: what goes wrong below is an exception.
int run(const attend::Action& action) {
  try {
    return action();
  } catch (const attend::Error& error) {
    return report(error.what(), error.exit_code());
  } catch (const std::bad_alloc&) {
    return report("out of memory\n  hint: a smaller training.batch_tokens or --batch-size needs less",
                  failed);
  } catch (const c10::Error& error) {
    return report(std::string("LibTorch: ") + error.what_without_backtrace(), failed);
  } catch (const std::exception& error) {
    return report(error.what(), failed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  attend::reserve_standard_streams();
  CLI::App app("Trains translation models, scores them and translates with them. docs/ has the recipes.",
               "attend");
  app.set_version_flag("--version", ATTEND_VERSION);
  app.require_subcommand(1);
  attend::Action action;
  attend::add_train_command(app, action);
  attend::add_evaluate_command(app, action);
  attend::add_decode_command(app, action);
  attend::add_score_command(app, action);
  attend::add_tokenizer_command(app, action);
  attend::add_average_command(app, action);
  attend::add_inspect_command(app, action);
  attend::add_bench_command(app, action);
  attend::add_report_command(app, action);
  attend::add_verify_command(app, action);
  attend::add_config_command(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_usage;
  }
  return run(action);
}
