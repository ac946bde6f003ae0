#include "attend/nn/activation_count.h"

namespace attend::nn {
namespace {

// Attention from `queries` to `length` keys beside these and the values. The fused kernel keeps a logarithm
// for each query; weights that are dropped are kept, before and after.
double attention(const AttentionOptions& options, const SequenceShape& queries, int64_t length) {
  const auto heads = static_cast<double>(options.heads), d = static_cast<double>(options.d_model);
  const double result = d * queries.tokens();
  if (options.dropout == 0) return result + heads * queries.tokens();
  return result + 2 * heads * queries.tokens() * static_cast<double>(length);
}

// ReLU is done in place and keeps its result only, which is the next product's input.
double feed_forward_copies(const FeedForwardOptions& options) {
  const double activation = options.activation == ops::Activation::relu ? 1 : 2;
  return activation + (options.activation_dropout > 0 ? 1 : 0);
}

// Each sum with its norm keeps its input, or what it normalised, and its result.
double residuals(int64_t count, const AttentionOptions& options, const SequenceShape& sequence) {
  return 2 * static_cast<double>(count) * static_cast<double>(options.d_model) * sequence.tokens();
}

double feed_forward(const FeedForwardOptions& options, const SequenceShape& sequence) {
  return feed_forward_copies(options) * static_cast<double>(options.ffn_dim) * sequence.tokens();
}

double self_attention(const AttentionOptions& options, const SequenceShape& sequence) {
  const double queries_keys_values = 3 * static_cast<double>(options.d_model) * sequence.tokens();
  return queries_keys_values + attention(options, sequence, sequence.length);
}

// Of the block at work: gradients of the wide layer, before and after its activation, and of its input.
double gradients_at_work(const TransformerLayerOptions& layer, const SequenceShape& sequence) {
  const auto ffn = static_cast<double>(layer.feed_forward.ffn_dim);
  return (2 * ffn + static_cast<double>(layer.attention.d_model)) * sequence.tokens();
}

}  // namespace

double encoder_activations(const TransformerStackOptions& options, const SequenceShape& source) {
  const auto& layer = options.layer;
  const double kept = self_attention(layer.attention, source) + feed_forward(layer.feed_forward, source) +
                      residuals(2, layer.attention, source);
  return static_cast<double>(options.layers) * kept + gradients_at_work(layer, source);
}

double decoder_activations(const TransformerStackOptions& options, const SequenceShape& target,
                           int64_t source_length) {
  const auto& layer = options.layer;
  const auto d = static_cast<double>(layer.attention.d_model);
  const double memory = 2 * d * static_cast<double>(target.rows) * static_cast<double>(source_length);
  const double cross = d * target.tokens() + memory + attention(layer.attention, target, source_length);
  const double kept = self_attention(layer.attention, target) + cross +
                      feed_forward(layer.feed_forward, target) + residuals(3, layer.attention, target);
  return static_cast<double>(options.layers) * kept + gradients_at_work(layer, target);
}

double gru_activations(const GruOptions& options, const SequenceShape& sequence) {
  const auto layers = static_cast<double>(options.layers), hidden = static_cast<double>(options.hidden_size);
  const double gates_and_state = 5 * hidden;
  const double dropped = options.dropout > 0 ? (layers - 1) * hidden : 0;
  const double gradients_of_gates = 6 * hidden;  // of the layer at work
  return sequence.tokens() *
         (static_cast<double>(options.input_size) + layers * gates_and_state + dropped + gradients_of_gates);
}

}  // namespace attend::nn
