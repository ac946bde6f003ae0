#pragma once

#include <numeric>
#include <vector>

namespace attend {

/// The arithmetic mean of one or more values.
inline double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace attend
