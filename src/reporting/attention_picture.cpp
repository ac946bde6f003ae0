#include "attend/reporting/attention_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>

#include "canvas.h"

#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr double largest_area = 24e6;   // pixels: about 100 MB while it is drawn
constexpr double largest_side = 30000;  // cairo's own limit is 32,767
constexpr double largest_cell = 18, smallest_cell = 2, cell_with_lines = 9;
constexpr double margin = 16, gap = 14, font_size = 11, title_size = 15, title_height = 40, name_height = 18,
                 name_width = 94;
constexpr double scale_width = 14, scale_space = 70;
constexpr size_t longest_label = 16;  // code points
constexpr Colour dark = {0.13, 0.15, 0.18}, grey = {0.45, 0.48, 0.52}, edge = {0.75, 0.78, 0.81};
constexpr Colour white = {1, 1, 1};

// From white through blue to nearly black: equal steps look equally large, also to the colour-blind.
Colour colour_of(double share) {
  static constexpr std::array<Colour, 5> stops = {
      {{1, 1, 1}, {0.78, 0.87, 0.95}, {0.42, 0.68, 0.84}, {0.15, 0.42, 0.68}, {0.04, 0.14, 0.34}}};
  const double place = std::clamp(share, 0.0, 1.0) * (stops.size() - 1);
  const auto stop = std::min(static_cast<size_t>(place), stops.size() - 2);
  const double part = place - static_cast<double>(stop);
  Colour colour;
  for (size_t i = 0; i < colour.size(); ++i)
    colour[i] = stops[stop][i] * (1 - part) + stops[stop + 1][i] * part;
  return colour;
}

// A token as it is written on an axis: no control characters, and not too long.
std::string label(const std::string& token) {
  std::string text;
  size_t offset = 0, length = 0;
  while (offset < token.size()) {
    const auto point = next_code_point(token, offset);
    if (length++ == longest_label) return text + "…";
    append_utf8(text, point < 0x20 || point == 0x7f ? U'\uFFFD' : point);
  }
  return text;
}

std::vector<std::string> labels(const std::vector<std::string>& tokens) {
  std::vector<std::string> texts;
  for (const auto& token : tokens) texts.push_back(label(token));
  return texts;
}

struct Layout {
  std::vector<std::string> rows, columns;  // as they are written
  double layers, heads;
  double cell = largest_cell;
  double row_space = 0, column_space = 0;  // for the labels

  explicit Layout(const AttentionPicture& picture)
      : rows(labels(picture.rows)),
        columns(labels(picture.columns)),
        layers(static_cast<double>(picture.weights.size(0))),
        heads(static_cast<double>(picture.weights.size(1))) {
    Canvas canvas(1, 1);
    title_width = canvas.width_of(picture.title, title_size);
    for (const auto& text : rows) row_space = std::max(row_space, canvas.width_of(text, font_size) + 6);
    for (const auto& text : columns)
      column_space = std::max(column_space, canvas.width_of(text, font_size) + 8);
    while (cell > smallest_cell &&
           (width() * height() > largest_area || width() > largest_side || height() > largest_side)) {
      --cell;
    }
  }

  // From a map to the next one; the name above a map needs room too.
  double pitch() const { return std::max(map_width(), name_width) + gap; }
  double map_width() const { return cell * static_cast<double>(columns.size()); }
  double map_height() const { return cell * static_cast<double>(rows.size()); }
  double width() const {
    const double maps = row_space + heads * pitch() + scale_space;
    return std::ceil(2 * margin + std::max(title_width, maps));
  }
  double height() const {
    return std::ceil(2 * margin + title_height + layers * (name_height + map_height() + column_space));
  }
  double x(int64_t head) const {
    return std::round(margin + row_space + static_cast<double>(head) * pitch());
  }
  double y(int64_t layer) const {
    return std::round(margin + title_height + name_height +
                      static_cast<double>(layer) * (name_height + map_height() + column_space));
  }
  // Where cells are small, only every n-th token is written.
  size_t every() const { return static_cast<size_t>(std::ceil((font_size + 1) / cell)); }

  double title_width = 0;
};

