#include "attend/commands/common_options.h"

#include <algorithm>

#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include "attend/core/error.h"
#include "attend/core/log.h"
#include "attend/core/memory_limit.h"
#include "attend/core/threads.h"
#include "attend/ops/cpu_allocator.h"
#include "attend/reporting/terminal.h"

namespace attend {
namespace {

torch::Device choose_device(const std::string& name) {
  const bool has_cuda = torch::cuda::is_available();
  if (name == "cpu" || (name == "auto" && !has_cuda)) return torch::kCPU;
  const auto refuse = [&](const std::string& found, const std::string& expected) {
    throw UsageError({.operation = "choosing the device",
                      .where = "--device " + name,
                      .found = found,
                      .expected = expected});
  };
  if (!has_cuda) refuse("no CUDA device that this LibTorch can use", "--device cpu");
  if (name == "auto" || name == "cuda") return torch::Device(torch::kCUDA, 0);
  const auto index = std::stoi(name.substr(name.find(':') + 1));
  const int count = static_cast<int>(torch::cuda::device_count());
  if (index >= count)
    refuse(std::to_string(count) + " CUDA devices", "cuda:0 to cuda:" + std::to_string(count - 1));
  return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(index));
}

}  // namespace

std::shared_ptr<CommonOptions> add_common_options(CLI::App& command) {
  auto options = std::make_shared<CommonOptions>();
  command.add_flag("--quiet", options->quiet, "Print errors only");
  command.add_option("--log-level", options->log_level, "What to tell of on standard error")
      ->capture_default_str()
      ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error"}));
  command.add_option("--device", options->device, "auto, cpu, cuda or cuda:N")
      ->capture_default_str()
      ->check([](const std::string& name) {
        const bool numbered =
            name.starts_with("cuda:") && name.size() > 5 && name.size() < 8 &&
            std::all_of(name.begin() + 5, name.end(), [](char c) { return c >= '0' && c <= '9'; });
        const bool known = name == "auto" || name == "cpu" || name == "cuda" || numbered;
        return known ? "" : "expected auto, cpu, cuda or cuda:N, found \"" + name + "\"";
      });
  command.add_option("--threads", options->threads, "Threads to compute with; 0: one per core")
      ->capture_default_str()
      ->check(CLI::Range(0, 4096));
  return options;
}

void add_set_option(CLI::App& command, std::vector<std::string>& overrides, const std::string& doc) {
  command.add_option("--set", overrides, doc)->take_all()->allow_extra_args(false)->option_text("KEY=VALUE");
}

torch::Device apply(const CommonOptions& options) {
  set_log(options.quiet ? "error" : options.log_level,
          [](std::string_view line) { Terminal::standard_error().print(line); });
  limit_threads(options.threads);
  at::set_num_threads(thread_limit());
  ops::install_caching_cpu_allocator();
  const auto device = choose_device(options.device);
  if (device.is_cpu()) refuse_memory_beyond_the_machine();  // CUDA reserves far more than it uses
  return device;
}

}  // namespace attend
