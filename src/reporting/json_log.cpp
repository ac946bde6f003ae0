#include "attend/reporting/json_log.h"

#include <optional>
#include <string>
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
  int64_t lines = 0;
  int64_t lost_lines = 0;  // that belong there too, behind one that does not
};

/// What a line is about; nothing where it cannot be read.
struct Entry {
  Json kind;
  int64_t updates = 0;
};

std::optional<Entry> read_entry(std::string_view line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("kind") || !json.contains("updates")) return std::nullopt;
  if (!json["updates"].is_number_integer()) return std::nullopt;
  return Entry{json["kind"], json["updates"].get<int64_t>()};
}

/// The part of `text` that belongs to the first `updates` updates. A line that cannot be read ends it:
/// whatever stands before a checkpoint is whole on the disk, so it is of later updates, unless the file was
/// damaged.
Kept scan(std::string_view text, int64_t updates) {
  Kept kept;
  bool ended = false;
  for (size_t begin = 0, end = text.find('\n'); end != text.npos; end = text.find('\n', begin)) {
    const auto entry = read_entry(text.substr(begin, end - begin));
    begin = end + 1;
    const bool belongs = entry && entry->updates <= updates && entry->kind != "end";
    ended = ended || !belongs;
    if (ended) {
      kept.lost_lines += belongs ? 1 : 0;
      continue;
    }
    if (entry->kind == "start") kept.started = true;
    if (entry->kind == "checkpoint") kept.last_checkpoint = entry->updates;
    kept.bytes = begin;
    ++kept.lines;
  }
  return kept;
}

void warn_of_damage(const std::filesystem::path& file, const Kept& kept, int64_t updates) {
  const std::string first = file.string() + " is damaged";
  if (!kept.started) {
    log_warning(first + ": what it told of the first " + std::to_string(updates) + " updates is lost");
  } else if (kept.lost_lines > 0) {
    log_warning(first + " in line " + std::to_string(kept.lines + 1) +
                ": what it told from there on is lost, " + std::to_string(kept.lost_lines) +
                " more lines of the first " + std::to_string(updates) + " updates");
  }
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
  if (!anew) warn_of_damage(file_->path(), kept, from.updates);
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
