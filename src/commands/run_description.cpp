#include "attend/commands/run_description.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "attend/reporting/run_log.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

bool is_one_run(const fs::path& folder) {
  return fs::exists(folder / "checkpoints") || fs::exists(folder / "log.jsonl");
}

// Names in `folder` that begin with `prefix` and end in a number, in the order of the numbers.
std::vector<std::string> numbered(const fs::path& folder, const std::string& prefix) {
  std::vector<std::string> names;
  std::error_code not_there;
  for (const auto& entry : fs::directory_iterator(folder, not_there)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.find_first_not_of("0123456789", prefix.size()) == name.npos)
      names.push_back(name);
  }
  std::ranges::sort(names, {}, [](const std::string& name) { return std::pair(name.size(), name); });
  return names;
}

std::vector<std::string> seeds_of(const fs::path& folder) {
  auto names = numbered(folder, "seed-");
  std::erase_if(names, [&](const std::string& name) { return !is_one_run(folder / name); });
  return names;
}

std::string status_of(const RunLog& log) {
  if (!log.end) return "not finished";
  auto reason = log.end->reason;
  std::ranges::replace(reason, '_', ' ');
  return (log.end->reason == "stopped_by_signal" ? "" : "finished: ") + reason;
}

// Of the validation that was the best so far; null where there was none.
Json best_of(const RunLog& log) {
  const auto best = std::ranges::find_if(log.validations.rbegin(), log.validations.rend(),
                                         [](const auto& validation) { return validation.best; });
  if (best == log.validations.rend()) return nullptr;
  Json scores = Json::object();
  for (const auto& [name, score] : best->scores) scores[name] = score;
  return {{"update", best->updates}, {"scores", std::move(scores)}};
}

// What a link points to; null for none, or one to nothing.
Json target_of(const fs::path& link) {
  if (!fs::is_symlink(link) || !fs::exists(link)) return nullptr;
  return fs::read_symlink(link).filename().string();
}

}  // namespace

bool is_run_folder(const fs::path& folder) { return is_one_run(folder) || !seeds_of(folder).empty(); }

Json describe_run(const fs::path& folder) {
  if (!is_one_run(folder)) {
    Json runs = Json::object();
    for (const auto& name : seeds_of(folder)) runs[name] = describe_run(folder / name);
    return {{"seeds", std::move(runs)}};
  }
  const auto log = read_run_log(folder / "log.jsonl");
  return {{"status", status_of(log)},
          {"updates", log.last.value("updates", Json(0))},
          {"epochs", log.last.value("epochs", Json(0))},
          {"best", best_of(log)},
          {"checkpoints", numbered(folder / "checkpoints", "step-")},
          {"best_checkpoint", target_of(folder / "best")},
          {"last_checkpoint", target_of(folder / "last")}};
}

}  // namespace attend
