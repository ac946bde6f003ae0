#include "attend/nn/attention.h"

#include "attend/nn/attention_record.h"
#include "attend/nn/shapes.h"

namespace attend::nn {
namespace {

// [B, T, n D] -> n tensors [B, H, T, D / H]
std::vector<torch::Tensor> split_heads(const torch::Tensor& projected, int64_t parts, int64_t heads) {
  const auto b = projected.size(0), t = projected.size(1);
  auto apart = projected.view({b, t, parts, heads, -1}).permute({2, 0, 3, 1, 4});  // [n, B, H, T, D / H]
  return apart.unbind(0);
}

// [B, H, T, D / H] -> [B, T, D]
torch::Tensor merge_heads(const torch::Tensor& heads) { return heads.transpose(1, 2).flatten(2); }

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
  auto qkv = split_heads(qkv_proj->forward(x), 3, options_.heads);
  const double dropout = context.training ? options_.dropout : 0.0;
  if (context.attention) context.attention->self.push_back(ops::attention_weights(qkv[0], qkv[1], mask));
  auto y = ops::attention(qkv[0].narrow(2, 0, queries), qkv[1], qkv[2], mask, dropout, &context.stream);
  return out_proj->forward(merge_heads(y));
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

ProjectedMemory CrossAttentionImpl::project_memory(const torch::Tensor& memory) {
  auto kv = split_heads(kv_proj->forward(memory), 2, options_.heads);
  return {kv[0], kv[1]};
}

torch::Tensor CrossAttentionImpl::memory_rows(const torch::Tensor& memory) {
  return kv_proj->forward(memory).flatten(0, 1);
}

torch::Tensor CrossAttentionImpl::step(const torch::Tensor& x, const torch::Tensor& memory_rows,
                                       const ops::VisibleRows& visible) {
  return out_proj->forward(ops::gathered_attention(q_proj->forward(x), memory_rows, visible, options_.heads));
}

torch::Tensor CrossAttentionImpl::forward(const torch::Tensor& x, const ProjectedMemory& memory,
                                          const ops::AttentionMask& mask, Context& context) {
  auto q = split_heads(q_proj->forward(x), 1, options_.heads)[0];
  const double dropout = context.training ? options_.dropout : 0.0;
  if (context.attention) context.attention->cross.push_back(ops::attention_weights(q, memory.keys, mask));
  auto y = ops::attention(q, memory.keys, memory.values, mask, dropout, &context.stream);
  return out_proj->forward(merge_heads(y));
}

}  // namespace attend::nn
