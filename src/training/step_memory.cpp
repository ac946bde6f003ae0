#include "attend/training/step_memory.h"

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/memory_limit.h"
#include "attend/ops/cpu_allocator.h"

namespace attend {

double step_bytes(const Task& task, const Batch& batch, Precision stored) {
  const double bytes_a_number = stored == Precision::bf16 ? 2 : 4;
  return bytes_a_number * task.activations(batch);
}

void require_step_memory(const Task& task, const Batch& batch) {
  constexpr double gigabyte = 1e9;
  const double needed = step_bytes(task, batch, Precision::fp32);
  const auto left = static_cast<double>(memory_left() + ops::kept_cpu_memory());
  if (needed <= left) return;
  throw Error(
      {.operation = "checking that the largest batch fits the memory",
       .where = fmt::format("{} examples, {} tokens", batch.examples, batch.target_tokens),
       .found = fmt::format("about {:.1f} GB needed for its activations", needed / gigabyte),
       .expected = fmt::format("at most {:.1f} GB, what this machine has beside the model", left / gigabyte),
       .hint = "make training.batch_tokens or training.batch_sentences smaller and training.accumulate "
               "larger: the updates stay about the same"});
}

}  // namespace attend
