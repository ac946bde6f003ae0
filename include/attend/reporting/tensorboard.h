#pragma once

#include <filesystem>
#include <memory>

#include "attend/training/observer.h"

namespace attend {

class AppendFile;

/// The run's losses and scores for TensorBoard, in one event file of the run folder: train/loss,
/// train/learning_rate, train/gradient_norm, train/tokens_per_second and validation/<metric>, by update.
class TensorBoardEvents : public Observer {
 public:
  /// The name of the file; TensorBoard looks for "tfevents" in it.
  static constexpr const char* file_name = "events.out.tfevents.attend";

  /// Opens or creates the file in `folder`. Throws Error where it cannot be written; so do the calls below.
  explicit TensorBoardEvents(const std::filesystem::path& folder);
  ~TensorBoardEvents() override;

  /// Cuts off the events of updates after `from`.
  void on_start(const Progress& from) override;
  void on_update(const UpdateReport& report) override;
  void on_validation(const ValidationReport& report) override;
  void on_checkpoint(const CheckpointReport& report) override;
  void on_end(const EndReport& report) override;

 private:
  std::unique_ptr<AppendFile> file_;
};

}  // namespace attend
