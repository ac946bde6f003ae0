#include <algorithm>
#include <string>

#include "config/sample_options.h"
#include <gtest/gtest.h>

#include "attend/config/load.h"
#include "attend/core/error.h"
#include "attend/core/random.h"

namespace attend::test {
namespace {

/// A random JSON value, often of the wrong type for where it is put.
Json any_json(Stream& random, int depth) {
  switch (random.next_below(depth > 0 ? 9 : 7)) {
    case 0:
      return nullptr;
    case 1:
      return random.next_below(2) == 1;
    case 2:
      return static_cast<int64_t>(random.next_u64());
    case 3:
      return random.next_double() * 4 - 2;
    case 4:
      return "adam";
    case 5:
      return "3 epochs";
    case 6:
      return random.next_below(3);
    case 7:
      return Json::array({any_json(random, depth - 1), any_json(random, depth - 1)});
    default:
      return {{"source", any_json(random, depth - 1)}, {"type", any_json(random, depth - 1)}};
  }
}

/// Replaces a random value within `json`, or gives a section a key that it does not have.
void damage(Json& json, Stream& random) {
  Json* target = &json;
  while (target->is_structured() && !target->empty() && random.next_below(4) != 0) {
    target = &*std::next(target->begin(), static_cast<std::ptrdiff_t>(random.next_below(target->size())));
  }
  if (target->is_object() && random.next_below(2) == 0) {
    (*target)["lr~/."] = any_json(random, 2);
  } else {
    *target = any_json(random, 2);
  }
}

TEST(Hostile, DamagedConfigurationsAreReportedOrAreValid) {
  SampleOptions options;
  options.files = {{{"a", "b"}, "en"}};
  options.extra = FileOptions{{"c"}, "de"};
  const Json sound = write(sample_schema(), options);
  for (uint64_t i = 0; i < 2'000; ++i) {
    Stream random(i, RandomPurpose::test);
    Json json = sound;
    for (uint64_t n = 1 + random.next_below(3); n > 0; --n) damage(json, random);
    const auto loaded = load(sample_schema(), json.dump(1), "c.json");
    for (const Problem& problem : loaded.problems.list()) {
      ASSERT_FALSE(problem.found.empty());
      ASSERT_FALSE(problem.expected.empty());
      ASSERT_GT(problem.place.line, 0) << json.dump(1);
    }
    if (!loaded.problems.empty()) {
      ASSERT_THROW(loaded.problems.throw_if_any(), UsageError);
      continue;
    }
    const auto again = load(sample_schema(), write(sample_schema(), loaded.value).dump(), "c.json");
    ASSERT_TRUE(again.problems.empty()) << json.dump(1);
    ASSERT_EQ(again.value, loaded.value);
  }
}

TEST(Hostile, DamagedArgumentsAreReportedOrAreValid) {
  constexpr std::string_view kCharacters = "abcdeflmoprt.=0123{}[]\":,_- ";
  for (uint64_t i = 0; i < 2'000; ++i) {
    Stream random(i, RandomPurpose::test);
    std::string argument = "optimizer.lr=0.5";
    for (uint64_t n = 1 + random.next_below(4); n > 0; --n) {
      argument[random.next_below(argument.size())] = kCharacters[random.next_below(kCharacters.size())];
    }
    try {
      load(sample_schema(), "{}", "c.json", {parse_override(argument)}).problems.throw_if_any();
    } catch (const UsageError& error) {
      ASSERT_NE(std::string(error.what()).find("--set"), std::string::npos) << argument << "\n"
                                                                            << error.what();
    }
  }
}

// Each had its own entry, and the time grew with the square of their number.
TEST(Hostile, OfVeryManyUnknownKeysTheFirstAreNamedAndTheRestCounted) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"unknown" + std::to_string(i) + "\": 1, ";
  text += "\"name\": \"x\"}";
  const auto loaded = load(sample_schema(), text, "c.json");
  ASSERT_LT(loaded.problems.list().size(), 100);
  EXPECT_EQ(loaded.problems.list()[1].path, "unknown1");
  const auto counts = [](const Problem& problem) { return problem.found.ends_with("more unknown keys"); };
  EXPECT_EQ(std::ranges::count_if(loaded.problems.list(), counts), 1);
}

// They went to the terminal as they were.
TEST(Hostile, UnknownKeysAreShownAsValuesAre) {
  const std::string long_key(10'000, 'x');
  const auto loaded = load(sample_schema(), R"({"\u001b[2J\n": 1, ")" + long_key + R"(": 1})", "c.json");
  ASSERT_GE(loaded.problems.list().size(), 2);
  EXPECT_EQ(loaded.problems.list()[0].path, R"(\u001b[2J\n)");
  EXPECT_LT(loaded.problems.list()[1].path.size(), 100);
}

TEST(Hostile, BoundsAreExactWhereADoubleIsNot) {
  EXPECT_TRUE(at_most(9007199254740992.0).holds(9007199254740992));
  EXPECT_FALSE(at_most(9007199254740992.0).holds(9007199254740993));
}

}  // namespace
}  // namespace attend::test
