#include "attend/reporting/attention_picture.h"

#include <gmock/gmock.h>

namespace attend {
namespace {

AttentionPicture picture(int64_t layers, int64_t heads, int64_t rows, int64_t columns) {
  AttentionPicture picture{.title = "Attention", .rows = {}, .columns = {}, .weights = {}, .first_layer = 1};
  for (int64_t i = 0; i < rows; ++i) picture.rows.push_back("▁été" + std::to_string(i));
  for (int64_t i = 0; i < columns; ++i) picture.columns.push_back("▁кот");
  picture.weights = torch::full({layers, heads, rows, columns}, 1.0 / static_cast<double>(columns));
  return picture;
}

// A number of a PNG file's header (ISO/IEC 15948, 11.2.2): four bytes, the highest first.
int64_t number_at(const std::string& png, size_t offset) {
  int64_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(png[offset + i]);
  return number;
}

TEST(AttentionPicture, IsAPngOfTheSizeThatWasSaid) {
  const auto grid = picture(2, 4, 7, 5);
  const auto png = draw(grid);
  ASSERT_GT(png.size(), 100u);
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  const auto size = picture_size(grid);
  EXPECT_EQ(number_at(png, 16), size.width);
  EXPECT_EQ(number_at(png, 20), size.height);
}

TEST(AttentionPicture, GrowsWithLayersHeadsAndTokens) {
  const auto small = picture_size(picture(1, 1, 10, 10));
  EXPECT_GT(picture_size(picture(1, 6, 10, 10)).width, small.width);
  EXPECT_GT(picture_size(picture(4, 1, 10, 10)).height, small.height);
  EXPECT_GT(picture_size(picture(1, 1, 20, 10)).height, small.height);
}

TEST(AttentionPicture, AHugeOneIsDrawnSmaller) {
  const auto size = picture_size(picture(6, 16, 200, 200));
  EXPECT_LT(size.width * size.height, 30'000'000);
  EXPECT_LT(size.width, 32767);
}

TEST(AttentionPicture, OtherWeightsAreAnotherPicture) {
  auto grid = picture(1, 1, 3, 3);
  const auto even = draw(grid);
  grid.weights = torch::eye(3).view({1, 1, 3, 3});
  EXPECT_NE(draw(grid), even);
  EXPECT_EQ(draw(grid), draw(grid));
}

TEST(AttentionPicture, StrangeTokensAreNoError) {
  auto grid = picture(1, 1, 2, 2);
  grid.rows = {"", "a\nb\tc"};
  grid.columns = {"一二三四五六七八九十一二三四五六七八九十", "\U0001F600"};
  EXPECT_FALSE(draw(grid).empty());
}

}  // namespace
}  // namespace attend
