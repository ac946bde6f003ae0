#include "attend/core/code_points.h"

#include <gtest/gtest.h>

namespace attend {
namespace {

TEST(CodePoints, AreCountedAndCut) {
  EXPECT_EQ(count_code_points(""), 0);
  EXPECT_EQ(count_code_points("é€😀a"), 4);
  EXPECT_EQ(code_point_places("é€😀a"), (std::vector<size_t>{0, 2, 5, 9, 10}));
  EXPECT_EQ(code_point_places(""), (std::vector<size_t>{0}));
  EXPECT_EQ(cut_code_points("é€😀a", 1, 3), "€😀");
  EXPECT_EQ(cut_code_points("é€😀a", 0, 0), "");
  EXPECT_EQ(cut_code_points("é€😀a", 3, 9), "a");
  EXPECT_EQ(cut_code_points("é", 5, 9), "");
}

}  // namespace
}  // namespace attend
