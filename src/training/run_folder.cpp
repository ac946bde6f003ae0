#include "attend/training/run_folder.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/config/difference.h"
#include "attend/core/error.h"
#include "attend/core/log.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr const char* config_file = "config.json";
constexpr const char* lock_name = ".lock";
constexpr std::array<std::string_view, 7> may_change = {
    "training.duration", "training.log_every", "validation", "probes",
    "checkpoints",       "decoding",           "reporting"};

bool is_within(const std::string& path, std::string_view section) {
  return path.starts_with(section) && (path.size() == section.size() || path[section.size()] == '.');
}

std::string value_at(const Json& config, std::string path) {
  std::ranges::replace(path, '.', '/');
  const Json::json_pointer pointer("/" + path);
  return config.contains(pointer) ? config.at(pointer).dump() : "not there";
}

std::filesystem::path lock_file(const std::filesystem::path& run) {
  create_folders(run);
  return run / lock_name;
}

}  // namespace

void check_resumable(const Json& before, const Json& now) {
  std::vector<std::string> allowed, refused;
  for (const std::string& path : differences(before, now)) {
    const bool may =
        std::ranges::any_of(may_change, [&](std::string_view section) { return is_within(path, section); });
    (may ? allowed : refused)
        .push_back(path + " was " + value_at(before, path) + " and is " + value_at(now, path));
  }
  if (refused.empty()) {
    for (const std::string& change : allowed) log_info("going on with another configuration: " + change);
    return;
  }
  throw UsageError(
      {.operation = "resuming a run",
       .where = "configuration",
       .found = join(refused, "\n         "),
       .expected = "the values that the run began with",
       .hint = "only training.duration, training.log_every, validation, probes, checkpoints, decoding and "
               "reporting may change; start a new run with --output for the rest"});
}

RunFolder::RunFolder(std::filesystem::path path, const Json& config, RunStart start,
                     const ReadConfig& read_config)
    : path_(std::move(path)),
      config_(config),
      was_there_(std::filesystem::exists(path_)),
      lock_(lock_file(path_)) {
  const std::filesystem::path file = path_ / config_file;
  if (!std::filesystem::exists(file)) return;
  if (start == RunStart::resume) {
    check_resumable(read_config(file), config_);
    return;
  }
  throw UsageError({.operation = "starting a run",
                    .where = path_.string(),
                    .found = "a run that is there already",
                    .expected = "a folder without one",
                    .hint = "go on with --resume, or choose another folder with --output"});
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  for (const auto& trace : traces())
    std::filesystem::remove(trace, ignored);  // no folder with something in it
}

std::vector<std::filesystem::path> RunFolder::traces() const {
  std::error_code ignored;
  if (was_there_ || std::filesystem::exists(path_ / config_file, ignored)) return {};
  return {path_ / lock_name, path_};
}

void RunFolder::begin() const { write_file(path_ / config_file, config_.dump(2) + "\n"); }

}  // namespace attend
