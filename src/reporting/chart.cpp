#include "attend/reporting/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "attend/reporting/format.h"
#include "attend/reporting/html.h"

namespace attend {
namespace {

constexpr double width = 520, height = 250, left = 62, right = 14, top = 34, bottom = 44;
constexpr size_t most_points = 300;
constexpr std::array<const char*, 4> colours = {"#2368a2", "#d9822b", "#3d9a5f", "#8a5aab"};

// The part of the plane that a chart shows, and where it is in the picture.
struct Frame {
  double x0 = std::numeric_limits<double>::infinity(), x1 = -x0, y0 = x0, y1 = -x0;

  void include(double x, double y) {
    x0 = std::min(x0, x), x1 = std::max(x1, x), y0 = std::min(y0, y), y1 = std::max(y1, y);
  }
  bool empty() const { return x0 > x1; }
  // Room above and below, so that a single value and a constant have a place.
  void widen() {
    if (x0 == x1) x0 -= 0.5, x1 += 0.5;
    const double room = y0 == y1 ? std::max(std::abs(y0) * 0.1, 1e-9) : (y1 - y0) * 0.06;
    y0 = y0 >= 0 ? std::max(0.0, y0 - room) : y0 - room;
    y1 += room;
  }
  double x(double value) const { return left + (value - x0) / (x1 - x0) * (width - left - right); }
  double y(double value) const {
    return height - bottom - (value - y0) / (y1 - y0) * (height - top - bottom);
  }
};

std::string number(double value) {
  return std::abs(value) >= 10000 ? format_count(value) : fmt::format("{:.4g}", value);
}

std::string text(double x, double y, const char* anchor, const std::string& content, const char* kind) {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>)", x, y, anchor,
                     kind, escape_html(content));
}

std::string line(double x0, double y0, double x1, double y1) {
  return fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="grid"/>)", x0, y0, x1,
                     y1);
}

// Title, axes and names of the series.
std::string axes(const Frame& frame, const std::string& title, const std::string& x_name,
                 const std::vector<std::string>& names) {
  std::string svg = text(left, 17, "start", title, "title");
  for (const double value : ticks(frame.y0, frame.y1, 5)) {
    svg += line(left, frame.y(value), width - right, frame.y(value));
    svg += text(left - 6, frame.y(value) + 4, "end", number(value), "tick");
  }
  for (const double value : ticks(frame.x0, frame.x1, 6))
    svg += text(frame.x(value), height - bottom + 16, "middle", number(value), "tick");
  svg += line(left, height - bottom, width - right, height - bottom);
  svg += text((left + width - right) / 2, height - 8, "middle", x_name, "tick");
  if (names.size() < 2) return svg;
  double x = width - right;
  for (size_t i = names.size(); i-- > 0;) {
    svg += text(x, 17, "end", names[i], "tick");
    x -= 7.0 * static_cast<double>(names[i].size()) + 8;
    svg += fmt::format(R"(<rect x="{:.1f}" y="9" width="10" height="10" rx="2" fill="{}"/>)", x - 6,
                       colours[i % colours.size()]);
    x -= 16;
  }
  return svg;
}

std::string whole(const std::string& title, const std::string& content) {
  return fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">{}</svg>)",
      width, height, escape_html(title), content);
}

// The finite points, thinned out by means over neighbours.
std::vector<std::pair<double, double>> shown(const Series& series) {
  auto points = series.points;
  std::erase_if(points, [](const auto& p) { return !std::isfinite(p.first) || !std::isfinite(p.second); });
  if (points.size() <= most_points) return points;
  std::vector<std::pair<double, double>> means;
  for (size_t i = 0; i < most_points; ++i) {
    const size_t begin = i * points.size() / most_points, end = (i + 1) * points.size() / most_points;
    double x = 0, y = 0;
    for (size_t j = begin; j < end; ++j) x += points[j].first, y += points[j].second;
    means.emplace_back(x / static_cast<double>(end - begin), y / static_cast<double>(end - begin));
  }
  return means;
}

std::string curve(const Frame& frame, const std::vector<std::pair<double, double>>& points,
                  const char* colour) {
  std::string path, dots;
  for (const auto& [x, y] : points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", frame.x(x), frame.y(y));
    if (points.size() <= 40) {
      dots +=
          fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"><title>{}: {}</title></circle>)",
                      frame.x(x), frame.y(y), colour, number(x), number(y));
    }
  }
  return fmt::format(R"(<path d="{}" fill="none" stroke="{}" stroke-width="1.6"/>)", path, colour) + dots;
}

}  // namespace

std::vector<double> ticks(double from, double to, int count) {
  const double rough = (to - from) / count, power = std::pow(10, std::floor(std::log10(rough)));
  if (!(rough > 0) || !std::isfinite(power)) return {from};
  const double step = power * (rough > 5 * power ? 10 : rough > 2 * power ? 5 : rough > power ? 2 : 1);
  std::vector<double> values;
  for (double multiple = std::ceil(from / step - 1e-9); multiple * step <= to + step * 1e-9; ++multiple)
    values.push_back(multiple * step + 0.0);  // never -0
  return values;
}

std::string to_svg(const LineChart& chart) {
  Frame frame;
  std::vector<std::vector<std::pair<double, double>>> curves;
  std::vector<std::string> names;
  for (const auto& series : chart.series) {
    auto points = shown(series);
    if (points.empty()) continue;
    for (const auto& [x, y] : points) frame.include(x, y);
    curves.push_back(std::move(points));
    names.push_back(series.name);
  }
  if (frame.empty()) return "";
  frame.widen();
  std::string svg = axes(frame, chart.title, chart.x_name, names);
  for (size_t i = 0; i < curves.size(); ++i) svg += curve(frame, curves[i], colours[i % colours.size()]);
  return whole(chart.title, svg);
}

std::string to_svg(const BarChart& chart) {
  Frame frame;
  frame.include(0, 0);
  std::vector<std::string> names;
  for (const auto& [name, bars] : chart.series) {
    names.push_back(name);
    for (const auto bar : bars) frame.include(0, static_cast<double>(bar));
    frame.include(static_cast<double>(bars.size()) * chart.width, 0);
  }
  if (frame.y1 <= 0) return "";
  frame.widen();
  std::string svg = axes(frame, chart.title, chart.x_name, names);
  const double part = chart.width * 0.9 / static_cast<double>(chart.series.size());
  for (size_t s = 0; s < chart.series.size(); ++s) {
    const auto& [name, bars] = chart.series[s];
    for (size_t i = 0; i < bars.size(); ++i) {
      if (bars[i] == 0) continue;
      const double x = static_cast<double>(i) * chart.width + static_cast<double>(s) * part;
      const double y = frame.y(static_cast<double>(bars[i]));
      svg +=
          fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>)", frame.x(x),
                      y, frame.x(x + part) - frame.x(x), height - bottom - y, colours[s % colours.size()]);
    }
  }
  return whole(chart.title, svg);
}

}  // namespace attend
