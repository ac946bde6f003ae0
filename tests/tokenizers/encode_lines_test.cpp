#include "attend/tokenizers/encode_lines.h"

#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/tokenizers/marian_tokenizer_pair.h"

namespace attend {
namespace {

TEST(EncodeLines, KeepsTheOrderWithAnyNumberOfThreads) {
  std::vector<std::string> lines;
  for (int i = 0; i < 20; ++i) {
    for (const auto& line : test::german_lines()) lines.push_back(line + ' ' + std::to_string(i));
  }
  const auto model = test::train_small(test::german_lines());
  const MarianTokenizerPair pair(model, model, {});
  std::vector<std::vector<int64_t>> expected;
  for (const auto& line : lines) expected.push_back(pair.source()->encode(line));
  for (const int threads : {1, 2, 5}) EXPECT_EQ(encode_lines(*pair.source(), lines, threads), expected);
  EXPECT_TRUE(encode_lines(*pair.source(), {}, 2).empty());
}

/// Fails at every text.
class Broken final : public Tokenizer {
 public:
  std::vector<int64_t> encode(std::string_view) const override { throw Error({.operation = "breaking"}); }
  std::string decode(const std::vector<int64_t>&) const override { return {}; }
  std::vector<std::string> pieces(std::string_view) const override { return {}; }
  int64_t vocab_size() const override { return 0; }
  std::string piece(int64_t) const override { return {}; }
  std::optional<int64_t> id(std::string_view) const override { return {}; }
  SpecialIds special() const override { return {}; }
  uint64_t fingerprint() const override { return 0; }
};

TEST(EncodeLines, ThrowsWhatAThreadThrew) {
  const std::vector<std::string> lines(2000, "text");
  EXPECT_THROW(encode_lines(Broken(), lines, 3), Error);
}

}  // namespace
}  // namespace attend
