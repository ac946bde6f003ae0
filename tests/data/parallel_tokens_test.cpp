#include "attend/data/parallel_tokens.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// A word's id is its length; the end symbol is 0.
class LengthTokenizer final : public Tokenizer {
 public:
  explicit LengthTokenizer(uint64_t fingerprint = 1, int64_t end = 0)
      : fingerprint_(fingerprint), end_(end) {}

  std::vector<int64_t> encode(std::string_view text) const override {
    std::vector<int64_t> ids;
    for (const auto word : split_whitespace(text)) ids.push_back(static_cast<int64_t>(word.size()));
    return ids;
  }
  std::string decode(const std::vector<int64_t>&) const override { return {}; }
  std::vector<std::string> pieces(std::string_view) const override { return {}; }
  int64_t vocab_size() const override { return 100; }
  std::string piece(int64_t) const override { return {}; }
  std::optional<int64_t> id(std::string_view) const override { return {}; }
  SpecialIds special() const override { return {.pad = -1, .bos = -1, .eos = end_, .unk = -1}; }
  uint64_t fingerprint() const override { return fingerprint_; }

 private:
  uint64_t fingerprint_;
  int64_t end_;
};

class LengthTokenizers final : public TokenizerPair {
 public:
  explicit LengthTokenizers(const LengthTokenizer& source = LengthTokenizer(),
                            const LengthTokenizer& target = LengthTokenizer())
      : TokenizerPair(std::make_shared<LengthTokenizer>(source), std::make_shared<LengthTokenizer>(target),
                      {}) {}

  bool shared_vocabulary() const override { return true; }
  void save(const std::filesystem::path&, int64_t) const override {}
};

class ParallelTokensTest : public ::testing::Test {
 protected:
  ParallelTokens load(const LengthOptions& options = {}) {
    return load_parallel_tokens(files_, LengthTokenizers(), options, TokenCache(folder_ / "cache"));
  }

  test::TempFolder folder_;
  ParallelFiles files_{.source = {folder_.write("a.de", "ein Hund\n\nja\n")},
                       .target = {folder_.write("a.en", "a dog\nlost\nyes it is\n")}};
};

TEST_F(ParallelTokensTest, AreEncodedWithEndSymbols) {
  const auto tokens = load();
  ASSERT_EQ(tokens.store.size(), 2);
  EXPECT_THAT(tokens.store.ids(0, 0), ElementsAre(3, 4, 0));
  EXPECT_THAT(tokens.store.ids(1, 1), ElementsAre(3, 2, 2, 0));
  EXPECT_EQ(tokens.counts, (FilterCounts{.read = 3, .kept = 2, .empty = 1}));
}

TEST_F(ParallelTokensTest, ASecondStartFindsThemWithTheirCounts) {
  EXPECT_FALSE(load().reused);
  const auto again = load();
  EXPECT_TRUE(again.reused);
  EXPECT_EQ(again.counts, (FilterCounts{.read = 3, .kept = 2, .empty = 1}));
}

TEST_F(ParallelTokensTest, WhateverChangesTheIdsMakesThemAnew) {
  load();
  EXPECT_FALSE(load({.max_length = 10}).reused);
  EXPECT_FALSE(load({.over_long = OverLong::truncate}).reused);
  EXPECT_FALSE(load({.max_length_ratio = 5}).reused);
  EXPECT_FALSE(load({.empty = EmptyLines::keep}).reused);
  const LengthTokenizer first(1), second(2);
  const TokenCache cache(folder_ / "cache");
  EXPECT_FALSE(load_parallel_tokens(files_, LengthTokenizers(first, second), {}, cache).reused);
  EXPECT_FALSE(load_parallel_tokens(files_, LengthTokenizers(second, first), {}, cache).reused);
  files_.limit = 1;
  EXPECT_FALSE(load().reused);
  files_.limit = 0;
  EXPECT_TRUE(load().reused);
  folder_.write("a.en", "a dog\nlost\nyes it was\n");
  EXPECT_FALSE(load().reused);
}

TEST_F(ParallelTokensTest, KeepTheirOrderWhenThereAreMany) {
  std::string source, target;
  for (size_t i = 0; i < 40'000; ++i) {
    source += std::string(1 + i % 97, 'x') + "\n";
    target += std::string(1 + i % 89, 'y') + "\n";
  }
  files_.source = {folder_.write("many.de", source)};
  files_.target = {folder_.write("many.en", target)};
  const auto tokens = load();
  ASSERT_EQ(tokens.store.size(), 40'000);
  for (int32_t i = 0; i < 40'000; ++i) {
    ASSERT_EQ(tokens.store.ids(i, 0)[0], 1 + i % 97);
    ASSERT_EQ(tokens.store.ids(i, 1)[0], 1 + i % 89);
  }
}

TEST_F(ParallelTokensTest, ComeFromTabSeparatedFilesToo) {
  files_ = {.tsv = {folder_.write("a.tsv", "a dog\tein Hund\nbroken\n")}, .short_lines = ShortLines::drop};
  const auto tokens = load();
  EXPECT_THAT(tokens.store.ids(0, 1), ElementsAre(3, 4, 0));
  EXPECT_EQ(tokens.counts, (FilterCounts{.read = 2, .kept = 1, .malformed = 1}));
}

TEST_F(ParallelTokensTest, NoneLeftIsAnError) {
  EXPECT_THAT([&] { load({.max_length = 2}); },
              ThrowsMessage<Error>(AllOf(HasSubstr("a.de"), HasSubstr("no pair is left"))));
}

TEST_F(ParallelTokensTest, ABadLineIsNamed) {
  EXPECT_THAT(
      [&] { load({.empty = EmptyLines::error}); },
      ThrowsMessage<Error>(AllOf(HasSubstr("a.de"), HasSubstr("a.en, line 2"), HasSubstr("empty source"))));
}

TEST_F(ParallelTokensTest, NeedAnEndSymbol) {
  const LengthTokenizers endless(LengthTokenizer(1, -1));
  EXPECT_THROW(load_parallel_tokens(files_, endless, {}, TokenCache(folder_ / "cache")), Error);
}

}  // namespace
}  // namespace attend
