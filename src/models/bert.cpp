#include "attend/models/bert.h"

#include "attend/core/error.h"
#include "attend/ops/shape.h"

namespace attend {
namespace {

nn::BertEmbeddingsOptions embedding_options(const BertOptions& o, const BertVocabulary& vocabulary) {
  nn::BertEmbeddingsOptions options;
  options.vocab_size = vocabulary.size;
  options.d_model = o.hidden_size;
  options.pad_id = vocabulary.pad;
  options.max_positions = o.max_position_embeddings;
  options.segments = o.type_vocab_size;
  options.norm = o.embedding_norm;
  options.norm_eps = o.layer_norm_eps;
  options.dropout = o.embedding_dropout.value_or(o.hidden_dropout_prob);
  return options;
}

nn::TransformerStackOptions encoder_options(const BertOptions& o) {
  nn::TransformerStackOptions stack;
  stack.layers = o.num_hidden_layers;
  stack.layer.attention = {o.hidden_size, o.num_attention_heads, o.attention_probs_dropout_prob};
  stack.layer.feed_forward = {o.hidden_size, o.intermediate_size, o.hidden_act};
  stack.layer.residual = {nn::NormPosition::post, o.hidden_dropout_prob, o.layer_norm_eps};
  return stack;
}

ops::AttentionMask mask_of(const BertInput& input) {
  if (!input.lengths.defined()) return {};
  return ops::AttentionMask::of_lengths(input.lengths, input.ids.size(1));
}

}  // namespace

Bert::Bert(const BertOptions& options, const BertVocabulary& vocabulary, BertPooler pooler)
    : options_(options),
      vocabulary_(vocabulary),
      embeddings_(register_module("embeddings", nn::BertEmbeddings(embedding_options(options, vocabulary)))),
      encoder_(register_module("encoder", nn::TransformerEncoder(encoder_options(options)))) {
  if (pooler == BertPooler::first_token) {
    pooler_ = register_module("pooler", nn::Linear(options.hidden_size, options.hidden_size));
  }
}

void Bert::check(const BertInput& input) const {
  const auto rows = input.ids.size(0);
  ops::check_shape("Bert", "ids", input.ids, {{"B"}, {"T"}});
  ops::check_shape("Bert", "segments", input.segments, {{"B", rows}, {"T", input.ids.size(1)}});
  if (input.lengths.defined()) ops::check_shape("Bert", "lengths", input.lengths, {{"B", rows}});
}

torch::Tensor Bert::forward(const BertInput& input, Context& context) {
  check(input);
  const auto x = embeddings_->forward(input.ids, input.segments, context);
  return encoder_->forward(x, mask_of(input), context);
}

torch::Tensor Bert::first_token(const BertInput& input, Context& context) {
  check(input);
  const auto x = embeddings_->forward(input.ids, input.segments, context);
  return encoder_->first(x, mask_of(input), context);
}

std::vector<torch::Tensor> Bert::hidden_states(const BertInput& input, Context& context) {
  check(input);
  const auto mask = mask_of(input);
  std::vector<torch::Tensor> states = {embeddings_->forward(input.ids, input.segments, context)};
  for (auto& layer : encoder_->layers) states.push_back(layer->forward(states.back(), mask, context));
  return states;
}

// Beside the blocks: the embeddings before and after their norm, and their gradient.
double Bert::activations(const nn::SequenceShape& batch, int64_t frozen_blocks) const {
  auto blocks = encoder_options(options_);
  blocks.layers -= frozen_blocks;
  const double embeddings = 3 * static_cast<double>(options_.hidden_size) * batch.tokens();
  return nn::encoder_activations(blocks, batch) + (frozen_blocks > 0 ? 0 : embeddings);
}

torch::Tensor Bert::pool(const torch::Tensor& first_token) const {
  if (pooler_.is_empty()) {
    throw Error({.operation = "Bert::pool",
                 .found = "a model without a pooler",
                 .expected = "one made for sentences or without a head"});
  }
  return torch::tanh(pooler_->forward(first_token));
}

}  // namespace attend
