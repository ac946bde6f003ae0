#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include <torch/types.h>

#include "attend/models/bert.h"

namespace attend {

/// A sequence for a model to read: ids, `first` of which are segment 0.
struct BertRow {
  std::span<const int32_t> ids;
  int32_t first = 0;
};

/// Calls `visit(input, numbers)` with all rows in batches, where `numbers` says which rows they are. Only
/// rows of equal length share a batch, so that what comes out for a row does not depend on the others.
void each_equal_batch(std::span<const BertRow> rows, torch::Device device,
                      const std::function<void(const BertInput&, std::span<const uint32_t>)>& visit);

}  // namespace attend
