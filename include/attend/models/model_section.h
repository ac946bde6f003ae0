#pragma once

#include <filesystem>

namespace attend {

/// The section "model" of a configuration whose model may begin with the weights of another: the model's own
/// options, and where those weights are.
template <class Options>
struct ModelSection : Options {
  std::filesystem::path from = {};  ///< model folder; empty: the weights are initial ones
};

}  // namespace attend
