#include "attend/models/recurrent_seq2seq.h"

#include <limits>

#include "attend/nn/activation_count.h"
#include "attend/nn/initialisation.h"
#include "attend/ops/projection_loss.h"

namespace attend {
namespace {

nn::TokenEmbedding make_embedding(int64_t vocab_size, int64_t size, int64_t pad_id) {
  return nn::TokenEmbedding(
      nn::TokenEmbeddingOptions{.vocab_size = vocab_size, .d_model = size, .pad_id = pad_id, .scale = false});
}

nn::GruOptions units_of(const RecurrentOptions& options) {
  return {.input_size = options.embedding_size,
          .hidden_size = options.hidden_size,
          .layers = options.num_hidden_layers,
          .dropout = options.dropout};
}

}  // namespace

void RecurrentSeq2Seq::State::select(const torch::Tensor& rows) {
  for (auto& layer : layers) layer = layer.index_select(0, rows);
}

RecurrentSeq2Seq::RecurrentSeq2Seq(const RecurrentOptions& options, const TranslationVocabulary& vocabulary)
    : options_(options), vocabulary_(vocabulary) {
  const auto& o = options_;
  source_embedding_ =
      register_module("encoder_embed_tokens",
                      make_embedding(vocabulary.source_size, o.embedding_size, vocabulary.source_pad));
  target_embedding_ =
      register_module("decoder_embed_tokens",
                      make_embedding(vocabulary.target_size, o.embedding_size, vocabulary.target_pad));
  encoder_ = register_module("encoder", nn::Gru(units_of(o)));
  decoder_ = register_module("decoder", nn::Gru(units_of(o)));
  context_proj_ =
      register_module("context_proj", nn::Linear(o.hidden_size, 3 * o.hidden_size, /*bias=*/false));
  lm_head_ = register_module("lm_head", nn::Linear(o.hidden_size, vocabulary.target_size));
}

void RecurrentSeq2Seq::initialise(uint64_t seed) {
  Stream stream(seed, RandomPurpose::initialisation);
  for (auto& parameter : named_parameters()) {
    auto& value = parameter.value();
    if (value.dim() < 2) continue;  // biases stay zero
    if (parameter.key().find("embed_tokens") != std::string::npos) {
      nn::init_normal(value, options_.embedding_std, stream);
    } else {
      nn::init_xavier(value, /*parts=*/1, stream);
    }
  }
  torch::NoGradGuard no_grad;
  source_embedding_->weight[vocabulary_.source_pad].zero_();
  target_embedding_->weight[vocabulary_.target_pad].zero_();
}

Memory RecurrentSeq2Seq::encode(const torch::Tensor& source, const torch::Tensor& lengths, Context& context) {
  const auto projected = encoder_->project(source_embedding_->lookup(source.t()));  // [S, B, 3D]
  const auto zeros = projected.new_zeros({source.size(0), options_.hidden_size});
  const auto states = encoder_->forward(projected, std::vector<torch::Tensor>(encoder_->layers.size(), zeros),
                                        context);  // [S, B, D] a layer
  return {torch::cat(states, -1).transpose(0, 1), lengths};
}

// Beside the layers: all states of the source side by side, the gradients of the last states and of the
// projection.
double RecurrentSeq2Seq::activations(const PairShape& batch) const {
  const nn::SequenceShape source{batch.sentences, batch.source_length};
  const nn::SequenceShape target{batch.sentences, batch.target_length};
  const auto hidden = static_cast<double>(options_.hidden_size);
  const double memory = static_cast<double>(options_.num_hidden_layers) * source.tokens();
  return nn::gru_activations(units_of(options_), source) + nn::gru_activations(units_of(options_), target) +
         hidden * (memory + 2 * target.tokens() + 2 * static_cast<double>(vocabulary_.target_size));
}

std::vector<torch::Tensor> RecurrentSeq2Seq::initial_states(const Memory& memory) const {
  const auto& [states, lengths] = memory;
  const auto at = (lengths - 1).clamp_min(0).view({-1, 1, 1}).expand({-1, 1, states.size(2)});
  // A sentence without tokens has zeros.
  const auto last = states.gather(1, at).squeeze(1).masked_fill(lengths.eq(0).unsqueeze(1), 0);
  return last.chunk(options_.num_hidden_layers, -1);
}

torch::Tensor RecurrentSeq2Seq::project_inputs(const torch::Tensor& inputs) const {
  return decoder_->project(target_embedding_->lookup(inputs.t()));
}

torch::Tensor RecurrentSeq2Seq::advance(const torch::Tensor& projected, State& state,
                                        Context& context) const {
  const auto states = decoder_->forward(projected.unsqueeze(0), state.layers, context);
  for (size_t i = 0; i < states.size(); ++i) state.layers[i] = states[i].squeeze(0);
  ++state.fed;
  return state.layers.back();
}

torch::Tensor RecurrentSeq2Seq::project(const torch::Tensor& hidden) {
  auto logits = lm_head_->forward(hidden);
  logits.select(-1, vocabulary_.target_pad).fill_(-std::numeric_limits<float>::infinity());
  return logits;
}

LossSum RecurrentSeq2Seq::loss(const torch::Tensor& hidden, const torch::Tensor& targets,
                               const TargetLossOptions& options) {
  return ops::projection_loss(hidden, lm_head_->weight, lm_head_->bias, targets,
                              {.label_smoothing = options.label_smoothing,
                               .excluded_class = vocabulary_.target_pad,
                               .count = options.count});
}

}  // namespace attend
