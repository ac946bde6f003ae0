#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "toy_task.h"

#include "attend/training/trainer.h"

namespace attend::test {

/// Writes what is deterministic of every event, one line each.
class Recorder : public Observer {
 public:
  void on_start(const Progress& from) override;
  void on_update(const UpdateReport& report) override;
  void on_validation(const ValidationReport& report) override;
  void on_checkpoint(const CheckpointReport& report) override;

  std::vector<std::string> lines;
  std::function<void(const UpdateReport&)> then_on_update = [](const UpdateReport&) {};
  std::function<void()> then_on_checkpoint = [] {};
  Progress started_from;
};

/// A short run with everything switched on: dropout, accumulation over an epoch's end, averages, early
/// stopping's counters, checkpoints that do not fall on reports.
TrainerOptions toy_options(Precision precision = Precision::fp32);

/// Starts or resumes the run in `folder`.
EndReport train(ToyTask& task, const TrainerOptions& options, const std::filesystem::path& folder,
                Recorder& recorder, const StopRequest& stop = {});

/// The bytes of the weights and of the training state of a run's last checkpoint.
std::string last_tensors(const std::filesystem::path& run);

}  // namespace attend::test
