#include "canvas.h"

#include <cmath>
#include <numbers>

#include "attend/core/error.h"

namespace attend {
namespace {

constexpr const char* font = "DejaVu Sans";

void check(cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS) return;
  throw Error({.operation = "drawing a picture", .found = cairo_status_to_string(status)});
}

uint32_t packed(const Colour& colour) {
  uint32_t pixel = 0;
  for (const double part : colour) pixel = pixel << 8 | static_cast<uint32_t>(std::lround(part * 255));
  return pixel;
}

cairo_status_t append(void* text, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(int width, int height)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
      context_(cairo_create(surface_.get())) {
  check(cairo_surface_status(surface_.get()));
  check(cairo_status(context_.get()));
  cairo_set_source_rgb(context_.get(), 1, 1, 1);
  cairo_paint(context_.get());
  cairo_set_line_width(context_.get(), 1);
  cairo_select_font_face(context_.get(), font, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
}

double Canvas::width_of(const std::string& text, double size) {
  cairo_set_font_size(context_.get(), size);
  cairo_text_extents_t extents;
  cairo_text_extents(context_.get(), text.c_str(), &extents);
  return extents.x_advance;
}

void Canvas::begin_text(double size, const Colour& colour) {
  cairo_set_font_size(context_.get(), size);
  cairo_set_source_rgb(context_.get(), colour[0], colour[1], colour[2]);
}

void Canvas::text(double x, double y, const std::string& text, double size, const Colour& colour) {
  begin_text(size, colour);
  cairo_move_to(context_.get(), x, y);
  cairo_show_text(context_.get(), text.c_str());
}

void Canvas::text_upwards(double x, double y, const std::string& text, double size, const Colour& colour) {
  cairo_save(context_.get());
  cairo_translate(context_.get(), x, y);
  cairo_rotate(context_.get(), -std::numbers::pi / 2);
  this->text(0, 0, text, size, colour);
  cairo_restore(context_.get());
}

void Canvas::line(double x0, double y0, double x1, double y1, const Colour& colour) {
  cairo_set_source_rgb(context_.get(), colour[0], colour[1], colour[2]);
  cairo_move_to(context_.get(), x0, y0);
  cairo_line_to(context_.get(), x1, y1);
  cairo_stroke(context_.get());
}

void Canvas::frame(double x, double y, double width, double height, const Colour& colour) {
  cairo_set_source_rgb(context_.get(), colour[0], colour[1], colour[2]);
  cairo_rectangle(context_.get(), x - 0.5, y - 0.5, width + 1, height + 1);
  cairo_stroke(context_.get());
}

// The grid is made with a pixel a cell and then enlarged: a picture may have millions of cells.
void Canvas::cells(double x, double y, double cell, int columns, const std::vector<Colour>& colours) {
  const int rows = static_cast<int>(colours.size()) / columns;
  const decltype(surface_) small(cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows));
  check(cairo_surface_status(small.get()));
  auto* pixels = cairo_image_surface_get_data(small.get());
  const auto stride = cairo_image_surface_get_stride(small.get());
  for (int row = 0; row < rows; ++row) {
    auto* line = reinterpret_cast<uint32_t*>(pixels + static_cast<std::ptrdiff_t>(row) * stride);
    for (int column = 0; column < columns; ++column)
      line[column] = packed(colours[static_cast<size_t>(row * columns + column)]);
  }
  cairo_surface_mark_dirty(small.get());
  cairo_save(context_.get());
  cairo_translate(context_.get(), x, y);
  cairo_scale(context_.get(), cell, cell);
  cairo_set_source_surface(context_.get(), small.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(context_.get()), CAIRO_FILTER_NEAREST);
  cairo_rectangle(context_.get(), 0, 0, columns, rows);
  cairo_fill(context_.get());
  cairo_restore(context_.get());
}

std::string Canvas::png() const {
  check(cairo_status(context_.get()));
  std::string file;
  check(cairo_surface_write_to_png_stream(surface_.get(), append, &file));
  return file;
}

}  // namespace attend
