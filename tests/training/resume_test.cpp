// A run that is killed at any moment and resumed equals one that never was. The killed part is a process of
// its own: this program again, told by the environment where to die.
#include <csignal>
#include <cstdlib>
#include <string>

#include "support/temp_folder.h"
#include "toy_run.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* run_variable = "ATTEND_TEST_RUN";
constexpr const char* death_variable = "ATTEND_TEST_DEATH";
constexpr const char* precision_variable = "ATTEND_TEST_PRECISION";

// Dies at the `number`-th of some event: "update 12", "evaluate 2", "save 3", "checkpoint 2".
void die_at(const std::string& death, test::ToyTask& task, test::Recorder& recorder) {
  const std::string event = death.substr(0, death.find(' '));
  const int64_t number = std::stoll(death.substr(death.find(' ')));
  const auto countdown = [left = number]() mutable {
    if (--left == 0) std::raise(SIGKILL);
  };
  if (event == "update") {
    recorder.then_on_update = [number](const UpdateReport& report) {
      if (report.progress.updates == number) std::raise(SIGKILL);
    };
  }
  if (event == "evaluate") task.on_evaluate = countdown;
  if (event == "save") task.on_save = countdown;
  if (event == "checkpoint") recorder.then_on_checkpoint = countdown;
}

TrainerOptions options_for(Precision precision) {
  TrainerOptions options = test::toy_options(precision);
  options.training.log_every = 3;
  return options;
}

TEST(KilledRun, Part) {
  if (std::getenv(death_variable) == nullptr) GTEST_SKIP() << "only run by the tests of ResumedRun";
  test::ToyTask task;
  test::Recorder recorder;
  die_at(std::getenv(death_variable), task, recorder);
  const bool bf16 = std::string(std::getenv(precision_variable)) == "bf16";
  test::train(task, options_for(bf16 ? Precision::bf16 : Precision::fp32), std::getenv(run_variable),
              recorder);
}

// Trains in a new process that dies at `death`.
void train_and_die(const fs::path& run, const std::string& death, const std::string& precision) {
  const pid_t child = fork();
  if (child == 0) {
    setenv(run_variable, run.c_str(), 1);
    setenv(death_variable, death.c_str(), 1);
    setenv(precision_variable, precision.c_str(), 1);
    execl("/proc/self/exe", "killed", "--gtest_filter=KilledRun.Part", "--gtest_brief=1", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << death;
}

void expect_identical_after(const std::vector<std::string>& deaths, Precision precision) {
  const test::TempFolder temp;
  test::ToyTask whole, resumed;
  test::Recorder expected, found;
  test::train(whole, options_for(precision), temp / "whole", expected);
  for (const std::string& death : deaths)
    train_and_die(temp / "run", death, precision == Precision::bf16 ? "bf16" : "fp32");
  test::train(resumed, options_for(precision), temp / "run", found);
  EXPECT_EQ(test::last_tensors(temp / "run"), test::last_tensors(temp / "whole"));
  EXPECT_EQ(fs::read_symlink(temp / "run" / "best"), fs::read_symlink(temp / "whole" / "best"));
  ASSERT_LE(found.lines.size(), expected.lines.size());
  const std::vector<std::string> tail(expected.lines.end() - static_cast<std::ptrdiff_t>(found.lines.size()),
                                      expected.lines.end());
  EXPECT_EQ(found.lines, tail);
}

TEST(ResumedRun, EqualsOneNeverKilledBeforeItsFirstCheckpoint) {
  expect_identical_after({"update 3"}, Precision::fp32);
}

TEST(ResumedRun, EqualsOneNeverKilledBetweenCheckpoints) {
  expect_identical_after({"update 12"}, Precision::fp32);
}

TEST(ResumedRun, EqualsOneNeverKilledWhileScoring) {
  expect_identical_after({"evaluate 2"}, Precision::fp32);
}

TEST(ResumedRun, EqualsOneNeverKilledWhileSaving) {
  expect_identical_after({"save 1", "save 2", "save 3"}, Precision::fp32);
}

TEST(ResumedRun, EqualsOneNeverKilledRightAfterSaving) {
  expect_identical_after({"checkpoint 2"}, Precision::fp32);
}

TEST(ResumedRun, EqualsOneNeverKilledInLowPrecision) {
  expect_identical_after({"update 12", "save 2"}, Precision::bf16);
}

}  // namespace
}  // namespace attend
