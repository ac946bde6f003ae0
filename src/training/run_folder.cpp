#include "attend/training/run_folder.h"

#include <algorithm>
#include <array>
#include <optional>
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

namespace fs = std::filesystem;

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

fs::path lock_file(const fs::path& run) {
  create_folders(run);
  return run / lock_name;
}

bool is_there(const fs::path& path) {
  std::error_code unreadable;
  return fs::symlink_status(path, unreadable).type() != fs::file_type::not_found;
}

// Training writes to these: what they hold would be lost.
constexpr std::array<std::string_view, 2> links = {"best", "last"};
constexpr std::array<std::string_view, 3> grows = {"checkpoints", "log.jsonl", "events.out.tfevents.attend"};

// What is left of a run, if not its configuration. A start that was killed leaves empty files.
std::optional<fs::path> find_part(const fs::path& run) {
  for (const auto name : links)
    if (is_there(run / name)) return run / name;
  for (const auto name : grows) {
    std::error_code dangling;
    if (is_there(run / name) && !fs::is_empty(run / name, dangling)) return run / name;
  }
  return std::nullopt;
}

// Found when the first checkpoint is there, it would cost all that was trained until then.
void refuse_foreign(const fs::path& run) {
  for (const auto name : links) {
    const fs::path link = run / name;
    if (!is_there(link) || fs::is_symlink(fs::symlink_status(link))) continue;
    throw Error({.operation = "going on with a run",
                 .where = link.string(),
                 .found = "a file or folder",
                 .expected = "a link to a checkpoint, or nothing yet",
                 .hint = "move it away"});
  }
}

[[noreturn]] void refuse_start(const fs::path& run, const std::string& found) {
  throw UsageError({.operation = "starting a run",
                    .where = run.string(),
                    .found = found,
                    .expected = "a folder without one",
                    .hint = "go on with --resume, or choose another folder with --output"});
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
       .hint =
           "training.duration, training.log_every, validation, probes, checkpoints and decoding may change; "
           "config.json in the run's folder is the configuration as it was; start a new run with --output "
           "for "
           "the rest"});
}

RunFolder::RunFolder(fs::path path, const Json& config, RunStart start, const ReadConfig& read_config)
    : path_(std::move(path)),
      config_(config),
      was_there_(fs::exists(path_)),
      had_lock_(is_there(path_ / lock_name)),
      lock_(lock_file(path_)) {
  try {
    check(start, read_config);
  } catch (...) {
    std::error_code ignored;
    if (!had_lock_) fs::remove(path_ / lock_name, ignored);
    throw;
  }
}

void RunFolder::check(RunStart start, const ReadConfig& read_config) const {
  if (start == RunStart::resume) return go_on(read_config);
  if (is_there(path_ / config_file)) refuse_start(path_, "a run that is there already");
  if (const auto part = find_part(path_))
    refuse_start(path_, "a part of a run: " + part->filename().string());
}

void RunFolder::go_on(const ReadConfig& read_config) const {
  refuse_foreign(path_);
  const fs::path file = path_ / config_file;
  if (is_there(file)) return check_resumable(read_config(file), config_);
  const auto part = find_part(path_);
  if (!part) return;
  throw Error({.operation = "going on with a run",
               .where = file.string(),
               .found = "nothing, beside " + part->filename().string(),
               .expected = "the configuration that the run began with",
               .hint = "bring the file back, or start a new run with --output"});
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  for (const auto& trace : traces()) fs::remove(trace, ignored);  // no folder with something in it
}

std::vector<fs::path> RunFolder::traces() const {
  std::vector<fs::path> made;
  if (is_there(path_ / config_file)) return made;
  if (!had_lock_) made.push_back(path_ / lock_name);
  if (!was_there_) made.push_back(path_);
  return made;
}

void RunFolder::begin() const { write_file(path_ / config_file, config_.dump(2) + "\n"); }

}  // namespace attend
