#include "attend/ops/top_candidates.h"

#include <limits>

#include "parallel.h"
#include <ATen/ATen.h>

#include "attend/ops/shape.h"

namespace attend::ops {

Candidates top_candidates(const at::Tensor& logits, int64_t count) {
  check_shape("top_candidates", "logits", logits, {{"N"}, {"V"}});
  if (!logits.device().is_cpu()) {
    const auto scores = logits.to(at::kFloat);
    const auto [values, ids] = scores.topk(count, 1);
    const auto impossible = values == -std::numeric_limits<float>::infinity();
    const auto log_probabilities = values - scores.logsumexp(1, /*keepdim=*/true);
    return {at::where(impossible, values, log_probabilities).cpu(), ids.cpu()};
  }
  const auto scores = logits.to(at::kFloat).contiguous();
  Candidates best{at::empty({scores.size(0), count}, scores.options()),
                  at::empty({scores.size(0), count}, scores.options().dtype(at::kLong))};
  const TopCandidates task{.logits = scores.const_data_ptr<float>(),
                           .classes = scores.size(1),
                           .count = count,
                           .values = best.log_probabilities.mutable_data_ptr<float>(),
                           .ids = best.ids.mutable_data_ptr<int64_t>()};
  for_each_range(scores.size(0), 4, [&](Range rows) { kernels().top_candidates(task, rows); });
  return best;
}

}  // namespace attend::ops
