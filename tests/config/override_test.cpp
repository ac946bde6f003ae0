#include "config/sample_options.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attend/config/overrides.h"
#include "attend/core/error.h"

namespace attend::test {
namespace {

Loaded<SampleOptions> read(const std::string& text, const std::vector<std::string>& sets) {
  std::vector<Override> overrides;
  for (const std::string& set : sets) overrides.push_back(parse_override(set));
  return load(sample_schema(), text, "c.json", overrides);
}

SampleOptions value(const std::string& text, const std::vector<std::string>& sets) {
  const auto loaded = read(text, sets);
  EXPECT_NO_THROW(loaded.problems.throw_if_any());
  return loaded.value;
}

Problem problem(const std::string& text, const std::vector<std::string>& sets) {
  const auto loaded = read(text, sets);
  EXPECT_EQ(loaded.problems.list().size(), 1u);
  return loaded.problems.empty() ? Problem() : loaded.problems.list().front();
}

TEST(Override, ValuesAreJsonWhereTheyParseElseStrings) {
  EXPECT_EQ(value("{}", {"threads=5"}).threads, 5);
  EXPECT_EQ(value("{}", {"folder=a=b"}).folder, "a=b");
  EXPECT_EQ(value("{}", {"folder="}).folder, "");
  EXPECT_EQ(value("{}", {"sizes=[1,2]"}).sizes, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(value("{}", {"optimizer.warmup=3 epochs"}).optimizer.warmup, (Duration{3, DurationUnit::epochs}));
  EXPECT_EQ(value(R"({"patience": 3})", {"patience=null"}).patience, std::nullopt);
}

TEST(Override, LaterOnesWinOverEarlierAndOverTheFile) {
  EXPECT_EQ(value(R"({"threads": 3})", {"threads=4", "threads=5"}).threads, 5);
  const auto options =
      value(R"({"optimizer": {"lr": 1, "betas": [0, 0]}})", {"optimizer={\"lr\": 2}", "optimizer.type=adam"});
  EXPECT_EQ(options.optimizer, (OptimizerOptions{.type = Rule::adam, .lr = 2.0}));
}

TEST(Override, SectionsThatTheFileDoesNotHaveAreMade) {
  EXPECT_EQ(value("{}", {"optimizer.lr=2"}).optimizer.lr, 2.0);
  EXPECT_EQ(value("{}", {"extra.source=x"}).extra, (FileOptions{{"x"}, "de"}));
  EXPECT_EQ(value(R"({"extra": null})", {"extra.source=x"}).extra, (FileOptions{{"x"}, "de"}));
}

TEST(Override, AnEntryOfAListIsChosenByItsNumber) {
  const std::string text = R"({"files": [{"source": "a"}, {"source": "b"}]})";
  EXPECT_EQ(value(text, {"files.1.language=en"}).files[1], (FileOptions{{"b"}, "en"}));
  EXPECT_EQ(problem(text, {"files.2.language=en"}).expected, "the number of an entry of the list");
  EXPECT_EQ(problem(text, {"files.x=1"}).path, "files.x");
}

TEST(Override, MistakesNameTheArgument) {
  const Problem unknown = problem("{}", {"optimizer.lrr=1"});
  EXPECT_EQ(unknown.place.text, "--set optimizer.lrr=1");
  EXPECT_EQ(unknown.path, "optimizer.lrr");
  EXPECT_EQ(unknown.hint, "did you mean \"lr\"?");
  EXPECT_EQ(problem("{}", {"optimiser.lr=1"}).place.text, "--set optimiser.lr=1");
  EXPECT_EQ(problem("{\n\"threads\": 1}", {"threads=0"}).place.text, "--set threads=0");
  EXPECT_EQ(problem("{}", {"optimizer={\"lr\": -1}"}).place.text, "--set optimizer={\"lr\": -1}");
  EXPECT_EQ(problem(R"({"threads": 1})", {"threads.x=1"}).found, "threads is 1");
  EXPECT_EQ(problem("{}", {"a..b=1"}).found, "an unknown key");
  EXPECT_THAT(problem("{}", {"folder=2016"}).hint, testing::HasSubstr("'\"2016\"'"));
}

TEST(Override, AKeyWithoutItsPathIsToldWhereItStands) {
  EXPECT_EQ(problem("{}", {"lr=1"}).hint, "did you mean \"optimizer.lr\"?");
  EXPECT_EQ(problem("{}", {"model.warmup=1"}).hint, "did you mean \"optimizer.warmup\"?");
  EXPECT_EQ(problem(R"({"lr": 1})", {}).hint, "did you mean \"optimizer.lr\"?");
  EXPECT_EQ(problem("{}", {"type=1"}).hint, "did you mean \"optimizer.type\" or \"model.type\"?");
  // Only keys that this configuration has: those of the chosen alternative.
  EXPECT_EQ(problem("{}", {"layers=1"}).hint, "did you mean \"model.layers\"?");
  EXPECT_EQ(problem("{}", {"model.type=recurrent", "layers=1"}).hint, "");
}

TEST(Override, WhatWasWrittenDownIsGiven) {
  const auto loaded = read(R"({"threads": 2, "optimizer": {"lr": 1}})",
                           {"seed=1", R"(model={"type": "transformer", "layers": 6})"});
  ASSERT_TRUE(loaded.problems.empty());
  for (const char* path : {"threads", "optimizer", "optimizer.lr", "seed", "model", "model.layers"})
    EXPECT_TRUE(loaded.is_given(path)) << path;
  for (const char* path : {"verbose", "optimizer.betas", "model.dropout", "model.nothing"})
    EXPECT_FALSE(loaded.is_given(path)) << path;
  // What an argument replaces is not given any more.
  EXPECT_FALSE(read(R"({"optimizer": {"lr": 1}})", {"optimizer={}"}).is_given("optimizer.lr"));
  const auto over = with_overrides(sample_schema(), SampleOptions(), {parse_override("optimizer.lr=1")});
  EXPECT_TRUE(over.is_given("optimizer.lr"));
  EXPECT_FALSE(over.is_given("threads"));
}

TEST(Override, AnArgumentWithoutAKeyIsRefused) {
  EXPECT_THROW(parse_override("threads"), UsageError);
  EXPECT_THROW(parse_override("=1"), UsageError);
  EXPECT_THROW(parse_override(""), UsageError);
  EXPECT_THROW(parse_override("folder=\xFF"), UsageError);
}

TEST(Override, MessagesNameALongArgumentByItsBeginning) {
  const auto origin = parse_override("folder=" + std::string(1000, 'x')).origin;
  EXPECT_THAT(origin, testing::StartsWith("--set folder=xxx"));
  EXPECT_LT(origin.size(), 100);
}

TEST(Override, AMisspeltKeyMayBeOneOfTheFile) {
  EXPECT_EQ(problem(R"({"threads": 1})", {"treads=2"}).hint, "did you mean \"threads\"?");
  EXPECT_EQ(problem(R"({"threads": 1, "treads": 2})", {}).hint, "");
}

TEST(Override, EveryArgumentWithoutAKeyIsAProblem) {
  std::vector<Problem> problems;
  const auto overrides = parse_overrides({"threads", "seed=3", "=1", ""}, problems);
  ASSERT_EQ(overrides.size(), 1u);
  EXPECT_EQ(overrides[0].path, "seed");
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].place.text, "--set");
  EXPECT_EQ(problems[0].found, "\"threads\"");
}

TEST(Override, ANumberTooLargeIsNoWord) {
  std::vector<Problem> problems;
  EXPECT_TRUE(parse_overrides({"rate=1e400"}, problems).empty());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].found, "a number too large for a double");
  EXPECT_EQ(problems[0].place.text, "--set rate=1e400");
}

