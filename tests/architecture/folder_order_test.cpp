// The order of the folders, and what keeps builds short: read from the sources, so that a breach is named
// with its file and line in the run that brought it in.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "support/temp_folder.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

const std::map<std::string, int> ranks = {
    {"core", 0},     {"config", 1}, {"tokenizers", 2}, {"metrics", 2}, {"ops", 2},
    {"nn", 3},       {"data", 3},   {"io", 3},         {"models", 4},  {"decoding", 5},
    {"training", 5}, {"tasks", 6},  {"reporting", 6},  {"commands", 7}};
const std::set<std::string> torch_free = {"core", "config", "tokenizers", "metrics", "data"};

/// A line of a source file, and the folder of ours that it belongs to.
struct Line {
  fs::path file;  // relative to the root
  int number;
  std::string folder;
  std::string text;
  std::string at() const { return file.string() + ":" + std::to_string(number) + ": "; }
};

/// The folder of ours that a file belongs to: "ops" for src/ops/kernels/x.cpp, empty for src/main.cpp.
std::string folder_of(const fs::path& file) {
  const auto below = file.lexically_relative(*file.begin() == "include" ? "include/attend" : "src");
  return below.has_parent_path() ? below.begin()->string() : "";
}

/// Every line of src and include/attend under root, in the order of the paths.
std::vector<Line> source_lines(const fs::path& root) {
  std::vector<fs::path> files;
  for (const auto* top : {"include/attend", "src"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension == ".h" || extension == ".cpp") files.push_back(fs::relative(entry.path(), root));
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Line> lines;
  for (const auto& file : files) {
    const auto folder = folder_of(file);
    std::ifstream in(root / file);
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) lines.push_back({file, number, folder, text});
  }
  return lines;
}

/// The lines that include something: few, and regular expressions are slow.
std::vector<Line> includes(std::vector<Line> lines) {
  std::erase_if(lines, [](const Line& line) { return line.text.find("#include") == std::string::npos; });
  return lines;
}

std::vector<std::string> order_breaches(const std::vector<Line>& lines) {
  static const std::regex ours(R"(\s*#include\s*["<](?:attend/)?([a-z_]+)/.*[">].*)");
  static const std::regex climbing(R"(\s*#include\s*"\.\.?/.*)");
  std::vector<std::string> breaches;
  std::smatch match;
  for (const auto& line : includes(lines)) {
    if (std::regex_match(line.text, climbing)) {
      breaches.push_back(line.at() + "includes by a relative path; write attend/<folder>/<name>.h");
    }
    const auto from = ranks.find(line.folder);
    if (from == ranks.end() || !std::regex_match(line.text, match, ours)) continue;
    const auto to = ranks.find(match[1]);
    if (to == ranks.end() || to->first == from->first) continue;
    if (to->second >= from->second)
      breaches.push_back(line.at() + from->first + " may not include " + to->first);
  }
  return breaches;
}

/// Torch's headers cost 12 to 25 s a file; these folders are built and tested without them, so they may not
/// reach them through another folder of ours either.
std::vector<std::string> torch_breaches(const std::vector<Line>& lines) {
  static const std::regex include(R"(\s*#include\s*["<](attend/)?([A-Za-z0-9_]+)/.*[">].*)");
  static const std::set<std::string> torch_headers = {"torch", "ATen", "c10", "caffe2"};
  std::vector<std::string> breaches;
  std::smatch match;
  for (const auto& line : includes(lines)) {
    if (!torch_free.contains(line.folder) || !std::regex_match(line.text, match, include)) continue;
    const bool ours = match[1].matched && ranks.contains(match[2]);
    if (ours ? !torch_free.contains(match[2]) : torch_headers.contains(match[2])) {
      breaches.push_back(line.at() + line.folder + " is built without LibTorch, and may not include " +
                         match[2].str());
    }
  }
  return breaches;
}

std::vector<std::string> text_breaches(const std::vector<Line>& lines) {
  std::vector<std::string> breaches;
  for (const auto& line : lines) {
    if (line.text.find('\t') != std::string::npos) breaches.push_back(line.at() + "holds a tab");
    if (line.text.ends_with(' ') || line.text.ends_with('\r'))
      breaches.push_back(line.at() + "ends in a blank");
    if (line.number == 1 && line.file.extension() == ".h" && line.text != "#pragma once") {
      breaches.push_back(line.at() + "a header begins with #pragma once");
    }
  }
  return breaches;
}

TEST(FolderOrder, AFolderIncludesOnlyLowerOnes) {
  const auto lines = source_lines(ATTEND_SOURCE_DIR);
  ASSERT_GT(lines.size(), 1000u);
  EXPECT_THAT(order_breaches(lines), IsEmpty());
}

TEST(FolderOrder, TorchFreeFoldersStayFree) {
  EXPECT_THAT(torch_breaches(source_lines(ATTEND_SOURCE_DIR)), IsEmpty());
}

TEST(FolderOrder, SourcesAreCleanText) {
  EXPECT_THAT(text_breaches(source_lines(ATTEND_SOURCE_DIR)), IsEmpty());
}

TEST(FolderOrder, EveryFolderHasARank) {
  for (const auto& line : source_lines(ATTEND_SOURCE_DIR)) {
    if (line.folder.empty()) continue;  // main.cpp
    ASSERT_TRUE(ranks.contains(line.folder)) << line.at() << "not a folder of the house";
  }
}

/// The checks themselves, on a tree that breaks each rule once.
class BrokenTree : public testing::Test {
 protected:
  std::vector<Line> with(const fs::path& file, const std::string& text) {
    folder_.write(file, text);
    return source_lines(folder_.path());
  }
  attend::test::TempFolder folder_;
};

TEST_F(BrokenTree, AnUpwardIncludeIsNamed) {
  EXPECT_THAT(order_breaches(with("src/core/file.cpp", "#include <map>\n#include \"attend/data/batch.h\"\n")),
              ElementsAre("src/core/file.cpp:2: core may not include data"));
}

TEST_F(BrokenTree, ASidewaysIncludeIsNamed) {
  EXPECT_THAT(order_breaches(with("include/attend/io/x.h", "#include \"attend/nn/linear.h\"\n")),
              ElementsAre("include/attend/io/x.h:1: io may not include nn"));
}

TEST_F(BrokenTree, DownwardAndOwnIncludesPass) {
  EXPECT_THAT(
      order_breaches(with("src/io/x.cpp", "#include \"attend/io/x.h\"\n#include \"attend/core/error.h\"\n")),
      IsEmpty());
}

TEST_F(BrokenTree, ARelativeIncludeIsNamed) {
  EXPECT_THAT(order_breaches(with("src/io/x.cpp", "#include \"../core/file.h\"\n")),
              ElementsAre(testing::HasSubstr("src/io/x.cpp:1: includes by a relative path")));
}

TEST_F(BrokenTree, TorchIsNamedBehindEitherDoor) {
  EXPECT_THAT(
      torch_breaches(with("src/data/x.cpp", "#include <torch/torch.h>\n#include \"attend/ops/linear.h\"\n")),
      ElementsAre("src/data/x.cpp:1: data is built without LibTorch, and may not include torch",
                  "src/data/x.cpp:2: data is built without LibTorch, and may not include ops"));
}

TEST_F(BrokenTree, UncleanTextIsNamed) {
  EXPECT_THAT(
      text_breaches(with("include/attend/io/x.h", "// x\n\tint x; \n")),
      ElementsAre("include/attend/io/x.h:1: a header begins with #pragma once",
                  "include/attend/io/x.h:2: holds a tab", "include/attend/io/x.h:2: ends in a blank"));
}

}  // namespace
