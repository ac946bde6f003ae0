#include "attend/ops/multi_head_attention.h"

#include "autograd.h"
#include "head_attention.h"
#include "parallel.h"
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "attend/ops/shape.h"

namespace attend::ops {
namespace {

// What is not a tensor in a call.
struct AttentionCall {
  int64_t heads, queries;
  bool causal;
};

// Views of the operands in the tensors that hold them side by side; `kv` undefined: all are in `q`.
HeadOperands operands_in(const at::Tensor& q, const at::Tensor& kv, int64_t queries) {
  const int64_t size = kv.defined() ? q.size(2) : q.size(2) / 3, before = kv.defined() ? 0 : size;
  const auto& source = kv.defined() ? kv : q;
  return {HeadRows(q.narrow(2, 0, size).narrow(1, 0, queries)), HeadRows(source.narrow(2, before, size)),
          HeadRows(source.narrow(2, before + size, size))};
}

HeadCall head_call(const AttentionCall& call, const at::Tensor& lengths) {
  return {call.heads, call.causal, lengths.defined() ? lengths.const_data_ptr<int64_t>() : nullptr};
}

struct FusedAttention : torch::autograd::Function<FusedAttention> {
  static at::Tensor forward(AutogradContext* context, const at::Tensor& q,
                            const std::optional<at::Tensor>& kv, const std::optional<at::Tensor>& given,
                            const AttentionCall& call) {
    const auto lengths = given.value_or(at::Tensor());
    const auto operands = operands_in(q, kv.value_or(at::Tensor()), call.queries);
    auto out = at::empty({q.size(0), call.queries, operands.q.all.size(2)}, q.options());
    attend_heads(operands, head_call(call, lengths), HeadRows(out));
    context->saved_data["heads"] = call.heads;
    context->saved_data["queries"] = call.queries;
    context->saved_data["causal"] = call.causal;
    context->save_for_backward({q, kv.value_or(at::Tensor()), lengths});
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const AttentionCall call{context->saved_data["heads"].toInt(), context->saved_data["queries"].toInt(),
                             context->saved_data["causal"].toBool()};
    const auto saved = context->get_saved_variables();
    const auto &q = saved[0], &kv = saved[1];
    // Queries that nobody asked for have no gradient.
    const auto q_gradient = call.queries == q.size(1) ? at::empty_like(q) : at::zeros_like(q);
    const auto kv_gradient = kv.defined() ? at::empty_like(kv) : at::Tensor();
    attend_heads_backward(operands_in(q, kv, call.queries), head_call(call, saved[2]),
                          HeadRows(gradients[0].contiguous()),
                          operands_in(q_gradient, kv_gradient, call.queries));
    return {q_gradient, kv_gradient, {}, {}};
  }
};

// The largest size up to `size` that so many parts divide.
int64_t whole_heads(int64_t size, int64_t parts) { return size / parts * parts; }

bool is_fused(const at::Tensor& q, const AttentionMask& mask, const MultiHeadOptions& options) {
  return has_kernels(q) && options.dropout == 0.0 && mask.is_of_sequences();
}

at::Tensor fused(const at::Tensor& q, const std::optional<at::Tensor>& kv, const AttentionMask& mask,
                 const AttentionCall& call) {
  const std::optional<at::Tensor> whole = kv ? std::optional(kv->contiguous()) : std::nullopt;
  return FusedAttention::apply(q.contiguous(), whole, if_defined(mask.lengths()), call);
}

// [B, H, T, D / H] -> [B, T, D]
at::Tensor merge_heads(const at::Tensor& heads) { return heads.transpose(1, 2).flatten(2); }

}  // namespace

std::vector<at::Tensor> split_heads(const at::Tensor& projected, int64_t parts, int64_t heads) {
  const auto b = projected.size(0), t = projected.size(1);
  auto apart = projected.view({b, t, parts, heads, -1}).permute({2, 0, 3, 1, 4});  // [parts, B, H, T, D / H]
  return apart.unbind(0);
}

at::Tensor self_attention(const at::Tensor& qkv, int64_t queries, const AttentionMask& mask,
                          const MultiHeadOptions& options) {
  check_shape("self_attention", "qkv", qkv, {{"B"}, {"T"}, {"3 D"}});
  check_shape("self_attention", "qkv", qkv,
              {{"B"}, {"T"}, {"3 H d", whole_heads(qkv.size(2), 3 * options.heads)}});
  if (is_fused(qkv, mask, options))
    return fused(qkv, std::nullopt, mask, {options.heads, queries, mask.hides_future()});
  const auto apart = split_heads(qkv, 3, options.heads);
  return merge_heads(
      attention(apart[0].narrow(2, 0, queries), apart[1], apart[2], mask, options.dropout, options.stream));
}

at::Tensor cross_attention(const at::Tensor& q, const at::Tensor& kv, const AttentionMask& mask,
                           const MultiHeadOptions& options) {
  check_shape("cross_attention", "q", q, {{"B"}, {"Q"}, {"D"}});
  check_shape("cross_attention", "q", q, {{"B"}, {"Q"}, {"H d", whole_heads(q.size(2), options.heads)}});
  check_shape("cross_attention", "kv", kv, {{"B", q.size(0)}, {"K"}, {"2 D", 2 * q.size(2)}});
  if (is_fused(q, mask, options)) return fused(q, kv, mask, {options.heads, q.size(1), mask.hides_future()});
  const auto queries = split_heads(q, 1, options.heads), apart = split_heads(kv, 2, options.heads);
  return merge_heads(attention(queries[0], apart[0], apart[1], mask, options.dropout, options.stream));
}

}  // namespace attend::ops
