#include "attend/core/names.h"

#include <array>

#include "support/expect_error.h"

namespace attend {
namespace {

enum class Colour { red, green, unnamed };
auto enum_names(Colour) {
  return std::array{std::pair{Colour::red, std::string_view("red")},
                    std::pair{Colour::green, std::string_view("green")}};
}

TEST(Names, AreThoseOfTheEnum) {
  EXPECT_EQ(names_of<Colour>(), (std::vector<std::string>{"red", "green"}));
  EXPECT_EQ(name_of(Colour::green), "green");
  EXPECT_EQ(name_of(Colour::unnamed), "");
  EXPECT_EQ(value_named<Colour>("red", "painting"), Colour::red);
}

TEST(Names, OfOtherTablesToo) {
  const std::vector<std::pair<int, std::string>> table = {{1, "one"}, {2, "two"}};
  EXPECT_EQ(value_in(table, "two", "counting"), 2);
  EXPECT_EQ(names_in(table), (std::vector<std::string>{"one", "two"}));
}

TEST(Names, AnUnknownOneIsAnErrorThatKnowsTheOthers) {
  const auto parts = test::parts_of([] { value_named<Colour>("gren", "painting"); });
  EXPECT_EQ(parts.operation, "painting");
  EXPECT_EQ(parts.found, "\"gren\"");
  EXPECT_EQ(parts.expected, "one of red, green");
  EXPECT_EQ(parts.hint, "did you mean \"green\"?");
  EXPECT_EQ(test::parts_of([] { value_named<Colour>("xyz", "painting"); }).hint, "");
}

}  // namespace
}  // namespace attend