TEST(Override, ANumberWithoutItsUnitIsADurationInUpdatesOrEpochs) {
  const std::string hint = "did you mean \"20 updates\" or \"20 epochs\"?";
  EXPECT_EQ(problem("{}", {"optimizer.warmup=20"}).hint, hint);
  EXPECT_EQ(problem(R"({"optimizer": {"warmup": 20}})", {}).hint, hint);
  EXPECT_EQ(problem(R"({"optimizer": {"warmup": "20"}})", {}).hint, hint);
  EXPECT_EQ(problem(R"({"optimizer": {"warmup": "20 hours"}})", {}).hint, "");
  EXPECT_EQ(problem(R"({"optimizer": {"warmup": "20 eopchs"}})", {}).hint, "did you mean \"20 epochs\"?");
}

TEST(Override, SwitchesAVariantAndPassesOverKeysOfTheOther) {
  const std::string text = R"({"model": {"type": "transformer", "layers": 2, "dropout": 0.5}})";
  EXPECT_EQ(value(text, {"model.type=recurrent"}).model, ModelOptions(RecurrentOptions{32, 0.5}));
  EXPECT_EQ(value(text, {"model.hidden=9", "model.type=recurrent"}).model,
            ModelOptions(RecurrentOptions{9, 0.5}));
  // On the command line itself such a key is a mistake, and in a file without a switch too.
  EXPECT_EQ(problem(text, {"model.type=recurrent", "model.layers=3"}).path, "model.layers");
  EXPECT_EQ(problem(R"({"model": {"type": "recurrent", "layers": 2}})", {}).path, "model.layers");
  EXPECT_EQ(problem(R"({"model": {"layers": 2, "foo": 1}})", {"model.type=recurrent"}).path, "model.foo");
}

TEST(Override, GoesIntoAValueThatIsThereAlready) {
  SampleOptions options;
  options.threads = 9;
  const auto loaded = with_overrides(sample_schema(), options, {parse_override("optimizer.lr=0.25")});
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(loaded.value.threads, 9);
  EXPECT_EQ(loaded.value.optimizer.lr, 0.25);
  const auto switched = with_overrides(sample_schema(), options, {parse_override("model.type=recurrent")});
  EXPECT_EQ(switched.value.model, ModelOptions(RecurrentOptions{32, 0.1}));
}

}  // namespace
}  // namespace attend::test
