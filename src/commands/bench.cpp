#include "attend/commands/bench.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/Parallel.h>
#include <sys/resource.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "attend/core/clock.h"
#include "attend/core/standard_streams.h"
#include "attend/ops/linear.h"
#include "attend/ops/product_precision.h"
#include "attend/training/train_step.h"

namespace attend {

void Repeats::add_to(CLI::App& command, const std::string& help) {
  command.add_option("--repeats", count, help)->capture_default_str()->check(CLI::Range(1, 1000));
}

double Repeats::best_seconds(const std::function<void()>& work) const {
  double best = std::numeric_limits<double>::infinity();
  for (int64_t repeat = 0; repeat < count; ++repeat) {
    const auto begin = Clock::now();
    work();
    best = std::min(best, seconds_since(begin));
  }
  return best;
}

double peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double measured_peak(torch::Device device, Precision precision) {
  const bool bf16 = precision == Precision::bf16;
  const int64_t size = device.is_cpu() ? 1024 : 8192;
  const ops::ProductPrecisionScope scope(bf16 ? ops::ProductPrecision::bf16 : ops::ProductPrecision::fp32);
  const auto options = torch::TensorOptions(device).dtype(
      stored_precision(device, precision) == Precision::bf16 ? torch::kBFloat16 : torch::kFloat);
  const auto x = torch::ones({size, size}, options), weight = torch::ones({size, size}, options);
  const c10::InferenceMode inference;
  const double seconds = Repeats{12}.best_seconds([&] {
    const auto y = ops::linear(x, weight);
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
  });
  return 2.0 * std::pow(static_cast<double>(size), 3) / seconds;
}

double forward_multiplications(const Seq2Seq& network, double source_tokens, double target_tokens) {
  double count = 0, table = 0;
  for (const auto& parameter : network.named_parameters()) {
    const auto& name = parameter.key();
    if (parameter.value().dim() < 2) continue;
    const auto size = static_cast<double>(parameter.value().numel());
    if (name.find("embed_tokens") != std::string::npos || name.starts_with("shared")) {
      table = size;
      continue;
    }
    const bool of_source =
        name.starts_with("encoder.") || name.find("encoder_attn.kv_proj") != std::string::npos;
    count += size * (of_source ? source_tokens : target_tokens);
  }
  const bool tied = !network.named_modules().contains("lm_head");
  return count + (tied ? table * target_tokens : 0);
}

void print_bench(Json figures, torch::Device device) {
  figures["settings"] = {
      {"device", device.str()}, {"threads", at::get_num_threads()}, {"torch", TORCH_VERSION}};
  write_standard_output(figures.dump() + "\n");
}

void add_bench_command(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("bench", "Measure speed and memory; prints one JSON line");
  command->require_subcommand(1);
  add_bench_train(*command, action);
  add_bench_decode(*command, action);
  add_bench_predict(*command, action);
  add_bench_tokenize(*command, action);
}

}  // namespace attend
