#include "attend/data/parallel_options.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/config/load.h"
#include "attend/config/overrides.h"
#include "attend/core/error.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

Loaded<ParallelDataOptions> load_text(const std::string& text) {
  return load(parallel_data_schema(), text, "c.json");
}

TEST(ParallelDataOptions, AreReadFromTheirSection) {
  const auto loaded = load_text(R"({"train": {"source": "a.de", "target": ["a.en"]},
    "validation": {"tsv": "v.tsv", "source_column": 2, "target_column": 1, "short_lines": "drop"},
    "max_length": 10, "over_long": "cut", "empty": "error", "max_length_ratio": 3})");
  loaded.problems.throw_if_any();
  EXPECT_THAT(loaded.value.train.source, ElementsAre("a.de"));
  EXPECT_THAT(loaded.value.train.target, ElementsAre("a.en"));
  EXPECT_THAT(loaded.value.validation->tsv, ElementsAre("v.tsv"));
  EXPECT_EQ(loaded.value.validation->short_lines, ShortLines::drop);
  EXPECT_EQ(loaded.value.over_long, OverLong::cut);
  EXPECT_EQ(loaded.value.empty, EmptyLines::error);
}

TEST(ParallelDataOptions, ContradictionsAreReportedTogether) {
  const auto loaded = load_text(R"({"train": {"source": ["a", "b"], "target": "c"},
    "validation": {"source": "a", "target": "b", "tsv": "c", "source_column": 2}, "max_length": 1})");
  EXPECT_THAT(
      [&] { loaded.problems.throw_if_any(); },
      ThrowsMessage<UsageError>(AllOf(HasSubstr("2 source and 1 target"), HasSubstr("both tsv and source"),
                                      HasSubstr("2, the source's column too"), HasSubstr("max_length"))));
}

TEST(ParallelDataOptions, TrainingFilesMustBeNamed) {
  const auto loaded = load_text("{}");
  EXPECT_THAT([&] { loaded.problems.throw_if_any(); }, ThrowsMessage<UsageError>(HasSubstr("train")));
}

TEST(ParallelDataOptions, AMissingDataFolderIsOneProblem) {
  const test::TempFolder folder;
  ParallelDataOptions options;
  options.dir = folder / "elsewhere";
  options.train.source = {folder.write("a.de", "")};
  options.train.target = {folder.write("a.en", "")};
  Problems none;
  check_files(options, DataParts::all, none);  // nothing is looked for there
  EXPECT_TRUE(none.empty());

  options.validation.emplace().tsv = {folder / "elsewhere/v.tsv", folder / "elsewhere/w.tsv"};
  Problems problems;
  check_files(options, DataParts::all, problems);
  ASSERT_EQ(problems.list().size(), 1u);
  EXPECT_EQ(problems.list()[0].path, "dir");
  EXPECT_THAT(problems.list()[0].found, HasSubstr("elsewhere does not exist"));
}

TEST(ParallelDataOptions, NamesAreRelativeToTheDataFolder) {
  ParallelDataOptions options;
  options.train.source = {"a.de", "/elsewhere/b.de"};
  options.cache = "cache";
  resolve_paths(options, "/configs", Problems());
  EXPECT_THAT(options.train.source, ElementsAre("/configs/a.de", "/elsewhere/b.de"));
  EXPECT_EQ(options.cache, "/configs/cache");
  options = {};
  options.dir = "../data";
  options.validation.emplace().tsv = {"v.tsv"};
  resolve_paths(options, "/configs", Problems());
  EXPECT_THAT(options.validation->tsv, ElementsAre("/data/v.tsv"));
  EXPECT_EQ(options.cache, "");
}

TEST(ParallelDataOptions, FoldersOfTheCommandLineAreRelativeToTheCurrentFolder) {
  std::vector<Problem> malformed;
  const auto overrides = parse_overrides({"dir=there", "train.source=a.de", "train.target=a.en"}, malformed);
  auto loaded = load(parallel_data_schema(), R"({"cache": "cache"})", "data", overrides);
  resolve_paths(loaded.value, "/configs", loaded.problems);
  const auto current = std::filesystem::current_path();
  EXPECT_EQ(loaded.value.dir, current / "there");
  EXPECT_THAT(loaded.value.train.source, ElementsAre(current / "there/a.de"));
  EXPECT_EQ(loaded.value.cache, "/configs/cache");
}

TEST(ParallelDataOptions, EveryMissingFileIsReported) {
  const test::TempFolder folder;
  ParallelDataOptions options;
  options.train.source = {folder.write("there", "")};
  options.train.target = {folder / "missing.en"};
  options.validation.emplace().tsv = {folder.path()};
  Problems problems;
  check_files(options, DataParts::all, problems);
  ASSERT_EQ(problems.list().size(), 2);
  EXPECT_EQ(problems.list()[0].path, "train.target");
  EXPECT_THAT(problems.list()[0].found, HasSubstr("missing.en does not exist"));
  EXPECT_THAT(problems.list()[1].found, HasSubstr("is a folder"));
}

TEST(ParallelDataOptions, ALinkToItselfIsToldFromNothing) {
  const test::TempFolder folder;
  std::filesystem::create_symlink("loop", folder / "loop");
  ParallelDataOptions options;
  options.train.source = options.train.target = {folder / "loop"};
  Problems problems;
  check_files(options, DataParts::all, problems);
  options.dir = folder / "loop";
  check_files(options, DataParts::all, problems);
  ASSERT_EQ(problems.list().size(), 3);
  for (const auto& problem : problems.list())
    EXPECT_THAT(problem.found, HasSubstr("Too many levels of symbolic links"));
}

}  // namespace
}  // namespace attend
