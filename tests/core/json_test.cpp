#include "attend/core/json.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"
#include "attend/core/random.h"

namespace attend {
namespace {

using testing::HasSubstr;

/// What is said about `text`, which must be wrong.
ErrorParts complaint(const std::string& text, bool comments = false) {
  SCOPED_TRACE(text);
  return test::parts_of([&] { parse_json(text, "f.json", comments); });
}

TEST(ParseJson, ReadsEveryKindOfValueInOrder) {
  const Json value =
      parse_json(R"({"z": [1, -2, 2.5, 18446744073709551615], "a": {"t": true, "n": null, "s": "\u00e9"}})",
                 "f")
          .value;
  EXPECT_EQ(value.dump(),
            "{\"z\":[1,-2,2.5,18446744073709551615],\"a\":{\"t\":true,\"n\":null,\"s\":\"\u00E9\"}}");
}

TEST(ParseJson, KnowsTheLineOfEveryValue) {
  const auto document =
      parse_json("{\n\"a\": 1\n,\n\"b\": {\"c\":\n [true,\n\n 2\n]},\n\"d/e~\": \"x\"\n}\n", "f");
  const std::map<std::string, int> expected = {{"", 1},       {"/a", 2},     {"/b", 4},     {"/b/c", 5},
                                               {"/b/c/0", 5}, {"/b/c/1", 7}, {"/d~1e~0", 9}};
  EXPECT_EQ(document.lines, expected);
}

TEST(ParseJson, ALineEndBehindANumberIsNotItsOwn) {
  EXPECT_EQ(parse_json("[1\n,2\n]", "f").lines.at("/0"), 1);
  EXPECT_EQ(parse_json("\n7", "f").lines.at(""), 2);
}

TEST(ParseJson, CommentsAreReadWhereTheyAreAllowed) {
  const std::string text = "// first\n{\"a\": /* one */ 1}\n// last";
  EXPECT_EQ(parse_json(text, "f", /*comments=*/true).value.dump(), R"({"a":1})");
  EXPECT_EQ(parse_json(text, "f", /*comments=*/true).lines.at("/a"), 2);
  EXPECT_EQ(complaint(text).where, "f.json:1:1");
}

TEST(ParseJson, ADuplicateKeyIsNamedWithItsLine) {
  const auto parts = complaint("{\n \"a\": {\"b\": 1,\n  \"b\": 2}}");
  EXPECT_THAT(parts.where, HasSubstr("f.json:3:"));
  EXPECT_THAT(parts.found, HasSubstr("\"b\" a second time"));
  // The same key in two objects is fine, also where one is within the other.
  EXPECT_NO_THROW(parse_json(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})", "f"));
}

TEST(ParseJson, SyntaxErrorsSayWhereWhatAndWhatElse) {
  struct Case {
    std::string text, where, found, expected;
  };
  const std::vector<Case> cases = {
      {"", "f.json:1:1", "the end of the text", "a value"},
      {"{\"a\": 1", "f.json:1:8", "the end of the text", "',' or '}'"},
      {"{\n  \"a\": 1\n  \"b\": 2}", "f.json:3:3", "\"b\"", "',' or '}'"},
      {"[1 2]", "f.json:1:4", "2", "',' or ']'"},
      {"[1,]", "f.json:1:4", "]", "a value"},
      {"{\"a\": 1,}", "f.json:1:9", "}", "a key in double quotes"},
      {"{a: 1}", "f.json:1:2", "a", "a key in double quotes"},
      {"{'a': 1}", "f.json:1:2", "'", "a key in double quotes"},
      {"{\"a\" 1}", "f.json:1:6", "1", "':' after the key"},
      {"{\"a\": tru}", "f.json:1:7", "tru", "a value"},
      {"{\"a\": NaN}", "f.json:1:7", "N", "a value"},
      {"{\"a\": \"x\n\"}", "f.json:1:7", "a line break within a string", "a value"},
      {"{\"a\": \"x", "f.json:1:7", "a string without its closing quote", "a value"},
      {"{\"a\": \"\xFF\"}", "f.json:1:7", "bytes that are not UTF-8", "a value"},
      {"{} x", "f.json:1:4", "x", "nothing more"},
      {"{\"a\": 1e999}", "f.json:1:7", "a number too large for a double", "a value"},
      {"{\"a\": -}", "f.json:1:7", "an incomplete number", "a value"},
      {std::string("{}\0{}", 5), "f.json:1:3", "a zero byte", "text"},
      {"[1, \"; expected ':' \"", "f.json:1:22", "the end of the text", "',' or ']'"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.text);
    const auto parts = complaint(wrong.text);
    EXPECT_EQ(parts.where, wrong.where);
    EXPECT_EQ(parts.found, wrong.found);
    EXPECT_THAT(parts.expected, testing::StartsWith(wrong.expected));
  }
  EXPECT_THAT(complaint("[1,]").hint, HasSubstr("comma"));
  EXPECT_EQ(complaint("[1] /* x", /*comments=*/true).found, "a comment without its end");
}

TEST(ParseJson, NestingHasALimit) {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_NO_THROW(parse_json(nested(200), "f"));
  EXPECT_THAT(complaint(nested(201)).found, HasSubstr("200 levels"));
  EXPECT_THAT(complaint(std::string(5'000'000, '[')).found, HasSubstr("200 levels"));
}

TEST(ParseJson, TryGivesNothingForWhatIsNotJson) {
  EXPECT_EQ(try_parse_json("[1, 2]"), Json::array({1, 2}));
  EXPECT_EQ(try_parse_json("abc"), std::nullopt);
  EXPECT_EQ(try_parse_json(""), std::nullopt);
  EXPECT_EQ(try_parse_json("1 // one"), std::nullopt);
}

/// One deterministic change to `text`: a byte replaced, dropped, doubled, or a piece cut off.
std::string mutate(std::string text, Stream& random) {
  constexpr std::string_view kBytes = "{}[]\",:/*\\0-9.eEtrufn \n\x80\xFF";
  const size_t at = random.next_below(text.size());
  switch (random.next_below(4)) {
    case 0:
      text[at] = kBytes[random.next_below(kBytes.size())];
      break;
    case 1:
      text.erase(at, 1 + random.next_below(3));
      break;
    case 2:
      text.insert(at, 1, kBytes[random.next_below(kBytes.size())]);
      break;
    default:
      text.resize(at);
  }
  return text;
}

TEST(ParseJson, AcceptsWhatTheLibraryAcceptsAndNeverFallsOver) {
  const std::string seed =
      "{\"a\": [1, -2.5e3, true, null, \"x\\u00e9\\n\u00E9\"], // c\n \"b\": {\"c\": {}, \"d\": [[], [0]]}, "
      "/* e */ \"f\": \"\"}";
  for (uint64_t i = 0; i < 20'000; ++i) {
    Stream random(i, RandomPurpose::test);
    std::string text = seed;
    for (uint64_t n = random.next_below(4); n < 4 && !text.empty(); ++n) text = mutate(text, random);
    const Json library = Json::parse(text, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
    try {
      const auto document = parse_json(text, "f", /*comments=*/true);
      ASSERT_EQ(document.value, library) << text;
    } catch (const UsageError& error) {
      const bool stricter = error.parts().found.find("a second time") != std::string::npos;
      ASSERT_TRUE(library.is_discarded() || stricter) << text << "\n" << error.what();
      ASSERT_FALSE(error.parts().expected.empty());
    }
  }
}

TEST(ReadJson, ReadsAFileAndNamesItInErrors) {
  const test::TempFolder folder;
  const auto path = folder.write("config.json", R"({"a": 1})");
  EXPECT_EQ(read_json(path).at("a"), 1);

  folder.write("config.json", "{\n// no\n}");
  EXPECT_EQ(test::parts_of([&] { read_json(path); }).where, path.string() + ":2:1");
  EXPECT_THAT([&] { read_json(path); },
              testing::Throws<Error>(testing::Property(&Error::exit_code, 1)));  // it is not wrong usage
}

TEST(ReadJson, ManyKeysTakeNoLongerThanTheyShould) {
  std::string text = "{";
  constexpr int kKeys = 200'000;  // with a search for each key this would take minutes
  for (int i = 0; i < kKeys; ++i)
    text += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
  const auto value = try_parse_json(text + "}");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->size(), static_cast<size_t>(kKeys));
}

}  // namespace
}  // namespace attend
