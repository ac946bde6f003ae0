#include "attend/commands/npy_file.h"

#include <string>

namespace attend {
namespace {

constexpr size_t header_bytes = 128;  // a multiple of 64, with room for any number of rows

}  // namespace

NpyFile::NpyFile(const std::filesystem::path& path, int64_t columns) : file_(path), columns_(columns) {
  file_.write(header());
}

// "\x93NUMPY", the version, the length of what follows, and a Python dictionary that ends in a line break.
std::string NpyFile::header() const {
  constexpr size_t prefix = 10;
  std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows_) + ", " +
                     std::to_string(columns_) + "), }";
  text.resize(header_bytes - prefix - 1, ' ');
  text += '\n';
  const auto length = static_cast<char>(text.size());
  return std::string("\x93NUMPY\x01\x00", 8) + length + '\0' + text;
}

void NpyFile::add(const torch::Tensor& rows) {
  const auto values = rows.contiguous();
  file_.write(values.const_data_ptr<float>(), static_cast<size_t>(values.numel()) * sizeof(float));
  rows_ += values.size(0);
}

void NpyFile::commit() {
  const auto text = header();
  file_.write_at(0, text.data(), text.size());
  file_.commit();
}

}  // namespace attend
