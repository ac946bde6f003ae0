#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <torch/types.h>

namespace attend {

/// The options that every command takes.
struct CommonOptions {
  bool quiet = false;  ///< only errors
  std::string log_level = "info";
  std::string device = "auto";  ///< auto, cpu, cuda or cuda:n
  int threads = 0;              ///< 0: one per core
};

/// Declares them for `command`; shared so that the command's action can keep them.
std::shared_ptr<CommonOptions> add_common_options(CLI::App& command);

/// Declares `--set`, which puts its arguments into `overrides`; each stands behind a `--set` of its own.
void add_set_option(CLI::App& command, std::vector<std::string>& overrides,
                    const std::string& doc = "Change a key of the configuration: a.b=VALUE");

/// Sends the log to standard error and sets the number of threads and LibTorch's memory allocator. Returns
/// the device. Throws UsageError for a device that is not there.
torch::Device apply(const CommonOptions& options);

}  // namespace attend
