#include "attend/training/average.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "attend/core/error.h"
#include "attend/io/checksums.h"
#include "attend/io/tensors.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

class AverageTest : public testing::Test {
 protected:
  fs::path model(const std::string& name, const at::Tensor& weight, int64_t count) {
    temp_.write(name + "/config.json", name);
    temp_.write(name + "/state.json", "{}");
    write_safetensors(temp_ / name / "model.safetensors",
                      {{"weight", weight}, {"count", at::full({1}, count)}});
    return temp_ / name;
  }

  test::TempFolder temp_;
};

TEST_F(AverageTest, TakesTheMeanAndTheRestOfTheLast) {
  // In fp32 the large number would swallow the small ones.
  const auto folders = {model("a", at::full({2}, 1e8F), 1), model("b", at::full({2}, 1.0F), 2),
                        model("c", at::full({2}, -1e8F), 3)};
  average_checkpoints(folders, temp_ / "mean");
  const StoredTensors mean = StoredTensors::open(temp_ / "mean");
  EXPECT_FLOAT_EQ(read_tensor(mean, "weight")[1].item<float>(), 1.0F / 3);
  EXPECT_EQ(read_tensor(mean, "count").item<int64_t>(), 3);
  EXPECT_EQ(temp_.read("mean/config.json"), "c");
  EXPECT_FALSE(fs::exists(temp_ / "mean" / "state.json"));
  EXPECT_TRUE(verify_checksums(temp_ / "mean"));
}

TEST_F(AverageTest, RefusesModelsOfOtherShapesAndAFolderThatExists) {
  const auto folders = {model("a", at::zeros({2}), 1), model("b", at::zeros({3}), 1)};
  EXPECT_THROW(average_checkpoints(folders, temp_ / "mean"), Error);
  EXPECT_FALSE(fs::exists(temp_ / "mean"));
  EXPECT_THROW(average_checkpoints({temp_ / "a"}, temp_ / "b"), UsageError);
}

TEST_F(AverageTest, RefusesADamagedCheckpoint) {
  const auto folder = model("a", at::zeros({2}), 1);
  write_checksums(folder);
  write_safetensors(folder / "model.safetensors", {{"weight", at::ones({2})}, {"count", at::full({1}, 1)}});
  EXPECT_THROW(average_checkpoints({folder}, temp_ / "mean"), Error);
  EXPECT_FALSE(fs::exists(temp_ / "mean"));
}

TEST_F(AverageTest, NamesWhatItCannotCopy) {
  const auto folder = model("a", at::zeros({2}), 1);
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(test::error_of([&] { average_checkpoints({folder}, temp_ / "mean"); }),
              testing::HasSubstr((folder / "pipe").string()));
  EXPECT_FALSE(fs::exists(temp_ / "mean"));
}

}  // namespace
}  // namespace attend
