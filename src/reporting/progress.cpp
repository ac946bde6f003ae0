#include "attend/reporting/progress.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "attend/core/clock.h"
#include "attend/reporting/end_reason.h"
#include "attend/reporting/format.h"

namespace attend {
namespace {

constexpr double seconds_between_draws = 0.1, seconds_between_checkpoints = 10;
constexpr double never = -std::numeric_limits<double>::infinity();
constexpr size_t shortest_bar = 10, longest_bar = 40;

/// "update 1200/20000, 3 epochs": what is complete.
std::string position(const Progress& progress, int64_t updates_planned) {
  const std::string planned = updates_planned > 0 ? fmt::format("/{}", updates_planned) : "";
  return fmt::format("update {}{}, {} {}", progress.updates, planned, progress.epochs,
                     progress.epochs == 1 ? "epoch" : "epochs");
}

/// "loss 2.3456, lr 5.00e-04, 4.1k tokens/s, 12 min 03 s left"
std::string figures(const UpdateReport& report) {
  std::string text = fmt::format("loss {:.4f}, lr {:.2e}, {} tokens/s", report.loss, report.learning_rate,
                                 format_count(report.tokens_per_second));
  if (report.skipped_updates > 0) text += fmt::format(", {} skipped", report.skipped_updates);
  if (report.updates_planned > 0) text += fmt::format(", {} left", format_duration(report.seconds_left));
  return text;
}

/// "bleu 38.12, loss 1.2345"
std::string describe(const Scores& scores) {
  std::string text;
  for (const auto& [metric, score] : scores) {
    text += fmt::format("{}{} {:.5g}", text.empty() ? "" : ", ", metric, score);
  }
  return text;
}

/// A bar that fills the columns that `text` leaves; none where there is too little room.
std::string bar(double fraction, size_t columns) {
  constexpr size_t frame = 3;  // two brackets and a space
  if (columns < shortest_bar + frame) return {};
  const size_t length = std::min(columns - frame, longest_bar);
  const auto done = static_cast<size_t>(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(length));
  return fmt::format("[{}{}] ", std::string(done, '='), std::string(length - done, ' '));
}

}  // namespace

ProgressLines::ProgressLines(Terminal& terminal, Now now)
    : terminal_(terminal), now_(std::move(now)), saved_at_(never) {}

void ProgressLines::on_start(const Progress& from) {
  if (from.updates > 0) terminal_.print(fmt::format("going on after {}", position(from, 0)));
}

void ProgressLines::on_update(const UpdateReport& report) {
  terminal_.print(fmt::format("{}: {}", position(report.progress, report.updates_planned), figures(report)));
}

void ProgressLines::on_validation(const ValidationReport& report) {
  terminal_.print(fmt::format("validation after {}: {}{}", position(report.progress, 0),
                              describe(report.scores), report.is_best ? " (best so far)" : ""));
}

void ProgressLines::on_checkpoint(const CheckpointReport& report) {
  untold_ = report.folder;
  const double time = now_();
  if (time - saved_at_ < seconds_between_checkpoints) return;
  saved_at_ = time;
  tell_of_checkpoint();
}

void ProgressLines::tell_of_checkpoint() {
  if (untold_.empty()) return;
  terminal_.print(fmt::format("saved {}", untold_.string()));
  untold_.clear();
}

void ProgressLines::on_end(const EndReport& report) {
  tell_of_checkpoint();
  std::string reason(name(report.reason));
  std::replace(reason.begin(), reason.end(), '_', ' ');
  const std::string best = report.best.empty() ? "" : "; best: " + describe(report.best);
  terminal_.print(fmt::format("{} after {} and {}{}", reason, position(report.progress, 0),
                              format_duration(report.seconds), best));
}

ProgressBar::ProgressBar(Terminal& terminal, Now now)
    : ProgressLines(terminal, std::move(now)), drawn_at_(never) {}

ProgressBar::~ProgressBar() { terminal().set_status({}); }

void ProgressBar::on_progress(const Progress& progress, int64_t updates_planned) {
  const double time = now();
  if (time - drawn_at_ < seconds_between_draws) return;
  drawn_at_ = time;
  const std::string text = position(progress, updates_planned) + figures_;
  const size_t columns = terminal().width() - 1;
  const double fraction =
      updates_planned > 0 ? static_cast<double>(progress.updates) / static_cast<double>(updates_planned) : 0;
  terminal().set_status(bar(fraction, columns - std::min(columns, text.size())) + text);
}

void ProgressBar::on_update(const UpdateReport& report) { figures_ = ", " + figures(report); }

void ProgressBar::on_end(const EndReport& report) {
  terminal().set_status({});
  ProgressLines::on_end(report);
}

double ProgressLines::steady_seconds() { return seconds_since(Clock::time_point()); }

std::unique_ptr<Observer> make_progress(Terminal& terminal) {
  if (terminal.interactive()) return std::make_unique<ProgressBar>(terminal);
  return std::make_unique<ProgressLines>(terminal);
}

}  // namespace attend
