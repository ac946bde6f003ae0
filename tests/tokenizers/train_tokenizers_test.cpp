#include "attend/tokenizers/train_tokenizers.h"

#include <gmock/gmock.h>

#include "attend/config/load.h"

namespace attend {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(TokenizerSchema, ReadsSubwordOptions) {
  const auto loaded = load(tokenizer_schema(), R"({"type": "sentencepiece", "algorithm": "unigram",
      "vocab_size": 500, "shared": false, "normalization": "identity"})",
                           "config.json");
  EXPECT_THAT(loaded.problems.list(), IsEmpty());
  const auto& options = std::get<SentencePieceOptions>(loaded.value);
  EXPECT_EQ(options.algorithm, SubwordAlgorithm::unigram);
  EXPECT_EQ(options.vocab_size, 500);
  EXPECT_FALSE(options.shared);
  EXPECT_EQ(options.normalization, TextNormalization::identity);
}

TEST(TokenizerSchema, ReadsWordOptions) {
  const auto loaded =
      load(tokenizer_schema(), R"({"type": "word", "min_frequency": 1, "order": "sorted"})", "config.json");
  EXPECT_THAT(loaded.problems.list(), IsEmpty());
  const auto& options = std::get<WordOptions>(loaded.value);
  EXPECT_EQ(options.min_frequency, 1);
  EXPECT_EQ(options.order, VocabularyOrder::sorted);
  EXPECT_TRUE(options.lowercase);
}

TEST(TokenizerSchema, RefusesOptionsOfTheOtherType) {
  const auto loaded = load(tokenizer_schema(), R"({"type": "word", "vocab_size": 8000})", "config.json");
  EXPECT_THAT(loaded.problems.list(), SizeIs(1));
}

TEST(TokenizerSchema, ChecksRanges) {
  const auto loaded =
      load(tokenizer_schema(), R"({"type": "sentencepiece", "vocab_size": 0, "training_lines": 0,
      "character_coverage": 1.5})",
           "config.json");
  EXPECT_THAT(loaded.problems.list(), SizeIs(3));
}

}  // namespace
}  // namespace attend
