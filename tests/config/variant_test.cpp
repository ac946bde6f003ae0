#include "config/sample_options.h"
#include <gtest/gtest.h>

#include "attend/config/load.h"
#include "attend/core/error.h"

namespace attend::test {
namespace {

TEST(Variant, CanBeAWholeFile) {
  const auto loaded = load(model_schema(), R"({"$schema": "x", "type": "recurrent", "hidden": 4})", "c.json");
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(loaded.value, ModelOptions(RecurrentOptions{4, 0.2}));
  EXPECT_EQ(write(model_schema(), loaded.value).dump(), R"({"type":"recurrent","hidden":4,"dropout":0.2})");
}

TEST(Variant, WithoutItsKeyIsTheDefaultOne) {
  const auto loaded = load(model_schema(), R"({"layers": 2})", "c.json");
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(loaded.value, ModelOptions(TransformerOptions{2, 0.1}));
}

TEST(Variant, KeysOfAnotherAlternativeAreUnknown) {
  const auto loaded = load(model_schema(), R"({"type": "recurrent", "layers": 4})", "c.json");
  ASSERT_EQ(loaded.problems.list().size(), 1u);
  EXPECT_EQ(loaded.problems.list()[0].path, "layers");
  EXPECT_EQ(loaded.problems.list()[0].expected, "one of type, hidden, dropout");
}

TEST(Variant, AnUnknownNameIsReportedOnce) {
  for (const char* text : {R"({"type": "gru", "hidden": 4})", R"({"type": 3})", R"({"type": null})"}) {
    const auto loaded = load(model_schema(), text, "c.json");
    ASSERT_EQ(loaded.problems.list().size(), 1u) << text;
    EXPECT_EQ(loaded.problems.list()[0].path, "type");
  }
}

}  // namespace
}  // namespace attend::test
