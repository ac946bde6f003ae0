#include "attend/nn/attention.h"

#include "attend/nn/attention_record.h"
#include "attend/nn/shapes.h"
#include "attend/ops/multi_head_attention.h"

namespace attend::nn {
namespace {

ops::MultiHeadOptions multi_head(const AttentionOptions& options, Context& context) {
  return {
      .heads = options.heads, .dropout = context.training ? options.dropout : 0.0, .stream = &context.stream};
}

}  // namespace

SelfAttentionImpl::SelfAttentionImpl(const AttentionOptions& options)
    : qkv_proj(register_module("qkv_proj", Linear(options.d_model, 3 * options.d_model, options.bias))),
      out_proj(register_module("out_proj", Linear(options.d_model, options.d_model, options.bias))),
      options_(options) {
  check_heads(options.d_model, options.heads);
}

torch::Tensor SelfAttentionImpl::forward(const torch::Tensor& x, const ops::AttentionMask& mask,
                                         Context& context) {
  return attend(x, x.size(1), mask, context);
}

torch::Tensor SelfAttentionImpl::first(const torch::Tensor& x, const ops::AttentionMask& mask,
                                       Context& context) {
  return attend(x, 1, mask, context).squeeze(1);
}

// What the first `queries` positions see. The queries of the others are computed all the same: they are a
// third of one product, and the weights stay in one piece.
torch::Tensor SelfAttentionImpl::attend(const torch::Tensor& x, int64_t queries,
                                        const ops::AttentionMask& mask, Context& context) {
  const auto qkv = qkv_proj->forward(x);
  if (context.attention) {
    const auto apart = ops::split_heads(qkv, 3, options_.heads);
    context.attention->self.push_back(ops::attention_weights(apart[0], apart[1], mask));
  }
  return out_proj->forward(ops::self_attention(qkv, queries, mask, multi_head(options_, context)));
}

torch::Tensor SelfAttentionImpl::step(const torch::Tensor& x, KeyValueCache& cache,
                                      const ops::VisibleRows& visible) {
  const auto qkv = qkv_proj->forward(x);  // [N, 3 D]
  const auto d = x.size(1);
  cache.append(qkv.narrow(1, d, 2 * d));
  return out_proj->forward(
      ops::gathered_attention(qkv.narrow(1, 0, d), cache.table(), visible, options_.heads));
}

CrossAttentionImpl::CrossAttentionImpl(const AttentionOptions& options)
    : q_proj(register_module("q_proj", Linear(options.d_model, options.d_model, options.bias))),
      kv_proj(register_module("kv_proj", Linear(options.d_model, 2 * options.d_model, options.bias))),
      out_proj(register_module("out_proj", Linear(options.d_model, options.d_model, options.bias))),
      options_(options) {
  check_heads(options.d_model, options.heads);
}

torch::Tensor CrossAttentionImpl::memory_rows(const torch::Tensor& memory) {
  return kv_proj->forward(memory).flatten(0, 1);
}

torch::Tensor CrossAttentionImpl::step(const torch::Tensor& x, const torch::Tensor& memory_rows,
                                       const ops::VisibleRows& visible) {
  return out_proj->forward(ops::gathered_attention(q_proj->forward(x), memory_rows, visible, options_.heads));
}

torch::Tensor CrossAttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& memory,
                                          const ops::AttentionMask& mask, Context& context) {
  const auto q = q_proj->forward(x), kv = kv_proj->forward(memory);
  if (context.attention) {
    const auto queries = ops::split_heads(q, 1, options_.heads),
               apart = ops::split_heads(kv, 2, options_.heads);
    context.attention->cross.push_back(ops::attention_weights(queries[0], apart[0], mask));
  }
  return out_proj->forward(ops::cross_attention(q, kv, mask, multi_head(options_, context)));
}

}  // namespace attend::nn
