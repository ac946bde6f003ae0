#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "attend/core/json.h"
#include "attend/training/task.h"

namespace attend {

/// What the log of a run that came to its end says of it.
struct RunSummary {
  int64_t updates = 0;
  Scores training;  ///< "loss" and "nll" a token over the last logging interval
  Scores last;      ///< of the last validation; empty where there was none
  Scores best;      ///< of the best one
};

/// Reads a log.jsonl. Nothing where the run has not ended, or was stopped by a signal, or there is no log.
/// Scores that are not finite are left out.
std::optional<RunSummary> summarise_run(const std::filesystem::path& log);

/// One of several runs that differ in the seed alone.
struct SeedRun {
  int64_t seed = 0;
  std::filesystem::path folder;  ///< relative to that of all
  RunSummary summary;
};

/// The runs, and mean and standard deviation (of a sample: divided by n - 1) of every score that all of them
/// have (docs/log-format.md).
Json summarise_seeds(const std::vector<SeedRun>& runs);

}  // namespace attend
