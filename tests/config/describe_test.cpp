#include "config/sample_options.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/config/difference.h"
#include "attend/config/json_schema.h"
#include "attend/config/load.h"
#include "attend/config/option.h"
#include "attend/config/reference.h"
#include "attend/core/error.h"

namespace attend::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Reference, HasATableForEachSection) {
  const std::string text = reference(sample_schema());
  EXPECT_THAT(text, testing::StartsWith(
                        "## Top level\n\nA sample.\n\n| key | type | default | range | what it is |\n|---|"));
  EXPECT_THAT(text, HasSubstr("| `threads` | integer | `2` | at least 1 | Threads. |\n"));
  EXPECT_THAT(text, HasSubstr("| `patience` | integer or null | `null` | more than 0 |"));
  EXPECT_THAT(text, HasSubstr("| `optimizer` | [section](#optimizer) |  |  | The update rule. |\n"));
  EXPECT_THAT(text,
              HasSubstr("| `model` | [transformer](#model-transformer), [recurrent](#model-recurrent) |"));
  EXPECT_THAT(text, HasSubstr("\n## optimizer\n\nThe update rule.\n"));
  EXPECT_THAT(text, HasSubstr("\n## model recurrent\n\nWith `\"type\": \"recurrent\"`. A GRU.\n"));
  EXPECT_THAT(
      text,
      HasSubstr("| `source` | path or list of paths | required | not empty | Files \\| lists of files. |"));
}

TEST(JsonSchema, SaysWhatLoadChecks) {
  const Json schema = json_schema(sample_schema(), "A sample");
  EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema.at("title"), "A sample");
  EXPECT_EQ(schema.at("additionalProperties"), false);
  const Json& properties = schema.at("properties");
  EXPECT_TRUE(properties.contains("$schema"));
  EXPECT_EQ(properties.at("threads").dump(),
            R"({"description":"Threads.","type":"integer","minimum":1,"default":2})");
  EXPECT_EQ(properties.at("patience").at("anyOf").dump(),
            R"([{"type":"integer","exclusiveMinimum":0},{"type":"null"}])");
  EXPECT_EQ(
      properties.at("optimizer").at("properties").at("betas").dump(),
      R"({"description":"Decay rates of the moments.","type":"array","items":{"type":"number","minimum":0,)"
      R"("maximum":1},"minItems":2,"maxItems":2,"default":[0.9,0.98]})");
  EXPECT_EQ(properties.at("optimizer").at("properties").at("type").at("enum").dump(),
            R"(["sgd","adam","adamw"])");
  EXPECT_EQ(properties.at("files").at("items").at("required").dump(), R"(["source"])");
  EXPECT_EQ(
      properties.at("metrics").at("oneOf").dump(),
      R"([{"type":"string","enum":["bleu","chrf"]},{"type":"array","items":{"type":"string","enum":["bleu","chrf"]}}])");
  EXPECT_TRUE(properties.at("optimizer").at("properties").at("warmup").contains("pattern"));
  const Json& model = properties.at("model").at("oneOf");
  EXPECT_FALSE(model[0].contains("required"));  // the default alternative needs no "type"
  EXPECT_EQ(model[1].at("required").dump(), R"(["type"])");
  EXPECT_EQ(model[1].at("properties").at("type").dump(), R"({"const":"recurrent"})");
}

TEST(JsonSchema, OfAVariantAllowsTheSchemaKeyInEachAlternative) {
  const Json schema = json_schema(model_schema(), "A model");
  for (const Json& alternative : schema.at("oneOf")) {
    EXPECT_TRUE(alternative.at("properties").contains("$schema"));
  }
}

TEST(Options, AreThePlainFields) {
  std::vector<std::string> flags;
  for (const Option& option : options_of(sample_schema())) flags.push_back(option.flag);
  EXPECT_THAT(
      flags, ElementsAre("--verbose", "--threads", "--seed", "--patience", "--metrics", "--sizes", "--folder",
                         "--optimizer-type", "--optimizer-lr", "--optimizer-betas", "--optimizer-warmup"));
  const Option threads = options_of(sample_schema())[1];
  EXPECT_EQ(threads.path, "threads");
  EXPECT_EQ(threads.doc, "Threads.");
  EXPECT_EQ(threads.type, "integer");
  EXPECT_EQ(threads.range, "at least 1");
  EXPECT_EQ(threads.default_text, "2");
  EXPECT_FALSE(threads.is_switch);
  EXPECT_TRUE(options_of(sample_schema())[0].is_switch);
}

TEST(Options, OfAVariantAreNone) {
  using Only = std::variant<TransformerOptions>;
  const auto transformer =
      Schema<TransformerOptions>("One.").field("layers", &TransformerOptions::layers, "Layers.");
  EXPECT_THAT(options_of(variant_schema<Only>("type", alternative("transformer", transformer))),
              testing::IsEmpty());
}

TEST(Options, AreValidatedAsInAFile) {
  const auto options = options_of(sample_schema());
  const auto set = [&](size_t index, const std::string& text) {
    return with_overrides(sample_schema(), SampleOptions(), {options[index].parse(text)});
  };
  EXPECT_EQ(set(1, "8").value.threads, 8);
  EXPECT_EQ(set(3, "null").value.patience, std::nullopt);
  EXPECT_EQ(set(4, "chrf").value.metrics, (std::vector<std::string>{"chrf"}));
  EXPECT_EQ(set(4, R"(["chrf", "bleu"])").value.metrics, (std::vector<std::string>{"chrf", "bleu"}));
  EXPECT_EQ(set(6, "2016").value.folder, "2016");  // text stays text
  EXPECT_EQ(set(10, "3 epochs").value.optimizer.warmup, (Duration{3, DurationUnit::epochs}));
  const auto wrong = set(1, "0");
  ASSERT_EQ(wrong.problems.list().size(), 1u);
  EXPECT_EQ(wrong.problems.list()[0].place.text, "--threads 0");
  EXPECT_EQ(wrong.problems.list()[0].expected, "at least 1");
  EXPECT_EQ(set(1, "x").problems.list()[0].found, "the string \"x\"");
  EXPECT_THROW(set(6, "\xFF"), UsageError);
}

TEST(Differences, AreKeyPaths) {
  SampleOptions first, second;
  EXPECT_THAT(differences(write(sample_schema(), first), write(sample_schema(), second)), ElementsAre());
  first.files = {{{"a"}, "de"}};
  second.files = {{{"b"}, "de"}};
  second.optimizer.lr = 1;
  second.extra = FileOptions{};
  second.sizes = {1};
  EXPECT_THAT(differences(write(sample_schema(), first), write(sample_schema(), second)),
              ElementsAre("sizes", "optimizer.lr", "files.0.source.0", "extra"));
  second.model = RecurrentOptions{};
  EXPECT_THAT(
      differences(write(sample_schema(), first).at("model"), write(sample_schema(), second).at("model")),
      ElementsAre("type", "layers", "dropout", "hidden"));
}

TEST(Section, AKeyDeclaredTwiceIsAMistakeOfTheProgram) {
  Schema<TransformerOptions> schema("Twice.");
  schema.field("layers", &TransformerOptions::layers, "One.");
  EXPECT_THROW(schema.field("layers", &TransformerOptions::layers, "Two."), std::logic_error);
}

}  // namespace
}  // namespace attend::test
