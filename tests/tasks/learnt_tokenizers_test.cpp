#include "attend/tasks/learnt_tokenizers.h"

#include "small_config.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

namespace fs = std::filesystem;

class LearntTokenizers : public testing::Test {
 protected:
  uint64_t learn(const TokenizerOptions& options) {
    const auto config = std::get<TranslationConfig>(corpus.config());
    return learn_tokenizers(options, config.data.train, TokenCache(corpus.folder / "cache"))->fingerprint();
  }

  std::vector<fs::path> kept() const {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(corpus.folder / "cache"))
      if (entry.path().filename().string().starts_with("tokenizers-")) folders.push_back(entry.path());
    return folders;
  }

  test::SmallCorpus corpus;
};

TEST_F(LearntTokenizers, AreFoundTheSecondTime) {
  for (const TokenizerOptions& options : {TokenizerOptions(SentencePieceOptions{.vocab_size = 60}),
                                          TokenizerOptions(WordOptions{.min_frequency = 1})}) {
    fs::remove_all(corpus.folder / "cache");
    const uint64_t learnt = learn(options);
    ASSERT_EQ(kept().size(), 1u);
    const auto written = fs::last_write_time(kept()[0] / "tokenizer_config.json");
    fs::last_write_time(kept()[0] / "tokenizer_config.json", written - std::chrono::hours(1));
    EXPECT_EQ(learn(options), learnt);
    EXPECT_EQ(fs::last_write_time(kept()[0] / "tokenizer_config.json"), written - std::chrono::hours(1));
  }
}

TEST_F(LearntTokenizers, OtherOptionsOrTextAreLearntAnew) {
  const uint64_t first = learn(SentencePieceOptions{.vocab_size = 60});
  EXPECT_NE(learn(SentencePieceOptions{.vocab_size = 50}), first);
  corpus.folder.write("train.en", corpus.folder.read("train.fr"));
  EXPECT_NE(learn(SentencePieceOptions{.vocab_size = 60}), first);
  EXPECT_EQ(kept().size(), 3u);
}

TEST_F(LearntTokenizers, DamagedOnesAreLearntAgain) {
  const uint64_t first = learn(SentencePieceOptions{.vocab_size = 60});
  const auto file = kept()[0] / "source.spm";
  const auto size = fs::file_size(file);
  fs::resize_file(file, size / 2);
  EXPECT_EQ(learn(SentencePieceOptions{.vocab_size = 60}), first);
  EXPECT_EQ(fs::file_size(file), size);
}

}  // namespace
}  // namespace attend
