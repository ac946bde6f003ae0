#include "attend/config/load.h"

#include "config/sample_options.h"
#include "support/expect_error.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/core/error.h"

namespace attend::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Loaded<SampleOptions> read(const std::string& text, const std::vector<std::string>& sets = {}) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set));
  return load(sample_schema(), text, "c.json", overrides);
}

/// "place: path: found" of every problem.
std::vector<std::string> told(const Loaded<SampleOptions>& loaded) {
  std::vector<std::string> lines;
  for (const Problem& p : loaded.problems.list())
    lines.push_back(p.place.text + ": " + p.path + ": " + p.found);
  return lines;
}

/// The only problem of `text`.
Problem problem(const std::string& text, const std::vector<std::string>& sets = {}) {
  const auto loaded = read(text, sets);
  if (loaded.problems.list().size() != 1) {
    ADD_FAILURE() << text << " has " << testing::PrintToString(told(loaded));
    return {};
  }
  return loaded.problems.list().front();
}

TEST(Load, AnEmptyFileIsAllDefaults) {
  const auto loaded = read("{}");
  EXPECT_THAT(told(loaded), IsEmpty());
  EXPECT_EQ(loaded.value, SampleOptions());
}

TEST(Load, ReadsEveryKindOfField) {
  const auto loaded = read(R"({ // a comment
    "$schema": "attend.schema.json", "verbose": true, "threads": 3, "seed": 18446744073709551615, "patience": 4,
    "metrics": "chrf", "sizes": [1, 2], "folder": "a/b",
    "optimizer": {"type": "sgd", "lr": 1, "betas": [0, 1], "warmup": "2 epochs"},
    "model": {"type": "recurrent", "hidden": 8}, /* two sections in a list */
    "files": [{"source": "x"}, {"source": ["y", "z"], "language": "en"}], "extra": {"source": "w"} })");
  ASSERT_THAT(told(loaded), IsEmpty());
  SampleOptions expected;
  expected.verbose = true;
  expected.threads = 3;
  expected.seed = 18446744073709551615u;
  expected.patience = 4;
  expected.metrics = {"chrf"};
  expected.sizes = {1, 2};
  expected.folder = "a/b";
  expected.optimizer = {Rule::sgd, 1.0, {0, 1}, {2, DurationUnit::epochs}};
  expected.model = RecurrentOptions{8, 0.2};
  expected.files = {{{"x"}, "de"}, {{"y", "z"}, "en"}};
  expected.extra = FileOptions{{"w"}, "de"};
  EXPECT_EQ(loaded.value, expected);
}

TEST(Load, EveryMistakeIsInOneReport) {
  const auto loaded = read(R"({
    "treads": 3,
    "seed": -1,
    "sizes": [1, "2", 2.5],
    "optimizer": {
      "lr": "fast",
      "betas": [0.9],
      "warmup": "3 hours"
    },
    "model": {"type": "transfomer"},
    "files": [{"source": "x"}, {"language": "fr"}],
    "extra": 3
  })");
  EXPECT_THAT(told(loaded),
              ElementsAre("c.json:2: treads: an unknown key", "c.json:3: seed: -1",
                          "c.json:4: sizes.1: the string \"2\"", "c.json:4: sizes.2: 2.5",
                          "c.json:6: optimizer.lr: the string \"fast\"", "c.json:7: optimizer.betas: [0.9]",
                          "c.json:8: optimizer.warmup: the string \"3 hours\"",
                          "c.json:10: model.type: the string \"transfomer\"",
                          "c.json:11: files.1.source: nothing: the key is required",
                          "c.json:11: files.1.language: the string \"fr\"", "c.json:12: extra: 3"));
  EXPECT_THROW(loaded.problems.throw_if_any(), UsageError);
  EXPECT_THAT(
      error_of([&] { loaded.problems.throw_if_any(); }),
      AllOf(HasSubstr("c.json: 11 mistakes"),
            HasSubstr("c.json:2: treads\n    found: an unknown key\n    expected: one of verbose, threads"),
            HasSubstr("hint: did you mean \"threads\"?"),
            HasSubstr("expected: one of transformer, recurrent\n    hint: did you mean \"transformer\"?")));
}

TEST(Load, OneMistakeIsOnePlainError) {
  const auto loaded = read("{\n\"optimizer\": {\n\"lr\": -1}}");
  EXPECT_THROW(loaded.problems.throw_if_any(), UsageError);
  const auto parts = parts_of([&] { loaded.problems.throw_if_any(); });
  EXPECT_EQ(parts.where, "c.json:3: optimizer.lr");
  EXPECT_EQ(parts.found, "-1");
  EXPECT_EQ(parts.expected, "more than 0");
}

