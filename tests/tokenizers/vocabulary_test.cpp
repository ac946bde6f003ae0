#include "attend/tokenizers/vocabulary.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using test::error_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(Vocabulary, MapsPiecesAndIds) {
  const Vocabulary vocabulary({"<unk>", "a", "\u2581b"});
  EXPECT_EQ(vocabulary.size(), 3);
  EXPECT_EQ(vocabulary.piece(2), "\u2581b");
  EXPECT_EQ(vocabulary.id("a"), 1);
  EXPECT_EQ(vocabulary.id("c"), std::nullopt);
}

TEST(Vocabulary, RefusesIdsOutOfRange) {
  const Vocabulary vocabulary({"a", "b"});
  EXPECT_THAT(error_of([&] { vocabulary.piece(2); }), AllOf(HasSubstr("id 2"), HasSubstr("0 to 1")));
  EXPECT_THAT(error_of([&] { vocabulary.piece(-1); }), HasSubstr("id -1"));
}

TEST(Vocabulary, RefusesAPieceThatStandsTwice) {
  EXPECT_THAT(error_of([] {
                Vocabulary({"a", "b", "a"}, "pieces.txt");
              }),
              AllOf(HasSubstr("pieces.txt"), HasSubstr("\"a\" twice, with the ids 0 and 2")));
}

TEST(Vocabulary, ComesBackFromItsFile) {
  const test::TempFolder folder;
  const std::vector<std::string> pieces = {"</s>",       "quote\"", "back\\slash", "\u2581\u00e9t\u00e9",
                                           "line\u2028", "\t"};
  Vocabulary(pieces).save(folder / "vocab.json");
  EXPECT_EQ(Vocabulary::load(folder / "vocab.json").pieces(), pieces);
  EXPECT_EQ(read_json(folder / "vocab.json").at("quote\""), 1);
}

TEST(Vocabulary, ReadsPiecesInAnyOrder) {
  const test::TempFolder folder;
  const auto file = folder.write("vocab.json", R"({"b": 1, "c": 2, "a": 0})");
  EXPECT_EQ(Vocabulary::load(file).pieces(), (std::vector<std::string>{"a", "b", "c"}));
}

struct BadFile {
  const char* name;
  const char* contents;
  const char* message;
};

class BadVocabulary : public ::testing::TestWithParam<BadFile> {};

TEST_P(BadVocabulary, IsRefusedWithTheFileAndTheReason) {
  const test::TempFolder folder;
  const auto file = folder.write("vocab.json", GetParam().contents);
  EXPECT_THAT(error_of([&] { Vocabulary::load(file); }),
              AllOf(HasSubstr(file.string()), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadVocabulary,
    ::testing::Values(
        BadFile{"empty", "", "line 1\n  found: a mistake in the JSON"},
        BadFile{"cut_off", R"({"a": 0, "b)", "line 1\n  found: a mistake in the JSON"},
        BadFile{"third_line", "{\"a\": 0,\n\"b\": 1,\n?}", "line 3\n  found: a mistake in the JSON"},
        BadFile{"binary", "\xff\xfe\x01", "line 1\n  found: a mistake in the JSON"},
        BadFile{"not_utf8", "{\"\xc3\": 0}", "line 1\n  found: a mistake in the JSON"},
        BadFile{"no_pieces", "{}", "no piece"}, BadFile{"array", R"(["a"])", "an array"},
        BadFile{"number", "3", "found: 3"}, BadFile{"text", "\"a\"", "the string \"a\""},
        BadFile{"gap", R"({"a": 0, "b": 2})", "\"b\": 2"},
        BadFile{"same_id", R"({"a": 0, "b": 0})", "id 0 for \"a\" and for \"b\""},
        BadFile{"same_piece", R"({"a": 0, "a": 1})", "\"a\" twice"},
        BadFile{"negative", R"({"a": -1})", "-1 for the piece \"a\""},
        BadFile{"float", R"({"a": 0.0})", "0.0 for the piece \"a\""},
        BadFile{"huge", R"({"a": 18446744073709551615})", "18446744073709551615 for the piece \"a\""},
        BadFile{"too_huge", R"({"a": 99999999999999999999})", "for the piece \"a\""},
        BadFile{"nested", R"({"a": {"b": 0}})", "an object for the piece \"a\""},
        BadFile{"string_id", R"({"a": "0"})", "the string \"0\" for the piece \"a\""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Vocabulary, RefusesAFileThatIsNotThere) {
  const test::TempFolder folder;
  EXPECT_THAT(error_of([&] { Vocabulary::load(folder / "vocab.json"); }), HasSubstr("vocab.json"));
}

}  // namespace
}  // namespace attend
