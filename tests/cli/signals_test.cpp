#include <algorithm>
#include <csignal>

#include "program.h"
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

namespace attend {
namespace {

class Signals : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("tiny.json", test::tiny_config());
    setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
  }

  // Trains in `output`, is sent `signal` when its log has `lines` lines, and gives the status it ended with.
  int train_until(const std::string& output, const std::string& duration, int lines, int signal) {
    const pid_t child = fork();
    if (child == 0) {
      const int errors = open((folder / "stderr").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
      dup2(errors, STDERR_FILENO);
      if (chdir(folder.path().c_str()) != 0) _exit(127);
      execl(ATTEND_BINARY, "attend", "train", "tiny.json", "--threads", "1", "--output", output.c_str(),
            "--resume", "--set", ("training.duration=" + duration).c_str(), nullptr);
      _exit(127);
    }
    int status = 0;
    const auto log = folder / output / "log.jsonl";
    while (waitpid(child, &status, WNOHANG) == 0) {
      if (std::filesystem::exists(log) && std::ranges::count(read_file(log), '\n') >= lines) {
        kill(child, signal);
        waitpid(child, &status, 0);
        return status;
      }
      sched_yield();
    }
    return status;
  }

  test::Outcome resume(const std::string& output) {
    return test::run(
        folder,
        "train tiny.json --threads 1 --resume --set training.duration='24 updates' --output " + output);
  }

  test::TempFolder folder;
};

TEST_F(Signals, InterruptAndTerminateSaveAndStop) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string run = "run" + std::to_string(signal);
    const int status = train_until(run, "2000 updates", 3, signal);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 128 + signal);
    EXPECT_TRUE(std::filesystem::exists(folder / run / "last/training_state.safetensors"));
    EXPECT_THAT(read_file(folder / run / "log.jsonl"), testing::HasSubstr("stopped_by_signal"));
  }
}

TEST_F(Signals, AKilledRunGoesOnWithoutTraces) {
  for (const int lines : {1, 2, 4, 5, 6}) train_until("run", "24 updates", lines, SIGKILL);
  ASSERT_EQ(resume("run").exit_code, 0);
  ASSERT_EQ(resume("whole").exit_code, 0);
  for (const auto* name : {"last/model.safetensors", "last/training_state.safetensors"})
    EXPECT_EQ(read_file(folder / "run" / name), read_file(folder / "whole" / name)) << name;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "run/checkpoints"))
    EXPECT_TRUE(entry.path().filename().string().starts_with("step-")) << entry.path();
}

}  // namespace
}  // namespace attend