TEST(Load, TypesAreNotConverted) {
  EXPECT_EQ(problem(R"({"threads": 1.5})").expected, "a whole number, without point or exponent");
  EXPECT_EQ(problem(R"({"threads": "3"})").found, "the string \"3\"");
  EXPECT_EQ(problem(R"({"threads": 1e3})").found, "1000.0");
  EXPECT_EQ(problem(R"({"threads": true})").found, "true");
  EXPECT_EQ(problem(R"({"threads": null})").found, "null");
  EXPECT_EQ(problem(R"({"threads": 3000000000})").expected, "a whole number from -2147483648 to 2147483647");
  EXPECT_EQ(problem(R"({"verbose": 1})").expected, "true or false");
  EXPECT_EQ(problem(R"({"folder": 1})").expected, "a path");
  EXPECT_EQ(problem(R"({"metrics": [1]})").path, "metrics.0");
  EXPECT_EQ(problem(R"({"sizes": 1})").expected, "a list of integers");
  EXPECT_EQ(problem(R"({"optimizer": {"type": 3}})").expected, "one of sgd, adam, adamw");
  EXPECT_EQ(problem(R"({"optimizer": {"betas": [1, 2, 3]}})").expected, "a list of 2 numbers");
  EXPECT_EQ(problem(R"({"optimizer": []})").expected, "a section: { ... }");
  EXPECT_EQ(problem(R"({"model": "transformer"})").expected, "a section: { ... }");
  EXPECT_EQ(problem("[]").place.text, "c.json:1");
}

TEST(Load, NumbersThatOverflowAndNaNAreRefused) {
  EXPECT_THROW(read(R"({"optimizer": {"lr": 1e999}})"), UsageError);
  EXPECT_THROW(read(R"({"optimizer": {"lr": NaN}})"), UsageError);
  EXPECT_EQ(problem("{}", {"optimizer.lr=inf"}).found, "the string \"inf\"");
  EXPECT_EQ(problem(R"({"threads": 99999999999999999999})").path, "threads");
}

TEST(Load, ConstraintsAreChecked) {
  EXPECT_EQ(problem(R"({"threads": 0})").expected, "at least 1");
  EXPECT_EQ(problem(R"({"patience": 0})").expected, "more than 0");
  EXPECT_EQ(problem(R"({"metrics": ["bleu", "ter"]})").expected, "each one of \"bleu\", \"chrf\"");
  EXPECT_EQ(problem(R"({"metrics": ["bleu", "chfr"]})").hint, "did you mean \"chrf\"?");
  EXPECT_EQ(problem(R"({"extra": {"source": "a", "language": "dee"}})").hint, "did you mean \"de\"?");
  EXPECT_EQ(problem(R"({"optimizer": {"betas": [0.9, 1.5]}})").found, "[0.9,1.5]");
  EXPECT_EQ(problem(R"({"model": {"dropout": 1}})").expected, "at least 0 and less than 1");
  EXPECT_EQ(problem(R"({"extra": {"source": []}})").expected, "not empty");
  EXPECT_EQ(problem(R"({"extra": {"source": ["a", ""]}})").expected, "not empty");
}

TEST(Load, AMisspeltKeyIsOneMistake) {
  // "source" is required, but was plainly meant.
  EXPECT_EQ(problem(R"({"extra": {"sorce": "x"}})").hint, "did you mean \"source\"?");
  // A key that is there already was not meant.
  EXPECT_EQ(problem(R"({"threads": 2, "thread": 3})").hint, "");
  EXPECT_EQ(problem(R"({"model": {"typ": "recurrent"}})").hint, "did you mean \"type\"?");
}

TEST(Load, ContradictionsAreReportedAtTheirKey) {
  const Problem found = problem("{\"optimizer\":\n {\"type\": \"sgd\",\n\"lr\": 0.0001}}");
  EXPECT_EQ(found.place.text, "c.json:3");
  EXPECT_EQ(found.path, "optimizer.lr");
  EXPECT_EQ(found.hint, "raise lr");
}

TEST(Load, ChecksRunOnWhatCouldBeRead) {
  // Within the section something else is wrong: its check might see a default that the file did not mean.
  EXPECT_EQ(problem(R"({"optimizer": {"type": "sgd", "lr": "x"}})").found, "the string \"x\"");
  // A check that names its keys runs whatever is wrong elsewhere.
  const auto loaded = read(R"({"threads": 7, "patience": 7, "seed": "x"})");
  EXPECT_THAT(told(loaded), ElementsAre("c.json:1: seed: the string \"x\"", "c.json:1: threads: 7 twice"));
}

TEST(Load, TheCallerCanAddToTheReport) {
  auto loaded = read("{\n\"threads\": 0,\n\"extra\": {\n\"source\": \"missing.txt\"}}");
  loaded.problems.add("extra.source", "no file missing.txt", "a file");
  EXPECT_THAT(told(loaded),
              ElementsAre("c.json:2: threads: 0", "c.json:4: extra.source: no file missing.txt"));
  EXPECT_EQ(loaded.problems.place("extra.language").text,
            "c.json:3");  // not written down: the section's line
}

TEST(Load, BrokenTextIsAnErrorOfItsOwn) {
  EXPECT_THROW(read(""), UsageError);
  EXPECT_THROW(read(R"({"threads": 1, "threads": 2})"), UsageError);
  EXPECT_THROW(read("{\"folder\": \"\xFF\"}"), UsageError);
}

}  // namespace
}  // namespace attend::test
