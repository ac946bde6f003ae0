#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace attend {

/// What the parsed command line asks for; returns the exit code.
using Action = std::function<int()>;

/// Each adds one subcommand to `app`; parsing it sets `action`. Nothing is done before the whole line was
/// understood.
void add_train_command(CLI::App& app, Action& action);
void add_evaluate_command(CLI::App& app, Action& action);
void add_decode_command(CLI::App& app, Action& action);
void add_predict_command(CLI::App& app, Action& action);
void add_score_command(CLI::App& app, Action& action);
void add_tokenizer_command(CLI::App& app, Action& action);
void add_inspect_command(CLI::App& app, Action& action);
void add_config_command(CLI::App& app, Action& action);
void add_average_command(CLI::App& app, Action& action);
void add_bench_command(CLI::App& app, Action& action);
void add_report_command(CLI::App& app, Action& action);
void add_verify_command(CLI::App& app, Action& action);

}  // namespace attend
