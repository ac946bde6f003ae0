#include "attend/tokenizers/byte_trie.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "attend/core/random.h"

namespace attend {
namespace {

ByteTrie::Match longest_by_trying(const std::vector<ByteTrie::Entry>& entries, std::string_view text) {
  ByteTrie::Match best;
  for (const auto& [key, value] : entries) {
    if (text.starts_with(key) && key.size() > best.length) best = {value, static_cast<uint32_t>(key.size())};
  }
  return best;
}

TEST(ByteTrie, FindsTheLongestOfManyKeys) {
  Stream random(1, RandomPurpose::test);
  const auto word = [&](size_t longest, uint64_t letters) {
    std::string text;
    for (size_t i = 0, size = 1 + random.next_below(longest); i < size; ++i) {
      text += static_cast<char>(random.next_below(letters) * 37);  // every value of a byte
    }
    return text;
  };
  for (const uint64_t letters : {2, 7, 256}) {
    std::set<std::string> keys;
    for (int i = 0; i < 500; ++i) keys.insert(word(8, letters));
    std::vector<ByteTrie::Entry> entries;
    for (const std::string& key : keys) entries.emplace_back(key, static_cast<int32_t>(entries.size()));
    const ByteTrie trie(entries);
    for (int i = 0; i < 2000; ++i) {
      const std::string text = word(12, letters);
      const auto found = trie.longest(text), expected = longest_by_trying(entries, text);
      ASSERT_EQ(found.value, expected.value);
      ASSERT_EQ(found.length, expected.length);
    }
  }
}

TEST(ByteTrie, FindsNothingInNothing) {
  EXPECT_EQ(ByteTrie({}).longest(std::string_view("\0a", 2)).value, -1);
  EXPECT_EQ(ByteTrie({{"a", 0}}).longest("").value, -1);
  EXPECT_EQ(ByteTrie({{"ab", 0}}).longest("a").value, -1);
}

}  // namespace
}  // namespace attend