void draw_map(Canvas& canvas, const Layout& layout, const torch::Tensor& weights, double largest, double x,
              double y) {
  const auto values = weights.contiguous();
  std::vector<Colour> colours;
  for (const float weight : std::span(values.const_data_ptr<float>(), static_cast<size_t>(values.numel())))
    colours.push_back(colour_of(weight / largest));
  canvas.cells(x, y, layout.cell, static_cast<int>(layout.columns.size()), colours);
  if (layout.cell >= cell_with_lines) {
    for (size_t i = 1; i < layout.columns.size(); ++i) {
      const double at = x + static_cast<double>(i) * layout.cell - 0.5;
      canvas.line(at, y, at, y + layout.map_height(), white);
    }
    for (size_t i = 1; i < layout.rows.size(); ++i) {
      const double at = y + static_cast<double>(i) * layout.cell - 0.5;
      canvas.line(x, at, x + layout.map_width(), at, white);
    }
  }
  canvas.frame(x, y, layout.map_width(), layout.map_height(), edge);
}

void draw_row_labels(Canvas& canvas, const Layout& layout, double x, double y) {
  for (size_t i = 0; i < layout.rows.size(); i += layout.every()) {
    const double middle = y + (static_cast<double>(i) + 0.5) * layout.cell;
    const double width = canvas.width_of(layout.rows[i], font_size);
    canvas.text(x - 5 - width, middle + font_size * 0.36, layout.rows[i], font_size, dark);
  }
}

void draw_column_labels(Canvas& canvas, const Layout& layout, double x, double y) {
  for (size_t i = 0; i < layout.columns.size(); i += layout.every()) {
    const double middle = x + (static_cast<double>(i) + 0.5) * layout.cell;
    const double width = canvas.width_of(layout.columns[i], font_size);
    canvas.text_upwards(middle + font_size * 0.36, y + 5 + width, layout.columns[i], font_size, dark);
  }
}

std::string two_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

void draw_scale(Canvas& canvas, const Layout& layout, double largest) {
  constexpr int steps = 100;
  const double x = layout.x(static_cast<int64_t>(layout.heads)) + 4, y = layout.y(0);
  std::vector<Colour> colours;
  for (int i = 0; i < steps * static_cast<int>(scale_width); ++i)
    colours.push_back(colour_of(1 - static_cast<double>(i / static_cast<int>(scale_width)) / (steps - 1)));
  canvas.cells(x, y, 1, static_cast<int>(scale_width), colours);
  canvas.frame(x, y, scale_width, steps, edge);
  for (const double share : {0.0, 0.5, 1.0})
    canvas.text(x + scale_width + 5, y + (1 - share) * steps + 4, two_digits(share * largest), font_size,
                grey);
}

}  // namespace

PictureSize picture_size(const AttentionPicture& picture) {
  const Layout layout(picture);
  return {static_cast<int64_t>(layout.width()),
          std::max(static_cast<int64_t>(layout.height()), static_cast<int64_t>(2 * margin + 160))};
}

std::string draw(const AttentionPicture& picture) {
  const Layout layout(picture);
  const auto size = picture_size(picture);
  Canvas canvas(static_cast<int>(size.width), static_cast<int>(size.height));
  const double largest = std::max(picture.weights.max().item<double>(), 1e-9);
  canvas.text(margin, margin + title_size, picture.title, title_size, dark);
  for (int64_t layer = 0; layer < picture.weights.size(0); ++layer) {
    for (int64_t head = 0; head < picture.weights.size(1); ++head) {
      const double x = layout.x(head), y = layout.y(layer);
      const auto name =
          "layer " + std::to_string(picture.first_layer + layer) + ", head " + std::to_string(head + 1);
      canvas.text(x, y - 6, name, font_size, grey);
      draw_map(canvas, layout, picture.weights[layer][head], largest, x, y);
      draw_column_labels(canvas, layout, x, y + layout.map_height());
    }
    draw_row_labels(canvas, layout, layout.x(0), layout.y(layer));
  }
  draw_scale(canvas, layout, largest);
  return canvas.png();
}

}  // namespace attend
