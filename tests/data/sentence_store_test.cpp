#include "attend/data/sentence_store.h"

#include "small_text.h"
#include "support/expect_error.h"

namespace attend {
namespace {

std::vector<int32_t> list(std::span<const int32_t> ids) { return {ids.begin(), ids.end()}; }

TEST(SentenceStore, HoldsDocumentsWhoseSentencesStandOneAfterTheOther) {
  const test::TempFolder folder;
  const auto store = test::store_of(folder, "a b\nc\n\nd e f\n");
  ASSERT_EQ(store.documents(), 2);
  EXPECT_EQ(store.sentences(), 3);
  EXPECT_EQ(store.tokens(), 6);
  EXPECT_EQ(store.document(0).size(), 2);
  EXPECT_EQ(list(store.ids(store.document(0))), (std::vector<int32_t>{7, 8, 9}));
  EXPECT_EQ(list(store.ids(store.document(1))), (std::vector<int32_t>{10, 11, 12}));
  EXPECT_EQ(list(store.ids(store.document(0).begin + 1)), (std::vector<int32_t>{9}));
}

TEST(SentenceStore, IsMadeOnceForATextAndAWayToReadIt) {
  const test::TempFolder folder;
  const auto file = folder.write("text", "a b\nc\n");
  const TokenCache cache(folder / "cache");
  const auto load = [&](const RawTextOptions& options) {
    return load_sentences({file}, options, *test::text_tokenizer(), cache).content_hash();
  };
  const RawTextOptions by_line{DocumentEnd::line, SentenceEnd::line};
  EXPECT_EQ(load(by_line), load(by_line));
  EXPECT_NE(load(by_line), load({DocumentEnd::empty_line, SentenceEnd::line}));
}

TEST(SentenceStore, LeavesOutWhatHasNoTokens) {
  const test::TempFolder folder;
  EXPECT_EQ(test::store_of(folder, "a\n\x01\nb\n\n\x02\n").sentences(), 2);
  EXPECT_EQ(test::store_of(folder, "a\n\x01\nb\n\n\x02\n").documents(), 1);
}

TEST(SentenceStore, RefusesATextWithoutDocuments) {
  const test::TempFolder folder;
  EXPECT_THAT(test::error_of([&] { test::store_of(folder, "\n \n"); }), testing::HasSubstr("no document"));
}

}  // namespace
}  // namespace attend
