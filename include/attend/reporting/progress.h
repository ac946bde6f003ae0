#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "attend/reporting/terminal.h"
#include "attend/training/observer.h"

namespace attend {

/// Tells a person of a run, in lines: each logging interval, validation and the end, and checkpoints where
/// none was told of in the last ten seconds; the last one in any case.
class ProgressLines : public Observer {
 public:
  /// A clock in seconds.
  using Now = std::function<double()>;

  /// `terminal` outlives the observer. `now` is given by tests.
  explicit ProgressLines(Terminal& terminal, Now now = steady_seconds);

  void on_start(const Progress& from) override;
  void on_update(const UpdateReport& report) override;
  void on_validation(const ValidationReport& report) override;
  void on_checkpoint(const CheckpointReport& report) override;
  void on_end(const EndReport& report) override;

 protected:
  Terminal& terminal() { return terminal_; }
  double now() const { return now_(); }
  static double steady_seconds();

 private:
  void tell_of_checkpoint();

  Terminal& terminal_;
  Now now_;
  double saved_at_;               // when a checkpoint was told of
  std::filesystem::path untold_;  // the newest checkpoint, where it was not
};

/// The same, with a bar in place of the lines of logging intervals: how far the run is, its last figures and
/// the time left, redrawn at most ten times a second.
class ProgressBar : public ProgressLines {
 public:
  explicit ProgressBar(Terminal& terminal, Now now = steady_seconds);
  ~ProgressBar() override;

  void on_progress(const Progress& progress, int64_t updates_planned) override;
  void on_update(const UpdateReport& report) override;
  void on_end(const EndReport& report) override;

 private:
  double drawn_at_;
  std::string figures_;  // of the last logging interval
};

/// A bar where a person is looking at `terminal`, lines where not.
std::unique_ptr<Observer> make_progress(Terminal& terminal);

}  // namespace attend
