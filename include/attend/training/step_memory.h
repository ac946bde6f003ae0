#pragma once

#include "attend/training/options.h"
#include "attend/training/task.h"

namespace attend {

/// About how many bytes a step over `batch` takes beside parameters, gradients and the optimizer's state, by
/// formula; `stored` is what activations are in (stored_precision). In bf16 it is less than what is taken:
/// norms keep fp32 copies.
double step_bytes(const Task& task, const Batch& batch, Precision stored);

/// Throws Error where this process cannot have so much more memory. For the CPU; to be called when all that
/// lives as long as the run is there.
void require_step_memory(const Task& task, const Batch& batch);

}  // namespace attend
