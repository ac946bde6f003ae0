#include "attend/core/hash.h"

#include "support/temp_folder.h"
#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(Hash, EqualsThePublishedValueOfTheEmptyText) { EXPECT_EQ(to_hex(hash_bytes("")), "2d06800538d394c2"); }

TEST(Hash, AStreamOfBytesEqualsTheWhole) {
  const std::string text(100'000, 'x');
  Hasher hasher;
  for (size_t begin = 0; begin < text.size(); begin += 777) {
    hasher.add(text.data() + begin, std::min<size_t>(777, text.size() - begin));
  }
  EXPECT_EQ(hasher.value(), hash_bytes(text));
}

TEST(Hash, AFileOfManyBlocksEqualsItsBytes) {
  const test::TempFolder folder;
  std::string text(1'000'003, 'x');
  text[999'999] = 'y';
  folder.write("large", text);
  EXPECT_EQ(hash_file(folder / "large"), hash_bytes(text));
}

TEST(Hash, TextsKeepTheirBorders) {
  EXPECT_NE(Hasher().add("ab").add("c").value(), Hasher().add("a").add("bc").value());
}

TEST(Hash, NumbersAreEightBytesLowestFirst) {
  EXPECT_EQ(Hasher().add(uint64_t{0x6261}).value(), hash_bytes(std::string_view("ab\0\0\0\0\0\0", 8)));
}

TEST(Hash, HexHasSixteenDigits) { EXPECT_EQ(to_hex(0xab), "00000000000000ab"); }

}  // namespace
}  // namespace attend
