#include "attend/io/checksums.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using test::TempFolder;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const TempFolder& folder) {
  return test::error_of([&] { (void)verify_checksums(folder.path()); });
}

class Checksums : public testing::Test {
 protected:
  Checksums() {
    folder.write("model.safetensors", "some weights");
    folder.write("config.json", "{}");
    folder.write("inner/table.txt", "");
    write_checksums(folder.path());
  }
  TempFolder folder;
};

TEST_F(Checksums, AWholeFolderIsAccepted) { EXPECT_TRUE(verify_checksums(folder.path())); }

TEST_F(Checksums, WritingAgainChangesNothing) {
  const std::string before = folder.read("checksums.json");
  write_checksums(folder.path());
  EXPECT_EQ(folder.read("checksums.json"), before);
}

TEST_F(Checksums, FilesAddedLaterAreLeftAlone) {
  folder.write("README.md", "added");
  EXPECT_TRUE(verify_checksums(folder.path()));
}

TEST_F(Checksums, ATruncatedFileIsNamedWithItsSizes) {
  folder.write("model.safetensors", "some");
  EXPECT_THAT(refusal(folder),
              AllOf(HasSubstr("model.safetensors"), HasSubstr("4 bytes"), HasSubstr("12 bytes")));
}

TEST_F(Checksums, AnAlteredByteIsFound) {
  folder.write("model.safetensors", "some weightz");
  EXPECT_THAT(refusal(folder), AllOf(HasSubstr("model.safetensors"), HasSubstr("XXH3-64")));
}

TEST_F(Checksums, WhoReadsOnlyTheModelComparesTheSizeOfTheTrainingState) {
  folder.write("training_state.safetensors", "moments");
  write_checksums(folder.path());
  folder.write("training_state.safetensors", "momentz");
  EXPECT_TRUE(verify_model_checksums(folder.path()));
  EXPECT_THAT(refusal(folder), HasSubstr("training_state.safetensors"));
  folder.write("training_state.safetensors", "moment");
  EXPECT_THAT(test::error_of([&] { (void)verify_model_checksums(folder.path()); }), HasSubstr("6 bytes"));
}

TEST_F(Checksums, AnAlteredModelIsFoundByWhoReadsOnlyTheModel) {
  folder.write("model.safetensors", "some weightz");
  EXPECT_THAT(test::error_of([&] { (void)verify_model_checksums(folder.path()); }), HasSubstr("XXH3-64"));
}

TEST_F(Checksums, AMissingFileIsFound) {
  std::filesystem::remove(folder / "inner/table.txt");
  EXPECT_THAT(refusal(folder), HasSubstr("inner/table.txt"));
}

TEST_F(Checksums, ADamagedListIsRefused) {
  folder.write("checksums.json", "{\"files\": ");
  EXPECT_THAT(refusal(folder), HasSubstr("checksums.json"));
  folder.write("checksums.json", "{}");
  EXPECT_THAT(refusal(folder), HasSubstr("under files"));
  folder.write("checksums.json", R"({"files": {"config.json": {"size": -1, "xxh3_64": ""}}})");
  EXPECT_THAT(refusal(folder), HasSubstr("size and xxh3_64"));
}

TEST_F(Checksums, TheListStaysInTheFolder) {
  folder.write("checksums.json", R"({"files": {"../x": {"size": 1, "xxh3_64": ""}}})");
  EXPECT_THAT(refusal(folder), HasSubstr("a name inside the folder"));
}

TEST(ChecksumsOfOthers, AFolderWithoutAListIsLeftToItsReader) {
  const TempFolder folder;
  EXPECT_FALSE(verify_checksums(folder.path()));
}

}  // namespace
}  // namespace attend
