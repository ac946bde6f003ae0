#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attend {

/// Values by update, or by whatever x counts. Values that are not finite are gaps.
struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< x ascending
};

/// Lines over one pair of axes. Where a series has more points than a picture can show, each drawn point is
/// the mean of its neighbours.
struct LineChart {
  std::string title;
  std::string x_name;
  std::vector<Series> series;
};

/// Bars that stand side by side at 0, 1, 2, ... `width`: what one bar covers.
struct BarChart {
  std::string title;
  std::string x_name;
  double width = 1;
  std::vector<std::pair<std::string, std::vector<int64_t>>> series;
};

/// The chart as an `<svg>` element that needs nothing else; empty where there is no value to show. Names may
/// be any text.
std::string to_svg(const LineChart& chart);
std::string to_svg(const BarChart& chart);

/// The values of `from`, `to` and between that are good to read: multiples of 1, 2 or 5 times a power of ten,
/// about `count` of them.
std::vector<double> ticks(double from, double to, int count);

}  // namespace attend
