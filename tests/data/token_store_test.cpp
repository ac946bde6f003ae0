#include "attend/data/token_store.h"

#include <chrono>
#include <fstream>

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

// Two columns; three examples: (1 2 3 | 4), ( | 5 6), (7 | 8).
fs::path write_store(const test::TempFolder& folder, uint64_t key = 42) {
  const std::vector<int32_t> a = {1, 2, 3}, b = {4}, c = {5, 6}, d = {7}, e = {8};
  TokenStoreWriter writer(folder / "store", 2, key);
  writer.add({a, b});
  writer.add({{}, c});
  writer.add({d, e});
  writer.commit({{"kept", 3}});
  return folder / "store";
}

TEST(TokenStore, GivesBackWhatWasWritten) {
  const test::TempFolder folder;
  const TokenStore store(write_store(folder));
  EXPECT_EQ(store.size(), 3);
  EXPECT_EQ(store.columns(), 2);
  EXPECT_THAT(store.ids(0, 0), ElementsAre(1, 2, 3));
  EXPECT_THAT(store.ids(0, 1), ElementsAre(4));
  EXPECT_THAT(store.ids(1, 0), IsEmpty());
  EXPECT_THAT(store.ids(2, 1), ElementsAre(8));
  EXPECT_EQ(store.length(1, 1), 2);
  EXPECT_EQ(store.max_id(), 8);
  EXPECT_EQ(store.key(), 42);
  EXPECT_EQ(store.notes().at("kept"), 3);
}

TEST(TokenStore, MayBeEmpty) {
  const test::TempFolder folder;
  TokenStoreWriter(folder / "store", 2, 1).commit({});
  EXPECT_EQ(TokenStore(folder / "store").size(), 0);
}

TEST(TokenStore, ItsHashIsThatOfItsContents) {
  const test::TempFolder folder, other;
  const uint64_t hash = TokenStore(write_store(folder, 1)).content_hash();
  EXPECT_EQ(TokenStore(write_store(other, 2)).content_hash(), hash);
  // The same ids, divided otherwise.
  const std::vector<int32_t> a = {1, 2}, b = {3, 4}, c = {5, 6}, d = {7}, e = {8};
  TokenStoreWriter writer(folder / "divided", 2, 1);
  writer.add({a, b});
  writer.add({{}, c});
  writer.add({d, e});
  writer.commit({});
  EXPECT_NE(TokenStore(folder / "divided").content_hash(), hash);
}

TEST(TokenStore, StaysReadableWhenItIsReplaced) {
  const test::TempFolder folder;
  const TokenStore store(write_store(folder));
  write_store(folder);
  fs::remove_all(folder / "store");
  EXPECT_THAT(store.ids(2, 0), ElementsAre(7));
}

TEST(TokenStoreWriter, LeavesNothingWithoutCommit) {
  const test::TempFolder folder;
  { TokenStoreWriter writer(folder / "store", 2, 1); }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(TokenStoreWriter, RefusesAnExampleWithOtherColumns) {
  const test::TempFolder folder;
  const std::vector<int32_t> ids = {1};
  TokenStoreWriter writer(folder / "store", 2, 1);
  EXPECT_THROW(writer.add({ids}), Error);
}

// What a crash, a full disk or another program may leave.
struct Damage {
  const char* name;
  const char* file;
  void (*apply)(std::string& bytes);
};

class DamagedTokenStore : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedTokenStore, IsRefused) {
  const test::TempFolder folder;
  write_store(folder);
  std::string bytes = folder.read(fs::path("store") / GetParam().file);
  GetParam().apply(bytes);
  folder.write(fs::path("store") / GetParam().file, bytes);
  EXPECT_THAT([&] { TokenStore store(folder / "store"); },
              ThrowsMessage<Error>(HasSubstr((folder / "store").string())));
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
}

INSTANTIATE_TEST_SUITE_P(
    ByKind, DamagedTokenStore,
    ::testing::Values(
        Damage{"IdsEmpty", "ids", [](std::string& bytes) { bytes.clear(); }},
        Damage{"IdsShort", "ids", [](std::string& bytes) { bytes.resize(bytes.size() - 4); }},
        Damage{"IdsOdd", "ids", [](std::string& bytes) { bytes += 'x'; }},
        Damage{"IdsChanged", "ids", [](std::string& bytes) { bytes[0] = 5; }},
        Damage{"OffsetsEmpty", "offsets", [](std::string& bytes) { bytes.clear(); }},
        Damage{"OffsetsShort", "offsets", [](std::string& bytes) { bytes.resize(bytes.size() - 8); }},
        Damage{"OffsetsOdd", "offsets", [](std::string& bytes) { bytes += "xyz"; }},
        Damage{"OffsetsNotFromZero", "offsets", [](std::string& bytes) { bytes[0] = 1; }},
        Damage{"OffsetsOutOfOrder", "offsets", [](std::string& bytes) { bytes[8] = 100; }},
        Damage{"OffsetsMoved", "offsets", [](std::string& bytes) { bytes[8] = 2; }},
        Damage{"DescriptionEmpty", "store.json", [](std::string& text) { text.clear(); }},
        Damage{"DescriptionCut", "store.json", [](std::string& text) { text.resize(text.size() / 2); }},
        Damage{"DescriptionOther", "store.json", [](std::string& text) { text = "[1, 2]"; }},
        Damage{"DescriptionMoreExamples", "store.json",
               [](std::string& text) { replace(text, "\"examples\": 3", "\"examples\": 4"); }},
        Damage{"DescriptionOtherKey", "store.json",
               [](std::string& text) { replace(text, "\"key\": 42", "\"key\": 43"); }}),
    [](const auto& info) { return info.param.name; });

// Too large to be read whole each time it is opened: 68 MB of ids.
TEST(TokenStore, ALargeOneIsReadWholeWhereItWasWrittenTo) {
  const test::TempFolder folder;
  {
    TokenStoreWriter writer(folder / "store", 1, 42);
    const std::vector<int32_t> ids(1 << 20, 7);
    for (int i = 0; i < 17; ++i) writer.add({ids});
    writer.commit({});
  }
  EXPECT_EQ(TokenStore(folder / "store").ids(16, 0).back(), 7);
  std::fstream(folder / "store" / "ids", std::ios::in | std::ios::out | std::ios::binary)
      .seekp(1 << 20)
      .put(9);
  const auto written = fs::last_write_time(folder / "store" / "ids");
  fs::last_write_time(folder / "store" / "ids", written + std::chrono::seconds(1));  // clocks are coarse
  EXPECT_THAT([&] { TokenStore store(folder / "store"); },
              ThrowsMessage<Error>(HasSubstr("other contents than were written")));
}

TEST(TokenStore, NamesAFileThatIsNotThere) {
  const test::TempFolder folder;
  write_store(folder);
  fs::remove(folder / "store/offsets");
  EXPECT_THAT([&] { TokenStore store(folder / "store"); }, ThrowsMessage<Error>(HasSubstr("store/offsets")));
}

}  // namespace
}  // namespace attend
