#include "attend/reporting/tensorboard.h"

#include <chrono>

#include "append_file.h"

#include "attend/core/file.h"
#include "attend/reporting/event_records.h"

namespace attend {
namespace {

/// Seconds since 1970.
double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

TensorBoardEvents::TensorBoardEvents(const std::filesystem::path& folder)
    : file_(std::make_unique<AppendFile>(folder / file_name)) {}

TensorBoardEvents::~TensorBoardEvents() = default;

void TensorBoardEvents::on_start(const Progress& from) {
  const size_t kept = from.updates == 0 ? 0 : records_up_to(read_file(file_->path()), from.updates);
  file_->cut(kept);
  if (kept == 0) file_->append(version_record(wall_time()));
}

void TensorBoardEvents::on_update(const UpdateReport& report) {
  file_->append(scalar_record(wall_time(), report.progress.updates,
                              {{"train/loss", static_cast<float>(report.loss)},
                               {"train/learning_rate", static_cast<float>(report.learning_rate)},
                               {"train/gradient_norm", static_cast<float>(report.gradient_norm)},
                               {"train/tokens_per_second", static_cast<float>(report.tokens_per_second)}}));
}

void TensorBoardEvents::on_validation(const ValidationReport& report) {
  Scalars scalars;
  for (const auto& [metric, score] : report.scores) {
    scalars.emplace_back("validation/" + metric, static_cast<float>(score));
  }
  file_->append(scalar_record(wall_time(), report.progress.updates, scalars));
}

void TensorBoardEvents::on_checkpoint(const CheckpointReport&) { file_->sync(); }

void TensorBoardEvents::on_end(const EndReport&) { file_->sync(); }

}  // namespace attend
