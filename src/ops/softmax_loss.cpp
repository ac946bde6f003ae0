#include "softmax_loss.h"

#include "parallel.h"
#include <ATen/ATen.h>

namespace attend::ops {
namespace {

RowLosses plain_softmax_loss(at::Tensor& logits, const at::Tensor& targets, double smoothing, bool gradient) {
  const double share = smoothing / static_cast<double>(logits.size(1));
  const auto counts = targets.ge(0);
  const auto target = targets.clamp_min(0).unsqueeze(1);
  const auto log_p = logits.log_softmax(1);
  const auto nll = -log_p.gather(1, target).squeeze(1) * counts;
  const auto loss = (1 - smoothing) * nll - share * log_p.sum(1) * counts;
  if (gradient) {
    logits.copy_(log_p.exp_().sub_(share));
    logits.scatter_add_(1, target, at::full({}, smoothing - 1, logits.options()).expand({logits.size(0), 1}));
    logits.masked_fill_(counts.logical_not().unsqueeze(1), 0);
  }
  return {loss, nll};
}

}  // namespace

RowLosses softmax_loss(at::Tensor& logits, const at::Tensor& targets, double smoothing, bool gradient) {
  if (!has_kernels(logits)) return plain_softmax_loss(logits, targets, smoothing, gradient);
  RowLosses losses{at::empty({logits.size(0)}, logits.options()),
                   at::empty({logits.size(0)}, logits.options())};
  const SoftmaxLoss task{.logits = logits.mutable_data_ptr<float>(),
                         .targets = targets.const_data_ptr<int64_t>(),
                         .classes = logits.size(1),
                         .smoothing = static_cast<float>(smoothing),
                         .loss = losses.loss.mutable_data_ptr<float>(),
                         .nll = losses.nll.mutable_data_ptr<float>(),
                         .gradient = gradient};
  for_each_range(logits.size(0), 4, [&](Range rows) { kernels().softmax_loss(task, rows); });
  return losses;
}

}  // namespace attend::ops
