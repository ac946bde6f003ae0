#pragma once

#include "attend/training/options.h"
#include "attend/training/task.h"

namespace attend {

/// Bytes that a step over `batch` takes beside parameters, gradients and the optimizer's state, by formula.
double step_bytes(const Task& task, const Batch& batch, Precision precision);

/// Throws Error where this process cannot have so much more memory (CPU).
void require_step_memory(const Task& task, const Batch& batch, Precision precision);

}  // namespace attend
