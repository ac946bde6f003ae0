#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <cairo/cairo.h>

namespace attend {

using Colour = std::array<double, 3>;  // red, green, blue in [0, 1]

/// A white picture to draw on; lengths are in pixels from the top left corner. Text is DejaVu Sans.
class Canvas {
 public:
  /// Throws Error where there is no memory for it.
  Canvas(int width, int height);

  /// Pixels that `text` is wide.
  double width_of(const std::string& text, double size);
  /// `text` (UTF-8) with its baseline's left end at x, y.
  void text(double x, double y, const std::string& text, double size, const Colour& colour);
  /// The same, read from bottom to top.
  void text_upwards(double x, double y, const std::string& text, double size, const Colour& colour);
  void line(double x0, double y0, double x1, double y1, const Colour& colour);
  void frame(double x, double y, double width, double height, const Colour& colour);
  /// A grid of `columns` cells a row, each of `cell` by `cell` pixels; as many colours as cells.
  void cells(double x, double y, double cell, int columns, const std::vector<Colour>& colours);

  /// The picture as a PNG file. Throws Error where drawing failed.
  std::string png() const;

 private:
  template <auto destroy>
  struct Destroy {
    template <class T>
    void operator()(T* object) const {
      destroy(object);
    }
  };

  void begin_text(double size, const Colour& colour);

  std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>> surface_;
  std::unique_ptr<cairo_t, Destroy<cairo_destroy>> context_;
};

}  // namespace attend
