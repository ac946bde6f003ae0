#include "attend/data/token_cache.h"

#include <cstdlib>

#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <unistd.h>

#include "attend/core/error.h"

namespace attend {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const std::vector<int32_t> some_ids = {1, 2, 3};

Json build_one(TokenStoreWriter& writer) {
  writer.add({some_ids});
  return {{"note", "built"}};
}

// An environment variable for the length of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

TEST(TokenCache, BuildsOnceAndThenReuses) {
  const test::TempFolder folder;
  const TokenCache cache(folder / "cache");
  const auto built = cache.open(5, 1, build_one);
  EXPECT_FALSE(built.reused);
  const auto reused = TokenCache(folder / "cache").open(5, 1, [](TokenStoreWriter&) -> Json {
    ADD_FAILURE() << "built twice";
    return {};
  });
  EXPECT_TRUE(reused.reused);
  EXPECT_THAT(reused.store.ids(0, 0), ElementsAre(1, 2, 3));
  EXPECT_EQ(reused.store.notes().at("note"), "built");
  EXPECT_FALSE(cache.open(6, 1, build_one).reused) << "another key";
}

TEST(TokenCache, BuildsAgainWhatIsDamaged) {
  const test::TempFolder folder;
  const TokenCache cache(folder.path());
  cache.open(5, 1, build_one);
  for (const auto& entry : fs::directory_iterator(folder.path())) fs::resize_file(entry.path() / "ids", 4);
  const auto again = cache.open(5, 1, build_one);
  EXPECT_FALSE(again.reused);
  EXPECT_THAT(again.store.ids(0, 0), ElementsAre(1, 2, 3));
}

TEST(TokenCache, LeavesNothingWhenBuildingFails) {
  const test::TempFolder folder;
  const TokenCache cache(folder.path());
  EXPECT_THROW(cache.open(5, 1, [](TokenStoreWriter&) -> Json { throw Error({.found = "a bad line"}); }),
               Error);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(TokenCache, TwoThatBuildAtOnceBothSucceed) {
  const test::TempFolder folder;
  const TokenCache first(folder.path()), second(folder.path());
  std::optional<TokenCache::Entry> inner;
  const auto outer = first.open(5, 1, [&](TokenStoreWriter& writer) {
    inner.emplace(second.open(5, 1, build_one));
    return build_one(writer);
  });
  EXPECT_THAT(inner->store.ids(0, 0), ElementsAre(1, 2, 3));
  EXPECT_THAT(outer.store.ids(0, 0), ElementsAre(1, 2, 3));
}

TEST(TokenCache, HashesAFileByItsBytes) {
  const test::TempFolder folder;
  const TokenCache cache(folder / "cache");
  const uint64_t hash = cache.file_hash(folder.write("a", "text"));
  EXPECT_EQ(hash, hash_bytes("text"));
  EXPECT_EQ(cache.file_hash(folder.write("b", "text")), hash);
  EXPECT_EQ(cache.file_hash(folder.write("empty", "")), hash_bytes(""));
  EXPECT_NE(cache.file_hash(folder.write("a", "longer text")), hash) << "the file changed";
}

TEST(TokenCache, NoticesAChangeThatHidesItsTime) {
  const test::TempFolder folder;
  const TokenCache cache(folder / "cache");
  const auto file = folder.write("a", "text");
  const auto time = fs::last_write_time(file);
  cache.file_hash(file);
  write_file(file, "Text");  // another file of this name and size
  fs::last_write_time(file, time);
  EXPECT_EQ(cache.file_hash(file), hash_bytes("Text"));
}

TEST(TokenCache, DoesNotReadAnUnchangedFileAgain) {
  const test::TempFolder folder;
  const TokenCache cache(folder / "cache");
  const auto file = folder.write("a", "text");
  cache.file_hash(file);
  // A false note shows that it is the note that is used.
  const auto note = *fs::directory_iterator(folder / "cache");
  Json json = Json::parse(read_file(note.path()));
  json["hash"] = 7u;
  write_file(note.path(), json.dump());
  EXPECT_EQ(cache.file_hash(file), 7);
  write_file(note.path(), R"({"identity": 3})");
  EXPECT_EQ(cache.file_hash(file), hash_bytes("text")) << "a damaged note is no note";
}

TEST(TokenCache, NamesAMissingFile) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { TokenCache(folder.path()).file_hash(folder / "none"); },
              ThrowsMessage<Error>(HasSubstr("none")));
}

TEST(TokenCache, AFolderOfTheUsersThatCannotBeIsAnError) {
  const test::TempFolder folder;
  folder.write("file", "");
  EXPECT_THAT([&] { TokenCache cache(folder / "file/cache"); },
              ThrowsMessage<Error>(HasSubstr("file/cache")));
}

TEST(TokenCache, IsInTheUsersCacheFolderByDefault) {
  const test::TempFolder folder;
  const Variable cache_home("XDG_CACHE_HOME", folder.path());
  EXPECT_EQ(TokenCache().folder(), folder / "attend/tokens");
}

TEST(TokenCache, IsTemporaryWhereTheDefaultCannotBe) {
  const test::TempFolder folder;
  folder.write("file", "");
  const Variable cache_home("XDG_CACHE_HOME", folder / "file");
  std::optional<TokenCache> cache(std::in_place);
  EXPECT_TRUE(cache->is_temporary());
  const auto entry = cache->open(5, 1, build_one);
  const fs::path place = cache->folder();
  cache.reset();
  EXPECT_FALSE(fs::exists(place));
  EXPECT_THAT(entry.store.ids(0, 0), ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace attend
