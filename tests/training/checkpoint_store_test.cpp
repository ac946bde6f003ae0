#include "attend/training/checkpoint_store.h"

#include <stdexcept>

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class CheckpointStoreTest : public testing::Test {
 protected:
  void save(CheckpointStore& store, int64_t update, int64_t best) {
    store.save(update, best,
               [&](const fs::path& staged) { write_file(staged / "weights", std::to_string(update)); });
  }
  std::string linked(const std::string& link) const { return fs::read_symlink(run_ / link).string(); }

  test::TempFolder run_;
};

TEST_F(CheckpointStoreTest, KeepsTheNewestAndTheBest) {
  CheckpointStore store(run_.path(), 2);
  for (int64_t update = 1; update <= 5; ++update) save(store, update, /*best=*/2);
  EXPECT_THAT(store.updates(), ElementsAre(2, 4, 5));
  EXPECT_EQ(linked("last"), "checkpoints/step-0000005");
  EXPECT_EQ(linked("best"), "checkpoints/step-0000002");
  EXPECT_EQ(read_file(run_ / "best" / "weights"), "2");
}

TEST_F(CheckpointStoreTest, WithoutABestTheLastStandsForIt) {
  CheckpointStore store(run_.path(), 2);
  save(store, 1, 0);
  EXPECT_EQ(linked("best"), "checkpoints/step-0000001");
}

TEST_F(CheckpointStoreTest, AWriterThatFailsLeavesNothing) {
  CheckpointStore store(run_.path(), 2);
  save(store, 1, 1);
  EXPECT_THROW(store.save(2, 2, [](const fs::path&) { throw std::runtime_error("full"); }),
               std::runtime_error);
  EXPECT_THAT(store.updates(), ElementsAre(1));
  EXPECT_EQ(std::distance(fs::directory_iterator(run_ / "checkpoints"), {}), 1);
}

TEST_F(CheckpointStoreTest, LeftOversOfKilledWritersAreRemoved) {
  run_.write("checkpoints/.step-0000003.tmp-1-0/weights", "half");
  run_.write("checkpoints/notes/mine", "stays");
  CheckpointStore store(run_.path(), 2);
  EXPECT_FALSE(fs::exists(run_ / "checkpoints/.step-0000003.tmp-1-0"));
  EXPECT_TRUE(fs::exists(run_ / "checkpoints/notes/mine"));
}

TEST_F(CheckpointStoreTest, ADamagedCheckpointIsPassedOver) {
  CheckpointStore store(run_.path(), 5);
  EXPECT_EQ(store.newest_whole(), std::nullopt);
  for (int64_t update = 1; update <= 4; ++update) save(store, update, update);
  run_.write("checkpoints/step-0000004/weights", "9");  // altered
  fs::remove(run_ / "checkpoints/step-0000003/weights");
  EXPECT_EQ(store.newest_whole(), 2);
}

TEST_F(CheckpointStoreTest, CheckpointsThatAreGoneAreAnError) {
  CheckpointStore store(run_.path(), 5);
  EXPECT_EQ(store.newest_whole(), std::nullopt);
  save(store, 1000, 1000);
  fs::remove_all(run_ / "checkpoints");
  EXPECT_THAT(test::error_of([&] { (void)store.newest_whole(); }),
              testing::HasSubstr("checkpoints/step-0001000"));
}

TEST(LastCheckpoints, OfNoFolderAreAWrongArgument) {
  const test::TempFolder temp;
  EXPECT_THROW(last_checkpoints(temp / "none"), UsageError);
  EXPECT_THAT(test::error_of([&] { last_checkpoints(temp / "none"); }), testing::HasSubstr("no such folder"));
}

TEST_F(CheckpointStoreTest, GivesTheLastOnesOldestFirst) {
  CheckpointStore store(run_.path(), 5);
  for (const int64_t update : {900, 1000, 20000000}) save(store, update, update);
  EXPECT_THAT(last_checkpoints(run_.path(), 2), ElementsAre(store.folder(1000), store.folder(20000000)));
  EXPECT_EQ(last_checkpoints(run_.path()).size(), 3);
  EXPECT_THROW(last_checkpoints(run_.path(), 4), Error);
}

}  // namespace
}  // namespace attend
