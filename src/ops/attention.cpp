#include "attend/ops/attention.h"

#include <cmath>
#include <limits>

#include <ATen/ATen.h>

#include "attend/core/error.h"
#include "attend/ops/dropout.h"
#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

constexpr double kHidden = -std::numeric_limits<double>::infinity();

// lengths [B] or [B, Q] -> [B, 1, 1 or Q, K] bool
at::Tensor within_lengths(const at::Tensor& lengths, int64_t keys) {
  check_int64("AttentionMask", "lengths", lengths);
  if (lengths.dim() != 2) check_shape("AttentionMask", "lengths", lengths, {{"B"}});
  const auto position = at::arange(keys, lengths.options());
  return position < lengths.view({lengths.size(0), 1, lengths.dim() == 2 ? lengths.size(1) : 1, 1});
}

// [1, 1, K, K] bool
at::Tensor causal_order(int64_t keys, const at::TensorOptions& options) {
  return at::ones({1, 1, keys, keys}, options.dtype(at::kBool)).tril();
}

// A row without any visible key gives zeros, and its gradient is zero too.
at::Tensor softmax_of_visible(const at::Tensor& scores, const at::Tensor& visible) {
  if (!visible.defined()) return scores.softmax(-1);
  return at::_safe_softmax(scores.masked_fill(visible.logical_not(), kHidden), -1);
}

void check_heads(std::string_view operation, const at::Tensor& q, const at::Tensor& k,
                 const AttentionMask& mask) {
  check_shape(operation, "q", q, {{"B"}, {"H"}, {"Q"}, {"d"}});
  check_shape(operation, "k", k, {{"B", q.size(0)}, {"H", q.size(1)}, {"K"}, {"d", q.size(3)}});
  if (mask.is_causal()) check_shape(operation, "k (causal)", k, {{"B"}, {"H"}, {"K", q.size(2)}, {"d"}});
  if (const auto& visible = mask.visible(); visible.defined()) {
    const bool per_query = visible.size(2) != 1;
    check_shape(operation, "mask", visible,
                {{"B", visible.size(0) == 1 ? 1 : q.size(0)},
                 {"1", 1},
                 {"Q", per_query ? q.size(2) : 1},
                 {"K", k.size(2)}});
  }
}

}  // namespace

AttentionMask AttentionMask::causal() {
  AttentionMask mask;
  mask.is_causal_ = mask.hides_future_ = true;
  return mask;
}

AttentionMask AttentionMask::of_lengths(const at::Tensor& lengths, int64_t keys) {
  AttentionMask mask;
  mask.hide_past(lengths, within_lengths(lengths, keys));
  return mask;
}

AttentionMask AttentionMask::causal_of_lengths(const at::Tensor& lengths, int64_t keys) {
  AttentionMask mask;
  mask.hide_past(lengths, within_lengths(lengths, keys).logical_and(causal_order(keys, lengths.options())));
  mask.hides_future_ = true;
  return mask;
}

void AttentionMask::hide_past(const at::Tensor& lengths, at::Tensor visible) {
  lengths_ = lengths.contiguous();
  visible_ = std::move(visible);
  addend_ = at::zeros(visible_.sizes(), visible_.options().dtype(at::kFloat))
                .masked_fill_(visible_.logical_not(), kHidden);
}

at::Tensor AttentionMask::addend(at::ScalarType type) const {
  return addend_.defined() ? addend_.to(type) : addend_;
}

at::Tensor attention_weights(const at::Tensor& q, const at::Tensor& k, const AttentionMask& mask) {
  check_heads("attention_weights", q, k, mask);
  const auto scores = at::matmul(q, k.transpose(-2, -1)) / std::sqrt(static_cast<double>(q.size(-1)));
  return softmax_of_visible(scores, mask.is_causal() ? causal_order(k.size(2), q.options()) : mask.visible());
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const AttentionMask& mask,
                     double dropout, Stream* stream) {
  check_heads("attention", q, k, mask);
  check_shape("attention", "v", v, {{"B", k.size(0)}, {"H", k.size(1)}, {"K", k.size(2)}, {"d"}});
  check_dropout("attention", dropout);
  if (dropout > 0.0) return at::matmul(ops::dropout(attention_weights(q, k, mask), dropout, *stream), v);
  std::optional<at::Tensor> addend;
  if (mask.visible().defined()) addend = mask.addend(q.scalar_type());
  return at::scaled_dot_product_attention(q, k, v, addend, 0.0, mask.is_causal());
}

at::Tensor masked_softmax(const at::Tensor& scores, const at::Tensor& lengths) {
  check_shape("masked_softmax", "scores", scores, {{"B"}, {"Q"}, {"K"}});
  if (!lengths.defined()) return masked_softmax(scores, AttentionMask());
  const Extent rows{"B", scores.size(0)}, queries{"Q", scores.size(1)};
  if (lengths.dim() == 2) {
    check_shape("masked_softmax", "lengths", lengths, {rows, queries});
  } else {
    check_shape("masked_softmax", "lengths", lengths, {rows});
  }
  return masked_softmax(scores, AttentionMask::of_lengths(lengths, scores.size(2)));
}

at::Tensor masked_softmax(const at::Tensor& scores, const AttentionMask& mask) {
  check_shape("masked_softmax", "scores", scores, {{"B"}, {"Q"}, {"K"}});
  auto visible = mask.is_causal() ? causal_order(scores.size(2), scores.options()) : mask.visible();
  if (visible.defined()) {
    visible = visible.squeeze(1);  // [B or 1, Q or 1, K]
    check_shape("masked_softmax", "mask", visible,
                {{"B", visible.size(0) == 1 ? 1 : scores.size(0)},
                 {"Q", visible.size(1) == 1 ? 1 : scores.size(1)},
                 {"K", scores.size(2)}});
  }
  return softmax_of_visible(scores, visible);
}

}  // namespace attend::ops
