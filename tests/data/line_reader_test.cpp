#include "attend/data/line_reader.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <zlib.h>

#include "attend/core/error.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

std::string compressed(const test::TempFolder& folder, std::string_view text) {
  const auto path = folder / "compressed";
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  return folder.read("compressed");
}

auto refusal(const std::string& bytes, const std::string& where, const std::string& found) {
  const test::TempFolder folder;
  const auto path = folder.write("text", bytes);
  EXPECT_THAT([&] { read_lines(path); },
              ThrowsMessage<Error>(
                  AllOf(HasSubstr(path.string() + where), HasSubstr(found), HasSubstr("binary data"))));
}

TEST(LineReader, NumbersItsLines) {
  const test::TempFolder folder;
  LineReader reader(folder.write("text", "one\n\nthree\n"));
  EXPECT_EQ(reader.next(), "one");
  EXPECT_EQ(reader.line_number(), 1);
  EXPECT_EQ(reader.next(), "");
  EXPECT_EQ(reader.next(), "three");
  EXPECT_EQ(reader.where(), (folder / "text").string() + ", line 3");
  EXPECT_EQ(reader.next(), std::nullopt);
  EXPECT_EQ(reader.next(), std::nullopt);
  EXPECT_EQ(reader.line_number(), 3);
}

TEST(LineReader, TakesWhatEditorsLeave) {
  const test::TempFolder folder;
  EXPECT_THAT(read_lines(folder.write("crlf", "a\r\n\r\nb\r\n")), ElementsAre("a", "", "b"));
  EXPECT_THAT(read_lines(folder.write("mark", "\xEF\xBB\xBF\xC3\xA4\n")), ElementsAre("\xC3\xA4"));
  EXPECT_THAT(read_lines(folder.write("cut", "a\nb")), ElementsAre("a", "b"));
  EXPECT_THAT(read_lines(folder.write("cut-crlf", "a\r\nb\r")), ElementsAre("a", "b"));
  EXPECT_THAT(read_lines(folder.write("inner", "a\rb\n")), ElementsAre("a\rb"));
  EXPECT_THAT(read_lines(folder.write("newline", "\n")), ElementsAre(""));
}

TEST(LineReader, AFileWithoutTextHasNoLines) {
  const test::TempFolder folder;
  EXPECT_THAT(read_lines(folder.write("empty", "")), IsEmpty());
  EXPECT_THAT(read_lines(folder.write("mark", "\xEF\xBB\xBF")), IsEmpty());
}

TEST(LineReader, LinesMayBeLongerThanItsBuffer) {
  const test::TempFolder folder;
  const std::string first(1'000'000, 'a'), second(3'000'000, 'b');
  EXPECT_THAT(read_lines(folder.write("text", "x\n" + first + "\n" + second + "\nend")),
              ElementsAre("x", first, second, "end"));
}

TEST(LineReader, EveryLineOfALargeFileIsThere) {
  const test::TempFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + "\n";
  LineReader reader(folder.write("text", text));
  for (int i = 0; i < 200'000; ++i) ASSERT_EQ(reader.next(), std::to_string(i));
  EXPECT_EQ(reader.next(), std::nullopt);
}

TEST(LineReader, AFileThatFillsTheBufferEndsWhereItEnds) {
  const test::TempFolder folder;
  for (const size_t size : {(size_t{1} << 18) - 1, size_t{1} << 18, (size_t{1} << 18) + 1}) {
    const std::string line(size - 1, 'x');
    EXPECT_THAT(read_lines(folder.write("text", line + "\n")), ElementsAre(line));
  }
}

TEST(LineReader, RefusesALineWithoutEnd) {
  const test::TempFolder folder;
  const auto path = folder.write("text", "");
  std::filesystem::resize_file(path, max_line_bytes + (1 << 20));
  EXPECT_THAT([&] { read_lines(path); },
              ThrowsMessage<Error>(AllOf(HasSubstr("line 1"), HasSubstr("8 MiB"))));
}

TEST(LineReader, ReadsGzipWhateverTheName) {
  const test::TempFolder folder;
  const std::string bytes = compressed(folder, "\xEF\xBB\xBFone\r\ntwo");
  EXPECT_THAT(read_lines(folder.write("a.txt", bytes)), ElementsAre("one", "two"));
  EXPECT_THAT(read_lines(folder.write("a.gz", "plain\n")), ElementsAre("plain"));
  EXPECT_THAT(read_lines(folder.write("joined.gz", bytes + compressed(folder, "\nthree\n"))),
              ElementsAre("one", "two", "three"));
}

TEST(LineReader, RefusesGzipThatIsCutOffOrDamaged) {
  const test::TempFolder folder;
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + "\n";
  const std::string bytes = compressed(folder, text);
  const auto damaged = ThrowsMessage<Error>(AllOf(HasSubstr("a.gz"), HasSubstr("cut off or damaged")));
  for (const size_t size : {bytes.size() - 1, bytes.size() - 8, bytes.size() / 2, size_t{5}, size_t{2}}) {
    folder.write("a.gz", bytes.substr(0, size));
    EXPECT_THAT([&] { read_lines(folder / "a.gz"); }, damaged) << size << " of " << bytes.size() << " bytes";
  }
  std::string flipped = bytes;
  flipped[bytes.size() - 6] ^= 1;  // in the checksum
  folder.write("a.gz", flipped);
  EXPECT_THAT([&] { read_lines(folder / "a.gz"); }, damaged);
}

TEST(LineReader, NamesThePlaceOfBytesThatAreNotUtf8) {
  refusal("good\nb\xE4se\n", ", line 2, byte 2", "0xE4");
  refusal("\xEF\xBB\xBFx\n\xC0\xAF", ", line 2, byte 1", "0xC0");
  refusal("a\n\xED\xA0\x80\n", ", line 2, byte 1", "0xED");
  refusal("ends in the middle \xE2\x82", ", line 1, byte 20", "0xE2");
}

TEST(LineReader, RefusesBinaryFiles) {
  refusal(std::string("a\nb\0c\n", 6), ", line 2, byte 2", "NUL");
  refusal("\xFF\xFEh", ", line 1, byte 1", "UTF-16");
  refusal(std::string("\xFE\xFF\0h", 4), ", line 1, byte 1", "UTF-16");
}

TEST(LineReader, NamesAFileThatCannotBeRead) {
  const test::TempFolder folder;
  EXPECT_THAT([&] { LineReader reader(folder / "none"); },
              ThrowsMessage<Error>(AllOf(HasSubstr((folder / "none").string()), HasSubstr("No such file"))));
  EXPECT_THAT([&] { LineReader reader(folder.path()); }, ThrowsMessage<Error>(HasSubstr("Is a directory")));
}

}  // namespace
}  // namespace attend
