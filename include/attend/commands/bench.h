#pragma once

#include <functional>

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

/// The seconds of the fastest of `repeats` times of `work`.
double best_seconds(int64_t repeats, const std::function<void()>& work);

/// The most memory that this process has held, in MiB.
double peak_memory_mb();

/// Floating-point operations a second of a large product, the best of several: the bound of what is measured.
double measured_peak(torch::Device device, Precision precision);

/// Multiplications of a forward pass: every matrix once for each token on its side, lookups not counted, nor
/// the products of queries, keys and values among themselves.
double forward_multiplications(const Seq2Seq& network, double source_tokens, double target_tokens);

/// What a figure depends on beside the work.
Json bench_settings(torch::Device device);

}  // namespace attend
