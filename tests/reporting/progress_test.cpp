#include "attend/reporting/progress.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>

#include "sample_run.h"
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include "attend/core/log.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Two connected descriptors: what is written to one is read from the other.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() {
    close(reader);
    close(writer);
  }

  /// What has been written since the last call. A terminal hands it on a while after it was written, so it is
  /// read up to a mark that is written behind it.
  std::string take() const {
    constexpr char mark = '\x01';
    if (write(writer, &mark, 1) != 1) return {};
    std::string text;
    for (char c = 0; read(reader, &c, 1) == 1 && c != mark;) text += c;
    return text;
  }

  int reader = -1;
  int writer = -1;
};

/// Not a terminal.
struct Pipe : Channel {
  Pipe() {
    int ends[2];
    if (pipe(ends) == 0) reader = ends[0], writer = ends[1];
  }
};

/// A terminal of `columns` columns.
struct PseudoTerminal : Channel {
  explicit PseudoTerminal(unsigned short columns = 120) {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = columns;
    openpty(&reader, &writer, nullptr, nullptr, &size);
  }
};

constexpr const char* clear_line = "\r\x1b[K";

class ProgressTest : public testing::Test {
 protected:
  ProgressTest() { setenv("TERM", "xterm", 1); }
  double now = 0;
  std::function<double()> clock = [this] { return now; };
};

TEST_F(ProgressTest, APipeGetsLinesAndATerminalABar) {
  Pipe pipe;
  PseudoTerminal screen;
  Terminal plain(pipe.writer), interactive(screen.writer);
  EXPECT_EQ(dynamic_cast<ProgressBar*>(make_progress(plain).get()), nullptr);
  EXPECT_NE(dynamic_cast<ProgressBar*>(make_progress(interactive).get()), nullptr);
}

TEST_F(ProgressTest, ADumbTerminalGetsLines) {
  setenv("TERM", "dumb", 1);
  PseudoTerminal screen;
  EXPECT_FALSE(Terminal(screen.writer).interactive());
}

TEST_F(ProgressTest, LinesTellOfEachEventAndHoldNoControls) {
  Pipe pipe;
  Terminal terminal(pipe.writer);
  ProgressLines lines(terminal);
  test::run(lines, 0, 100, 12.5);
  test::end(lines, 100, EndReason::duration_reached, 3720);
  EXPECT_EQ(pipe.take(),
            "update 50/200, 0 epochs: loss 3.5000, lr 5.00e-04, 4.1k tokens/s, 12 min 03 s left\n"
            "update 100/200, 1 epoch: loss 3.0000, lr 5.00e-04, 4.1k tokens/s, 12 min 03 s left\n"
            "validation after update 100, 1 epoch: bleu 31.25, loss 2.5 (best so far)\n"
            "saved checkpoints/step-100\n"
            "duration reached after update 100, 1 epoch and 1 h 02 min; best: bleu 31.25, loss 2.5\n");
}

TEST_F(ProgressTest, CheckpointsAreToldOfAtMostEveryTenSeconds) {
  Pipe pipe;
  Terminal terminal(pipe.writer);
  ProgressLines lines(terminal, clock);
  for (now = 0; now < 12; now += 3) lines.on_checkpoint(test::checkpoint_at(static_cast<int64_t>(now)));
  lines.on_checkpoint(test::checkpoint_at(12));
  EXPECT_EQ(pipe.take(), "saved checkpoints/step-0\nsaved checkpoints/step-12\n");
}

TEST_F(ProgressTest, TheLastCheckpointIsToldOfInTheEnd) {
  Pipe pipe;
  Terminal terminal(pipe.writer);
  ProgressLines lines(terminal, clock);
  for (now = 0; now < 6; now += 3) lines.on_checkpoint(test::checkpoint_at(static_cast<int64_t>(now)));
  test::end(lines, 3, EndReason::duration_reached, 10);
  EXPECT_THAT(pipe.take(),
              testing::StartsWith("saved checkpoints/step-0\nsaved checkpoints/step-3\nduration"));
}

TEST_F(ProgressTest, SkippedUpdatesAreTold) {
  Pipe pipe;
  Terminal terminal(pipe.writer);
  ProgressLines lines(terminal);
  UpdateReport report = test::update_at(50, 1);
  report.skipped_updates = 3;
  lines.on_update(report);
  EXPECT_THAT(pipe.take(), HasSubstr("3 skipped"));
}

