#include "attend/tokenizers/wordpiece_input.h"

#include "support/expect_error.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr SpecialIds special = {.pad = 0, .bos = 2, .eos = 3, .unk = 1};

const Json& fixtures() {
  static const Json document = read_json(ATTEND_SOURCE_DIR "/tests/tokenizers/fixtures/wordpiece.json");
  return document;
}

TEST(WordPieceInput, PutsSymbolsAroundSentencesAndPairs) {
  const std::vector<int64_t> first = {7, 8}, second = {9};
  const auto sentence = make_input(first, special);
  EXPECT_THAT(sentence.ids, ElementsAre(2, 7, 8, 3));
  EXPECT_THAT(sentence.types, ElementsAre(0, 0, 0, 0));
  const auto pair = make_input(first, second, special);
  EXPECT_THAT(pair.ids, ElementsAre(2, 7, 8, 3, 9, 3));
  EXPECT_THAT(pair.types, ElementsAre(0, 0, 0, 0, 1, 1));
}

TEST(WordPieceInput, TruncatesTheLongestAsThePackageDoes) {
  for (const Json& pair : fixtures()["pairs"]) {
    EXPECT_EQ(truncate_longest_first({pair[0], pair[1]}, pair[2]), PairLengths(pair[3], pair[4])) << pair;
  }
}

TEST(WordPieceInput, MakesTheWindowsOfThePackage) {
  for (const Json& example : fixtures()["windows"]) {
    Json windows = Json::array();
    for (const auto& [begin, end] : make_windows(example[0], example[1], example[2])) {
      windows.push_back({begin, end});
    }
    EXPECT_EQ(windows.dump(), example[3].dump()) << example;
  }
}

TEST(WordPieceInput, RefusesWindowsThatDoNotAdvance) {
  EXPECT_THAT(test::error_of([] { make_windows(10, 4, 4); }), HasSubstr("windows of 4 ids that share 4"));
  EXPECT_THAT(test::error_of([] { make_windows(10, -1, 0); }), HasSubstr("max_length"));
}

}  // namespace
}  // namespace attend
