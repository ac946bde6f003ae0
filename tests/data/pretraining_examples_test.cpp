#include "attend/data/pretraining_examples.h"

#include <map>

#include "small_text.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using Examples = std::vector<PretrainingExample>;

Stream drawn_in(uint64_t epoch) { return Stream(1, RandomPurpose::sampling, {epoch}); }

std::string text(std::span<const int32_t> ids) {
  std::string letters;
  for (const int32_t id : ids) letters += static_cast<char>('a' + id - 7);
  return letters;
}

std::vector<std::string> texts(const Examples& examples) {
  std::vector<std::string> all;
  for (const auto& example : examples)
    all.push_back(text(example.first) + (example.second.empty() ? "" : "|" + text(example.second)));
  return all;
}

// `count` documents of ten sentences of three letters.
std::string many_documents(int count) {
  std::string all;
  for (int document = 0; document < count; ++document) {
    for (int line = 0; line < 10; ++line) {
      const char letter = static_cast<char>('a' + document);
      all += std::string(1, letter) + " " + letter + " " + static_cast<char>('a' + line) + "\n";
    }
    all += "\n";
  }
  return all;
}

TEST(PretrainingExamples, PackedOnesFillTheLengthWithOneDocument) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, "a b\nc d e\n\nf g\n");
  const auto examples = make_pretraining_examples(store, PretrainingInput::packed, 5, drawn_in(0));
  EXPECT_EQ(texts(examples), (std::vector<std::string>{"abc", "de", "fg"}));
  EXPECT_EQ(examples[0].length(), 5);
}

TEST(PretrainingExamples, HalfOfThePairsFollowEachOther) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, many_documents(20));
  for (const auto input : {PretrainingInput::sentence_pairs, PretrainingInput::segment_pairs}) {
    int follow = 0, count = 0;
    for (uint64_t epoch = 0; epoch < 20; ++epoch) {
      for (const auto& example : make_pretraining_examples(store, input, 21, drawn_in(epoch))) {
        ++count;
        follow += example.follows;
        EXPECT_LE(example.length(), 21);
        EXPECT_FALSE(example.first.empty());
        EXPECT_FALSE(example.second.empty());
        const bool next = example.first.data() + example.first.size() == example.second.data();
        const bool same_document = text(example.first)[0] == text(example.second)[0];
        EXPECT_EQ(example.follows, same_document);
        // A first segment that was cut does not reach the second.
        if (input == PretrainingInput::sentence_pairs) {
          EXPECT_EQ(example.follows, next);
        }
      }
    }
    EXPECT_NEAR(follow / double(count), 0.47, 0.09);  // fewer: a last sentence has no next one
    EXPECT_GT(count, 20 * 20);
  }
}

TEST(PretrainingExamples, SegmentsUseTheWholeText) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, many_documents(5));
  std::map<const int32_t*, int> begun;
  for (const auto& example :
       make_pretraining_examples(store, PretrainingInput::segment_pairs, 15, drawn_in(2)))
    ++begun[example.first.data()];
  for (const auto& [place, times] : begun) EXPECT_EQ(times, 1);
  EXPECT_TRUE(begun.contains(store.ids(store.document(3)).data()));
}

TEST(PretrainingExamples, PairsOfSentencesThatAreTooLongAreLeftOut) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, "a b c d e f\ng\nh\n");
  for (const auto& pair :
       texts(make_pretraining_examples(store, PretrainingInput::sentence_pairs, 8, drawn_in(0))))
    EXPECT_LE(pair.size(), 6u);
}

TEST(PretrainingExamples, AreAFunctionOfTheStream) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, many_documents(8));
  for (const auto input : {PretrainingInput::sentence_pairs, PretrainingInput::segment_pairs}) {
    EXPECT_EQ(texts(make_pretraining_examples(store, input, 20, drawn_in(1))),
              texts(make_pretraining_examples(store, input, 20, drawn_in(1))));
    EXPECT_NE(texts(make_pretraining_examples(store, input, 20, drawn_in(1))),
              texts(make_pretraining_examples(store, input, 20, drawn_in(2))));
  }
}

}  // namespace
}  // namespace attend
