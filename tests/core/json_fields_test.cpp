#include "attend/core/json_fields.h"

#include <array>

#include "support/expect_error.h"

namespace attend {
namespace {

using test::parts_of;
using testing::HasSubstr;

enum class Size { small, large };
auto enum_names(Size) {
  return std::array{std::pair{Size::small, std::string_view("small")},
                    std::pair{Size::large, std::string_view("large")}};
}

JsonFields fields_of(const Json& json) { return {json, {"testing", "a.json", "a hint"}}; }

TEST(JsonFields, GivesWhatIsThere) {
  const Json json = {{"whole", 7},     {"half", 0.5},         {"yes", true},
                     {"word", "a"},    {"inner", {{"x", 1}}}, {"list", {{{"x", 2}}, {{"x", 3}}}},
                     {"size", "large"}};
  const auto fields = fields_of(json);
  EXPECT_EQ(fields.integer("whole", 0), 7);
  EXPECT_EQ(fields.number("half"), 0.5);
  EXPECT_EQ(fields.number("whole"), 7.0);
  EXPECT_TRUE(fields.flag("yes"));
  EXPECT_EQ(fields.text("word"), "a");
  EXPECT_EQ(fields.named("size", Size::small), Size::large);
  EXPECT_EQ(fields.section("inner").integer("x", 0), 1);
  ASSERT_EQ(fields.list("list").size(), 2u);
  EXPECT_EQ(fields.list("list")[1].integer("x", 0), 3);
  EXPECT_EQ(fields.value("word"), "a");
}

TEST(JsonFields, NullAndNothingAreAbsent) {
  const Json json = {{"null", nullptr}};
  const auto fields = fields_of(json);
  for (const char* key : {"null", "nothing"}) {
    EXPECT_FALSE(fields.has(key));
    EXPECT_TRUE(fields.value(key).is_null());
    EXPECT_EQ(fields.integer(key, 0, 5), 5);
    EXPECT_EQ(fields.number(key, 1.5), 1.5);
    EXPECT_TRUE(fields.flag(key, true));
    EXPECT_EQ(fields.text(key, "b"), "b");
    EXPECT_EQ(fields.named(key, Size::small), Size::small);
    EXPECT_FALSE(fields.section(key).has("x"));
  }
}

TEST(JsonFields, AMissingKeyIsAnError) {
  const Json json = Json::object();
  const auto fields = fields_of(json);
  const std::vector<std::function<void()>> reads = {[&] { fields.integer("k", 0); },
                                                    [&] { fields.number("k"); }, [&] { fields.flag("k"); },
                                                    [&] { fields.text("k"); }, [&] { fields.list("k"); }};
  for (const auto& read : reads) EXPECT_EQ(parts_of(read).found, "no \"k\"");
}

TEST(JsonFields, AWrongTypeIsAnErrorNamingFileKeyAndType) {
  const Json json = {{"k", "7"}, {"n", 3}, {"long", std::string(500, 'x')}};
  const auto fields = fields_of(json);
  const auto parts = parts_of([&] { fields.flag("k"); });
  EXPECT_EQ(parts.operation, "testing");
  EXPECT_EQ(parts.where, "a.json");
  EXPECT_EQ(parts.found, "\"k\" of type string: \"7\"");
  EXPECT_EQ(parts.expected, "true or false");
  EXPECT_EQ(parts.hint, "a hint");
  EXPECT_EQ(parts_of([&] { fields.number("k"); }).expected, "a number");
  EXPECT_EQ(parts_of([&] { fields.text("n"); }).found, "\"n\" of type number: 3");
  EXPECT_EQ(parts_of([&] { fields.section("n"); }).expected, "an object");
  EXPECT_EQ(parts_of([&] { fields.list("n"); }).expected, "a list");
  EXPECT_LT(parts_of([&] { fields.list("long"); }).found.size(), 100u);
}

TEST(JsonFields, AWholeNumberHasBounds) {
  const Json json = {{"k", -1}, {"big", 1LL << 31}, {"half", 0.5}, {"huge", 18446744073709551615ULL}};
  const auto fields = fields_of(json);
  EXPECT_EQ(fields.integer("k", -1), -1);
  EXPECT_EQ(parts_of([&] { fields.integer("k", 0); }).found, "\"k\": -1");
  EXPECT_EQ(parts_of([&] { fields.integer("k", 0, {}, 9); }).expected, "a whole number from 0 to 9");
  for (const char* key : {"big", "half", "huge"})
    EXPECT_THAT(parts_of([&] { fields.integer(key, 0, 5); }).found, HasSubstr(key));
  EXPECT_THAT(parts_of([&] { fields.integer("huge", -1); }).found, HasSubstr("18446744073709551615"));
}

TEST(JsonFields, AnUnknownNameIsAnErrorWithTheOthers) {
  const Json json = {{"size", "medium"}};
  const auto parts = parts_of([&] { fields_of(json).named("size", Size::small); });
  EXPECT_EQ(parts.found, "\"size\": \"medium\"");
  EXPECT_EQ(parts.expected, "one of small, large");
}

TEST(JsonFields, SaysTheWayToAnInnerObject) {
  const Json json = {{"inner", {{"list", {{{"x", "1"}}, 7}}}}};
  const auto list = fields_of(json).section("inner").list("list");
  EXPECT_EQ(parts_of([&] { list[0].integer("x", 0); }).where, "a.json, \"inner\", list[0]");
  const auto parts = parts_of([&] { list[1].has("x"); });
  EXPECT_EQ(parts.where, "a.json, \"inner\", list[1]");
  EXPECT_EQ(parts.found, "no \"x\" in a value of type number");
  EXPECT_EQ(parts.expected, "an object with that key");
}

}  // namespace
}  // namespace attend
