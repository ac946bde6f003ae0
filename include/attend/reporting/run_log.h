#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// What log.jsonl says of a logging interval (docs/log-format.md). Figures that were not finite are NaN.
struct LoggedUpdate {
  int64_t updates = 0;
  double loss = 0;
  double nll = 0;
  double learning_rate = 0;
  double gradient_norm = 0;
  double tokens_per_second = 0;
};

using LoggedScores = std::vector<std::pair<std::string, double>>;

struct LoggedValidation {
  int64_t updates = 0;
  LoggedScores scores;
  bool best = false;
};

struct LoggedEnd {
  int64_t updates = 0;
  std::string reason;  ///< of training/observer.h's EndReason
  LoggedScores best;
};

/// A run's log, read for people.
struct RunLog {
  Json start = Json::object();  ///< its first line
  std::vector<LoggedUpdate> updates;
  std::vector<LoggedValidation> validations;
  std::optional<LoggedEnd> end;  ///< where the log stops there
  Json last = Json::object();    ///< its last line: how far the run is, and how it ended if it did
};

/// Reads a log.jsonl; empty where there is none. Lines that cannot be read, such as the half-written last one
/// of a run that was killed, are passed over.
RunLog read_run_log(const std::filesystem::path& file);

}  // namespace attend
