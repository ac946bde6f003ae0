#include "attend/tokenizers/line_source.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> numbers(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) lines.push_back(std::to_string(i));
  return lines;
}

TEST(LineSource, JoinsTwoSources) {
  const std::vector<std::string> first = {"a", ""}, second = {"b"};
  EXPECT_THAT(sample_lines(concatenate(lines_of(first), lines_of(second)), 10), ElementsAre("a", "", "b"));
}

TEST(LineSource, SamplesWithoutReplacementInOrder) {
  const auto lines = numbers(1000);
  const auto sample = sample_lines(lines_of(lines), 100);
  ASSERT_EQ(sample.size(), 100u);
  std::vector<int> values;
  for (const auto& line : sample) values.push_back(std::stoi(line));
  EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  EXPECT_EQ(std::adjacent_find(values.begin(), values.end()), values.end());
  EXPECT_EQ(sample_lines(lines_of(lines), 100), sample) << "the same lines give the same sample";
}

TEST(LineSource, SamplesEveryPartOfTheText) {
  const auto lines = numbers(10000);
  const auto sample = sample_lines(lines_of(lines), 1000);
  for (int part = 0; part < 10; ++part) {
    const auto in_part = std::count_if(sample.begin(), sample.end(), [part](const std::string& line) {
      return std::stoi(line) / 1000 == part;
    });
    EXPECT_NEAR(in_part, 100, 50) << "lines " << part * 1000 << " to " << part * 1000 + 999;
  }
}

}  // namespace
}  // namespace attend
