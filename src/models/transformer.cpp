#include "attend/models/transformer.h"

#include <cmath>

#include "attend/core/error.h"
#include "attend/nn/activation_count.h"
#include "attend/nn/initialisation.h"
#include "attend/ops/projection_loss.h"

namespace attend {
namespace {

struct TransformerState final : DecoderState {
  int64_t size() const override { return visible.self.rows.size(0); }
  int64_t position() const override { return visible.self.rows.size(1); }

  void select(const torch::Tensor& kept) override {
    visible.self.rows = visible.self.rows.index_select(0, kept);
    visible.memory.rows = visible.memory.rows.index_select(0, kept);
    visible.memory.counts = visible.memory.counts.index_select(0, kept);
  }

  // Each hypothesis sees one row more: its own of the next step.
  void extend() {
    const auto n = size();
    const auto rows = torch::arange(fed_rows, fed_rows + n, visible.self.rows.options());
    visible.self.rows = torch::cat({visible.self.rows, rows.unsqueeze(1)}, 1);
    fed_rows += n;
  }

  int64_t fed_rows = 0;  // tokens fed so far, of all hypotheses
  nn::VisibleCaches visible;
  std::vector<nn::DecoderLayerCache> caches;
};

nn::TransformerStackOptions stack_options(const TransformerOptions& o, bool encoder) {
  const auto heads = encoder ? o.encoder_attention_heads : o.decoder_attention_heads;
  const auto ffn_dim = encoder ? o.encoder_ffn_dim : o.decoder_ffn_dim;
  nn::TransformerStackOptions stack;
  stack.layers = encoder ? o.encoder_layers : o.decoder_layers;
  stack.layer.attention = {o.d_model, heads, o.attention_dropout, o.attention_bias};
  stack.layer.feed_forward = {o.d_model, ffn_dim, o.activation_function, o.activation_dropout,
                              o.feed_forward_bias};
  stack.layer.residual = {o.norm, o.dropout};
  return stack;
}

// How many matrices a fused parameter holds, one below the other.
int64_t fused_parts(const std::string& name) {
  if (name.find("qkv_proj") != std::string::npos) return 3;
  return name.find("kv_proj") != std::string::npos ? 2 : 1;
}

}  // namespace

std::vector<std::pair<TiedEmbeddings, std::string_view>> enum_names(TiedEmbeddings) {
  return {{TiedEmbeddings::none, "none"}, {TiedEmbeddings::target, "target"}, {TiedEmbeddings::all, "all"}};
}

Transformer::Transformer(const TransformerOptions& options, const TranslationVocabulary& vocabulary)
    : options_(options), vocabulary_(vocabulary) {
  const auto& o = options_;
  nn::TokenEmbeddingOptions source{vocabulary.source_size, o.d_model, vocabulary.source_pad,
                                   o.scale_embedding};
  nn::TokenEmbeddingOptions target{vocabulary.target_size, o.d_model, vocabulary.target_pad,
                                   o.scale_embedding};
  target.projects = o.tied_embeddings != TiedEmbeddings::none;
  if (o.tied_embeddings == TiedEmbeddings::all) {
    if (!vocabulary.shared) {
      throw Error({.operation = "building a Transformer",
                   .where = "model.tied_embeddings",
                   .found = "all, with a vocabulary for each side",
                   .expected = "one vocabulary for both sides, or \"target\" or \"none\""});
    }
    source_embedding_ = target_embedding_ = register_module("shared", nn::TokenEmbedding(target));
  } else {
    source_embedding_ = register_module("encoder_embed_tokens", nn::TokenEmbedding(source));
    target_embedding_ = register_module("decoder_embed_tokens", nn::TokenEmbedding(target));
  }
  source_positions_ = register_module(
      "encoder_embed_positions", nn::PositionEmbedding(o.positions, o.max_position_embeddings, o.d_model));
  target_positions_ = register_module(
      "decoder_embed_positions", nn::PositionEmbedding(o.positions, o.max_position_embeddings, o.d_model));
  encoder_ = register_module("encoder", nn::TransformerEncoder(stack_options(o, /*encoder=*/true)));
  decoder_ = register_module("decoder", nn::TransformerDecoder(stack_options(o, /*encoder=*/false)));
  if (o.tied_embeddings == TiedEmbeddings::none) {
    lm_head_ = register_module("lm_head", nn::Linear(o.d_model, vocabulary.target_size, /*bias=*/false));
  }
  if (o.output_bias) output_bias_ = register_parameter("output_bias", torch::zeros({vocabulary.target_size}));
}

void Transformer::initialise(uint64_t seed) {
  Stream stream(seed, RandomPurpose::initialisation);
  const double std = options_.embedding_std.value_or(1.0 / std::sqrt(static_cast<double>(options_.d_model)));
  for (auto& parameter : named_parameters()) {
    const auto& name = parameter.key();
    auto& value = parameter.value();
    if (value.dim() < 2) continue;  // norms and biases start as they were made
    const bool embedding = name.find("embed_") != std::string::npos || name.starts_with("shared");
    if (embedding) {
      nn::init_normal(value, std, stream);
    } else {
      nn::init_xavier(value, fused_parts(name), stream);
    }
  }
  torch::NoGradGuard no_grad;
  source_embedding_->weight[vocabulary_.source_pad].zero_();
  target_embedding_->weight[vocabulary_.target_pad].zero_();
}

Memory Transformer::encode(const torch::Tensor& source, const torch::Tensor& lengths, Context& context) {
  const auto positions = source_positions_->forward(0, source.size(1));
  auto x = source_embedding_->forward(source, positions, options_.dropout, context);
  const auto mask = ops::AttentionMask::of_lengths(lengths, source.size(1));
  return {encoder_->forward(x, mask, context), lengths};
}

torch::Tensor Transformer::decode(const Memory& memory, const torch::Tensor& inputs, Context& context) {
  const auto positions = target_positions_->forward(0, inputs.size(1));
  auto x = target_embedding_->forward(inputs, positions, options_.dropout, context);
  const auto mask = ops::AttentionMask::of_lengths(memory.lengths, memory.states.size(1));
  return decoder_->forward(x, memory.states, mask, context);
}

const torch::Tensor& Transformer::output_weight() const {
  return lm_head_.is_empty() ? target_embedding_->weight : lm_head_->weight;
}

torch::Tensor Transformer::project(const torch::Tensor& hidden) {
  auto logits =
      lm_head_.is_empty() ? target_embedding_->project(hidden, output_bias_) : lm_head_->forward(hidden);
  if (!lm_head_.is_empty() && output_bias_.defined()) logits = logits + output_bias_;
  logits.select(-1, vocabulary_.target_pad).fill_(-std::numeric_limits<float>::infinity());
  return logits;
}

LossSum Transformer::loss(const torch::Tensor& hidden, const torch::Tensor& targets,
                          const TargetLossOptions& options) {
  return ops::projection_loss(hidden, output_weight(), output_bias_, targets,
                              {.label_smoothing = options.label_smoothing,
                               .excluded_class = vocabulary_.target_pad,
                               .count = options.count});
}

// Beside the blocks: each side's embeddings, the gradients of the last states and of the projection.
double Transformer::activations(const PairShape& batch) const {
  const nn::SequenceShape source{batch.sentences, batch.source_length};
  const nn::SequenceShape target{batch.sentences, batch.target_length};
  const auto d = static_cast<double>(options_.d_model);
  return nn::encoder_activations(stack_options(options_, /*encoder=*/true), source) +
         nn::decoder_activations(stack_options(options_, /*encoder=*/false), target, batch.source_length) +
         d * (source.tokens() + 2 * target.tokens() + 2 * static_cast<double>(vocabulary_.target_size));
}

std::unique_ptr<DecoderState> Transformer::start(const Memory& memory) {
  const auto sentences = memory.states.size(0), positions = memory.states.size(1);
  auto state = std::make_unique<TransformerState>();
  const auto options = memory.lengths.options();
  state->visible.self.rows = torch::empty({sentences, 0}, options);
  state->visible.memory = {torch::arange(sentences * positions, options).view({sentences, positions}),
                           memory.lengths};
  state->caches = decoder_->start(memory.states);
  return state;
}

torch::Tensor Transformer::step(const torch::Tensor& tokens, DecoderState& any_state) {
  auto& state = static_cast<TransformerState&>(any_state);
  auto context = Context::inference();
  const auto positions = target_positions_->forward(state.position(), 1);
  auto x = target_embedding_->forward(tokens.unsqueeze(1), positions, 0.0, context).squeeze(1);  // [N, D]
  state.extend();
  return decoder_->step(x, state.caches, state.visible);
}

}  // namespace attend
