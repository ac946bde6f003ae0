#pragma once

#include <string>
#include <vector>

#include "attend/io/tensors.h"

namespace attend {

/// One parameter (or buffer) of a model of ours and the names it is stored under.
struct StoredParameter {
  std::string ours;
  /// More than one: equal parts of ours along dimension 0, in this order. A fused [3d, d] projection is
  /// stored as
  /// {"...q_proj.weight", "...k_proj.weight", "...v_proj.weight"}.
  std::vector<std::string> stored;
  /// Other names that are accepted on reading, each as long as `stored`. Where several are there, as the
  /// copies of a tied table, they must be equal.
  std::vector<std::vector<std::string>> aliases = {};
  /// It, or parts of it, may be absent on reading; ours then stays as it was.
  bool optional = false;
};

/// How a model's parameters are stored.
struct ParameterTable {
  std::vector<StoredParameter> parameters;
  /// Regular expressions (ECMAScript) for whole names of stored tensors that mean nothing to us.
  std::vector<std::string> ignored = {};
};

/// The tensor of that name. Throws Error for numbers that are not finite: a model with such a weight answers
/// nonsense, or nothing.
at::Tensor read_weight(const StoredTensors& source, const std::string& name);

/// Fills `ours` (a model's parameters and buffers, on any device) from `source`, converting between
/// floating-point types. Everything is checked before anything is copied: one Error lists all tensors that
/// are missing, not expected, of another shape or type, and copies that differ. Returns the stored
/// names that were absent of optional ones.
std::vector<std::string> load_parameters(const StoredTensors& source, const ParameterTable& table,
                                         const NamedTensors& ours);

/// The tensors of `ours` under the names of `table.stored`, as views; for `write_safetensors`.
NamedTensors store_parameters(const ParameterTable& table, const NamedTensors& ours);

}  // namespace attend
