#include "attend/data/corpus_statistics.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using testing::ElementsAre;
using testing::Pair;

// Six pieces; 0 is the end symbol, 1 the unknown one.
class SixPieces final : public Tokenizer {
 public:
  std::vector<int64_t> encode(std::string_view) const override { return {}; }
  std::string decode(const std::vector<int64_t>&) const override { return ""; }
  std::vector<std::string> pieces(std::string_view) const override { return {}; }
  int64_t vocab_size() const override { return 6; }
  std::string piece(int64_t id) const override { return "piece " + std::to_string(id); }
  std::optional<int64_t> id(std::string_view) const override { return std::nullopt; }
  SpecialIds special() const override { return {.pad = 5, .eos = 0, .unk = 1}; }
  uint64_t fingerprint() const override { return 1; }
};

TokenStore store_of(const test::TempFolder& folder) {
  const std::vector<int32_t> first = {3, 2, 1, 0}, second = {4, 3, 0}, other = {9, 0};
  TokenStoreWriter writer(folder / "store", 2, 1);
  writer.add({first, other});
  writer.add({second, other});
  writer.commit({});
  return TokenStore(folder / "store");
}

TEST(CorpusStatistics, CountTokensLengthsAndPieces) {
  const test::TempFolder folder;
  const auto side = count_side(store_of(folder), 0, SixPieces(), 2);
  EXPECT_EQ(side.tokens, 7);
  EXPECT_EQ(side.unknown, 1);
  EXPECT_EQ(side.vocab_size, 6);
  EXPECT_EQ(side.pieces_used, 5);
  EXPECT_THAT(side.lengths, ElementsAre(0, 0, 0, 1, 1));
  EXPECT_THAT(side.frequent, ElementsAre(Pair("piece 3", 2), Pair("piece 2", 1)));  // of equals the lower id
}

TEST(CorpusStatistics, AnIdOfAnotherVocabularyIsNamed) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { count_side(store_of(folder), 1, SixPieces(), 2); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("the id 9")));
}

}  // namespace
}  // namespace attend
