// The vocabularies of the lectures, from the file that they use.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

struct Pairs {
  std::vector<std::string> source, target;
};

/// The first `count` pairs; empty where the data is not on this machine.
Pairs read_pairs(size_t count) {
  const char* data = std::getenv("ATTEND_DATA");
  std::ifstream file(std::filesystem::path(data == nullptr ? "" : data) / "d2l" / "fra-head.txt");
  Pairs pairs;
  for (std::string line; pairs.source.size() < count && std::getline(file, line);) {
    const size_t tab = line.find('\t');
    pairs.source.push_back(line.substr(0, tab));
    pairs.target.push_back(line.substr(tab + 1));
  }
  return pairs;
}

// The lectures stop after 600 examples with a test that lets 601 through.
TEST(Lectures, SixHundredExamplesGiveTheirVocabularies) {
  const Pairs pairs = read_pairs(601);
  if (pairs.source.empty()) GTEST_SKIP() << "ATTEND_DATA names no folder with d2l/fra-head.txt";
  const auto tokenizers = train_tokenizers(WordOptions{}, lines_of(pairs.source), lines_of(pairs.target));
  EXPECT_EQ(tokenizers->source()->vocab_size(), 184);
  EXPECT_EQ(tokenizers->target()->vocab_size(), 201);
  EXPECT_FALSE(tokenizers->shared_vocabulary());
  const auto ids = tokenizers->target()->encode("Va !");
  EXPECT_EQ(tokenizers->target()->decode(ids), "va !");
}

// The English edition has 512 + 128 examples, lets one more through in the same way, and gives its source
// vocabulary of 194 entries no <bos>.
TEST(Lectures, TheEnglishEditionSortsItsVocabularies) {
  const Pairs pairs = read_pairs(641);
  if (pairs.source.empty()) GTEST_SKIP() << "ATTEND_DATA names no folder with d2l/fra-head.txt";
  const auto tokenizers = train_tokenizers(WordOptions{.order = VocabularyOrder::sorted},
                                           lines_of(pairs.source), lines_of(pairs.target));
  EXPECT_EQ(tokenizers->source()->vocab_size(), 194 + 1);
  EXPECT_EQ(tokenizers->target()->vocab_size(), 214);
  EXPECT_EQ(tokenizers->source()->piece(0), "!");
}

}  // namespace
}  // namespace attend
