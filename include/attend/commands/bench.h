#pragma once

#include <functional>
#include <string>

#include <torch/types.h>

#include "attend/commands/command.h"
#include "attend/core/json.h"
#include "attend/models/seq2seq.h"
#include "attend/training/options.h"

namespace attend {

/// Each adds what one kind of work takes as a subcommand of `attend bench`.
void add_bench_train(CLI::App& bench, Action& action);
void add_bench_decode(CLI::App& bench, Action& action);
void add_bench_predict(CLI::App& bench, Action& action);
void add_bench_tokenize(CLI::App& bench, Action& action);

/// How often the same work is done; the fastest time counts.
struct Repeats {
  int64_t count = 3;

  /// Adds --repeats.
  void add_to(CLI::App& command, const std::string& help = "Times; the fastest counts");
  double best_seconds(const std::function<void()>& work) const;
};

/// The most memory that this process has held, in MiB.
double peak_memory_mb();

/// Floating-point operations a second of a large product, the best of several: the bound of what is measured.
double measured_peak(torch::Device device, Precision precision);

/// Multiplications of a forward pass: every matrix once for each token on its side, lookups not counted, nor
/// the products of queries, keys and values among themselves.
double forward_multiplications(const Seq2Seq& network, double source_tokens, double target_tokens);

/// Prints the line of `figures`, with what they depend on beside the work.
void print_bench(Json figures, torch::Device device);

}  // namespace attend
