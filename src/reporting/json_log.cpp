#include "attend/reporting/json_log.h"

#include <string_view>
#include <utility>

#include "append_file.h"

#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/reporting/end_reason.h"

namespace attend {
namespace {

/// The front of a log that a resumed run keeps.
struct Kept {
  uint64_t bytes = 0;
  bool started = false;
  int64_t last_checkpoint = 0;  // its update; the start is as good as one
};

/// The part of `text` that belongs to the first `updates` updates. Lines that cannot be read end it: whatever
/// stands before a checkpoint is whole on the disk, so they are of later updates.
Kept scan(std::string_view text, int64_t updates) {
  Kept kept;
  for (size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1)) {
    const std::string_view line = text.substr(kept.bytes, end - kept.bytes);
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json.contains("kind") || !json.contains("updates")) break;
    const Json& at = json["updates"];
    const Json& kind = json["kind"];
    if (!at.is_number_integer() || at > updates || kind == "end") break;
    if (kind == "start") kept.started = true;
    if (kind == "checkpoint") kept.last_checkpoint = at.get<int64_t>();
    kept.bytes = end + 1;
  }
  return kept;
}

Json line(const char* kind, const Progress& progress) {
  return {{"kind", kind},
          {"updates", progress.updates},
          {"epochs", progress.epochs},
          {"tokens", progress.tokens}};
}

}  // namespace

JsonLog::JsonLog(const std::filesystem::path& file, Json run)
    : file_(std::make_unique<AppendFile>(file)), run_(std::move(run)) {}

JsonLog::~JsonLog() = default;

void JsonLog::on_start(const Progress& from) {
  // A run that begins anew may say other things of itself than the attempt before.
  const bool anew = from.updates == 0;
  const Kept kept = anew ? Kept{} : scan(read_file(file_->path()), from.updates);
  if (!anew && !kept.started) {
    log_warning(file_->path().string() + " is damaged: what it told of the first " +
                std::to_string(from.updates) + " updates is lost");
  }
  file_->cut(kept.bytes);
  if (!kept.started) {
    Json start = line("start", {});
    start.update(run_);
    write(start);
  }
  if (kept.last_checkpoint < from.updates) write(line("checkpoint", from));
}

void JsonLog::on_update(const UpdateReport& report) {
  Json update = line("update", report.progress);
  update["loss"] = report.loss;
  update["nll"] = report.nll;
  update["learning_rate"] = report.learning_rate;
  update["gradient_norm"] = report.gradient_norm;
  update["skipped_updates"] = report.skipped_updates;
  update["time"] = {{"seconds", report.seconds}, {"tokens_per_second", report.tokens_per_second}};
  write(update);
}

void JsonLog::on_validation(const ValidationReport& report) {
  Json validation = line("validation", report.progress);
  validation["scores"] = report.scores;
  validation["best"] = report.is_best;
  validation["time"] = {{"seconds", report.seconds}};
  write(validation);
}

void JsonLog::on_saving() { file_->sync(); }

void JsonLog::on_checkpoint(const CheckpointReport& report) {
  write(line("checkpoint", report.progress));
  file_->sync();
}

void JsonLog::on_end(const EndReport& report) {
  Json end = line("end", report.progress);
  end["reason"] = name(report.reason);
  end["best"] = report.best;
  end["time"] = {{"seconds", report.seconds}};
  write(end);
  file_->sync();
}

void JsonLog::write(const Json& line) { file_->append(line.dump() + "\n"); }

}  // namespace attend
