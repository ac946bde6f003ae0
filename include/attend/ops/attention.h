#pragma once

#include <ATen/core/Tensor.h>

#include "attend/core/random.h"

namespace attend::ops {

/// Which keys a query may see. A value made once a batch and shared by all layers; a default one hides
/// nothing.
class AttentionMask {
 public:
  AttentionMask() = default;

  /// Query t sees keys 0 to t. There must be as many queries as keys.
  static AttentionMask causal();
  /// Keys at or past the length are hidden: lengths [B], or [B, Q] with one per query, int64; `keys` is K. A
  /// query whose length is 0 sees nothing, and its output is zero.
  static AttentionMask of_lengths(const at::Tensor& lengths, int64_t keys);
  /// Both; K = Q = `keys`. Not needed for targets padded at the end: there the padding comes after every real
  /// query.
  static AttentionMask causal_of_lengths(const at::Tensor& lengths, int64_t keys);

  /// Whether nothing but the causal order hides.
  bool is_causal() const { return is_causal_; }
  /// Whether the causal order hides, if among others.
  bool hides_future() const { return hides_future_; }
  /// The lengths it was made of; undefined without.
  const at::Tensor& lengths() const { return lengths_; }
  /// Whether all queries of a sequence have the same length.
  bool is_of_sequences() const { return !lengths_.defined() || lengths_.dim() == 1; }
  /// True where a query may see a key: [B or 1, 1, Q or 1, K] bool; undefined where nothing but the causal
  /// order hides.
  const at::Tensor& visible() const { return visible_; }
  /// The same as an addend of the scores, 0 or -inf, in `type`.
  at::Tensor addend(at::ScalarType type) const;

 private:
  void hide_past(const at::Tensor& lengths, at::Tensor visible);

  bool is_causal_ = false;
  bool hides_future_ = false;
  at::Tensor lengths_;
  at::Tensor visible_;
  at::Tensor addend_;  // fp32
};

/// softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017, section 3.2.1): q [B, H, Q, d], k and v [B, H, K, d] ->
/// [B, H, Q, d]. With dropout > 0 it is on the weights, drawn from `stream`, and the slower formula is used;
/// else `stream` may be null.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const AttentionMask& mask,
                     double dropout, Stream* stream);

/// The weights softmax(q k^T / sqrt(d)) themselves, for pictures: [B, H, Q, K]. A row that sees nothing is
/// zero.
at::Tensor attention_weights(const at::Tensor& q, const at::Tensor& k, const AttentionMask& mask);

/// Softmax over the last dimension of scores [B, Q, K] where keys at or past the length get no weight;
/// lengths [B], [B, Q] or undefined. A length of 0 gives zeros.
at::Tensor masked_softmax(const at::Tensor& scores, const at::Tensor& lengths);

/// The same with a mask that is made once and used often.
at::Tensor masked_softmax(const at::Tensor& scores, const AttentionMask& mask);

}  // namespace attend::ops
