#include "attend/reporting/tensorboard.h"

#include <cstring>

#include "sample_run.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/reporting/crc32c.h"
#include "attend/reporting/event_records.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::HasSubstr;
using testing::Not;

// The vectors of RFC 3720, appendix B.4.
TEST(Crc32c, EqualsThePublishedVectors) {
  std::string rising, falling;
  for (char i = 0; i < 32; ++i) rising.push_back(i), falling.insert(falling.begin(), i);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(crc32c(rising), 0x46dd794eu);
  EXPECT_EQ(crc32c(falling), 0x113fdb5cu);
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(""), 0u);
}

TEST(EventRecords, TheVersionRecordIsAsTheFormatSays) {
  // wall_time 0 as a double (tag 0x09), then file_version (tag 0x1a).
  const std::string message = std::string("\x09\0\0\0\0\0\0\0\0", 9) + "\x1a\x0d" + "brain.Event:2";
  const std::string record = version_record(0);
  ASSERT_EQ(record.size(), 8 + 4 + message.size() + 4);
  uint64_t length = 0;
  std::memcpy(&length, record.data(), sizeof(length));
  EXPECT_EQ(length, message.size());
  EXPECT_EQ(record.substr(12, message.size()), message);
}

// Made by scripts/parity/tensorboard_fixture.py with TensorBoard's own writer, and read back as TensorBoard
// does.
TEST(EventRecords, EqualTensorBoardsOwn) {
  const std::string golden = read_file(std::filesystem::path(ATTEND_SOURCE_DIR) /
                                       "tests/reporting/fixtures/events.out.tfevents.golden");
  EXPECT_EQ(version_record(1.5) +
                scalar_record(2.25, 50, {{"train/loss", 3.5f}, {"train/learning_rate", 5e-4f}}) +
                scalar_record(3.0, 300, {{"validation/bleu", 31.25f}}),
            golden);
  EXPECT_EQ(records_up_to(golden, 300), golden.size());
}

const Scalars loss = {{"train/loss", 2.5f}};

TEST(EventRecords, CountsWholeRecordsUpToAStep) {
  const std::string version = version_record(1), one = scalar_record(1, 1, loss),
                    two = scalar_record(1, 2, loss);
  const std::string file = version + one + two;
  EXPECT_EQ(records_up_to(file, 2), file.size());
  EXPECT_EQ(records_up_to(file, 1), version.size() + one.size());
  EXPECT_EQ(records_up_to(file, 0), version.size());
}

TEST(EventRecords, StopsAtARecordThatIsCutShort) {
  const std::string version = version_record(1), file = version + scalar_record(1, 1, loss);
  for (size_t size = version.size(); size < file.size(); ++size) {
    EXPECT_EQ(records_up_to(file.substr(0, size), 9), version.size()) << size;
  }
}

TEST(EventRecords, StopsAtAnyAlteredByte) {
  const std::string version = version_record(1), file = version + scalar_record(1, 1, loss);
  for (size_t i = version.size(); i < file.size(); ++i) {
    std::string altered = file;
    altered[i] ^= 1;
    EXPECT_EQ(records_up_to(altered, 9), version.size()) << i;
  }
}

TEST(EventRecords, AnotherKindOfFileHasNone) {
  EXPECT_EQ(records_up_to("", 9), 0);
  EXPECT_EQ(records_up_to("a text that is long enough to hold a record", 9), 0);
  EXPECT_EQ(records_up_to(scalar_record(1, 1, loss), 9), 0);
}

class TensorBoard : public testing::Test {
 protected:
  std::string contents() { return folder.read(TensorBoardEvents::file_name); }
  TempFolder folder;
};

TEST_F(TensorBoard, WritesTheTags) {
  TensorBoardEvents events(folder.path());
  test::run(events, 0, 100, 1);
  for (const auto* tag : {"train/loss", "train/learning_rate", "train/gradient_norm",
                          "train/tokens_per_second", "validation/loss", "validation/bleu"}) {
    EXPECT_THAT(contents(), HasSubstr(tag));
  }
  EXPECT_EQ(records_up_to(contents(), 100), contents().size());
}

TEST_F(TensorBoard, AResumedRunGoesOnInTheSameFile) {
  std::string kept;
  {
    TensorBoardEvents events(folder.path());
    test::run(events, 0, 100, 1);
    kept = contents();
    events.on_update(test::update_at(150, 1));
  }
  folder.write(TensorBoardEvents::file_name, contents() + "torn");
  TensorBoardEvents events(folder.path());
  events.on_start(test::progress_at(100));
  EXPECT_EQ(contents(), kept);
  events.on_update(test::update_at(150, 2));
  EXPECT_EQ(records_up_to(contents(), 150), contents().size());
  EXPECT_GT(contents().size(), kept.size());
}

TEST_F(TensorBoard, ARunThatBeginsAnewLeavesNothingOfTheOldOne) {
  { test::run(*std::make_unique<TensorBoardEvents>(folder.path()), 0, 100, 1); }
  TensorBoardEvents events(folder.path());
  events.on_start({});
  EXPECT_THAT(contents(), Not(HasSubstr("train/loss")));
  EXPECT_THAT(contents(), HasSubstr("brain.Event:2"));
}

TEST_F(TensorBoard, AFolderThatIsNotThereIsAnError) {
  EXPECT_THROW(TensorBoardEvents(folder / "none"), Error);
}

}  // namespace
}  // namespace attend
