#pragma once

#include <cstdint>
#include <filesystem>

#include <torch/types.h>

#include "attend/core/file.h"

namespace attend {

/// A matrix of fp32 in NumPy's format (version 1.0), written row by row; it is there, whole, after `commit`.
class NpyFile {
 public:
  NpyFile(const std::filesystem::path& path, int64_t columns);

  /// rows [N, columns] float on the CPU
  void add(const torch::Tensor& rows);
  void commit();

 private:
  std::string header() const;

  AtomicFile file_;
  int64_t columns_, rows_ = 0;
};

}  // namespace attend
