#include "attend/data/tagged_words.h"

#include "example_wordpiece.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TaggedWordsTest : public testing::Test {
 protected:
  TaggedDataOptions options(int64_t max_length = 16) const {
    TaggedDataOptions options;
    options.train.files = {folder / "a.conll"};
    options.max_length = max_length;
    return options;
  }
  TaggedWords load_train(const TaggedDataOptions& options) const {
    return load_tagged_words(options.train, options, test::example_wordpiece(), TokenCache(folder / "cache"));
  }

  test::TempFolder folder;
};

std::vector<int32_t> tags(const TaggedWords& words, int64_t example) {
  const auto ids = words.store.ids(example, 1);
  return {ids.begin(), ids.end()};
}

TEST_F(TaggedWordsTest, ATagIsAtTheFirstPieceOfItsWord) {
  folder.write("a.conll", "Paris\tB-place\ncats\tO\nsleep\tO\n\nThe\tO\ncats\tB-animal\n");
  const auto words = load_train(options());
  ASSERT_EQ(words.store.size(), 2);
  EXPECT_EQ(words.sentences, 2);
  EXPECT_THAT(tags(words, 0), ElementsAre(0, 1, 2, 0, 2, 0));
  EXPECT_THAT(tags(words, 1), ElementsAre(0, 2, 3, 0, 0));
  EXPECT_THAT(words.tags, ElementsAre(WrittenLabel{"B-place", (folder / "a.conll").string() + ", line 1"},
                                      WrittenLabel{"O", (folder / "a.conll").string() + ", line 2"},
                                      WrittenLabel{"B-animal", (folder / "a.conll").string() + ", line 6"}));
  EXPECT_TRUE(load_train(options()).reused);
}

TEST_F(TaggedWordsTest, ALongSentenceBecomesSeveralSequences) {
  folder.write("a.conll", "Paris\tB-place\ncats\tO\nsleep\tO\n\nThe\tO\n");
  const auto words = load_train(options(5));
  ASSERT_EQ(words.store.size(), 3);
  EXPECT_EQ(words.store.ids(0, 2)[0], 0);
  EXPECT_EQ(words.store.ids(1, 2)[0], 0);
  EXPECT_EQ(words.store.ids(2, 2)[0], 1);
}

TEST_F(TaggedWordsTest, ALineWithoutATagIsNamed) {
  folder.write("a.conll", "Paris\tB-place\ncats\n");
  EXPECT_THAT(test::error_of([&] { load_train(options()); }), HasSubstr("a.conll, line 2"));
}

}  // namespace
}  // namespace attend