TEST_F(ProgressTest, AResumedRunSaysWhereItGoesOn) {
  Pipe pipe;
  Terminal terminal(pipe.writer);
  ProgressLines lines(terminal);
  lines.on_start(test::progress_at(100));
  EXPECT_EQ(pipe.take(), "going on after update 100, 1 epoch\n");
}

TEST_F(ProgressTest, TheBarShowsHowFarTheRunIs) {
  PseudoTerminal screen;
  Terminal terminal(screen.writer);
  ProgressBar bar(terminal, clock);
  bar.on_update(test::update_at(100, 1));
  bar.on_progress(test::progress_at(100), 200);
  const std::string text = screen.take();
  EXPECT_THAT(text, AllOf(StartsWith(std::string(clear_line) + "[="), HasSubstr("= "), Not(HasSubstr("\n"))));
  EXPECT_THAT(
      text,
      HasSubstr("] update 100/200, 1 epoch, loss 3.0000, lr 5.00e-04, 4.1k tokens/s, 12 min 03 s left"));
  const std::string bar_text = text.substr(0, text.find(']'));
  EXPECT_EQ(std::count(bar_text.begin(), bar_text.end(), '='),
            std::count(bar_text.begin(), bar_text.end(), ' '));
}

TEST_F(ProgressTest, TheBarIsRedrawnAtMostTenTimesASecond) {
  PseudoTerminal screen;
  Terminal terminal(screen.writer);
  ProgressBar bar(terminal, clock);
  bar.on_progress(test::progress_at(1), 200);
  EXPECT_THAT(screen.take(), HasSubstr("update 1/200"));
  now = 0.05;
  bar.on_progress(test::progress_at(2), 200);
  EXPECT_THAT(screen.take(), IsEmpty());
  now = 0.15;
  bar.on_progress(test::progress_at(3), 200);
  EXPECT_THAT(screen.take(), HasSubstr("update 3/200"));
}

TEST_F(ProgressTest, TheBarFitsANarrowTerminal) {
  for (const unsigned short columns : {1, 2, 20, 90, 100, 110}) {
    PseudoTerminal screen(columns);
    Terminal terminal(screen.writer);
    ProgressBar bar(terminal, clock);
    bar.on_update(test::update_at(100, 1));
    now += 1;
    bar.on_progress(test::progress_at(100), 200);
    EXPECT_LE(screen.take().size(), std::string(clear_line).size() + columns - 1) << columns;
  }
}

TEST_F(ProgressTest, LinesStandAboveTheBar) {
  PseudoTerminal screen;
  Terminal terminal(screen.writer);
  ProgressBar bar(terminal, clock);
  bar.on_progress(test::progress_at(100), 200);
  const std::string drawn = screen.take().substr(std::string(clear_line).size());
  bar.on_checkpoint(test::checkpoint_at(100));
  EXPECT_EQ(screen.take(), clear_line + std::string("saved checkpoints/step-100\r\n") + drawn);
}

TEST_F(ProgressTest, LoggedLinesStandAboveTheBarToo) {
  PseudoTerminal screen;
  Terminal terminal(screen.writer);
  set_log("info", [&terminal](std::string_view line) { terminal.print(line); });
  ProgressBar bar(terminal, clock);
  bar.on_progress(test::progress_at(100), 200);
  const std::string drawn = screen.take().substr(std::string(clear_line).size());
  log_warning("step-7 is damaged");
  set_log("info", [](std::string_view) {});  // nothing may reach the terminal after its end
  EXPECT_EQ(screen.take(), clear_line + std::string("warning: step-7 is damaged\r\n") + drawn);
}

TEST_F(ProgressTest, TheBarGoesAwayAtTheEndAndWhenARunFails) {
  PseudoTerminal screen;
  Terminal terminal(screen.writer);
  std::optional<ProgressBar> bar(std::in_place, terminal, clock);
  bar->on_progress(test::progress_at(100), 200);
  screen.take();
  test::end(*bar, 100, EndReason::stopped_by_signal, 5);
  EXPECT_THAT(screen.take(),
              AllOf(StartsWith(clear_line + std::string("stopped by signal")), EndsWith("\n")));

  now = 1;
  bar->on_progress(test::progress_at(101), 200);
  screen.take();
  bar.reset();
  EXPECT_EQ(screen.take(), clear_line);
}

TEST_F(ProgressTest, AReaderThatWentAwayIsNoError) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[1]);
  Terminal terminal(ends[1]);
  terminal.print("nobody reads this");
  close(ends[0]);
}

}  // namespace
}  // namespace attend
