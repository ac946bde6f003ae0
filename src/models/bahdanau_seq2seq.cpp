#include "attend/models/bahdanau_seq2seq.h"

#include "attend/nn/attention_record.h"

namespace attend {

struct BahdanauSeq2Seq::AttendingState final : State {
  void select(const torch::Tensor& rows) override {
    State::select(rows);
    keys = keys.index_select(0, rows);
    values = values.index_select(0, rows);
    lengths = lengths.index_select(0, rows);
    mask = ops::AttentionMask::of_lengths(lengths, keys.size(1));
  }

  torch::Tensor keys;     // [N, S, D], projected
  torch::Tensor values;   // [N, S, D]
  torch::Tensor lengths;  // [N]
  ops::AttentionMask mask;
};

BahdanauSeq2Seq::BahdanauSeq2Seq(const BahdanauSeq2SeqOptions& options,
                                 const TranslationVocabulary& vocabulary)
    : RecurrentSeq2Seq(options, vocabulary) {
  const auto size = options.hidden_size;
  attention_ = register_module(
      "attention", nn::AdditiveAttention(nn::AdditiveAttentionOptions{size, size, size, options.dropout}));
}

BahdanauSeq2Seq::AttendingState BahdanauSeq2Seq::begin(const Memory& memory) const {
  AttendingState state;
  state.layers = initial_states(memory);
  const auto size = options().hidden_size;
  state.values = memory.states.narrow(2, memory.states.size(2) - size, size);  // of the top layer
  state.keys = attention_->project_keys(state.values);
  state.lengths = memory.lengths;
  state.mask = ops::AttentionMask::of_lengths(memory.lengths, memory.states.size(1));
  return state;
}

torch::Tensor BahdanauSeq2Seq::feed(const torch::Tensor& projected_inputs, AttendingState& state,
                                    Context& context) const {
  const auto query = state.layers.back().unsqueeze(1);  // [N, 1, D]
  const auto answer = attention_->forward(query, state.keys, state.values, state.mask, context).squeeze(1);
  return advance(projected_inputs + project_context(answer), state, context);
}

torch::Tensor BahdanauSeq2Seq::decode(const Memory& memory, const torch::Tensor& inputs, Context& context) {
  auto state = begin(memory);
  const auto recorded = context.attention ? context.attention->cross.size() : 0;
  std::vector<torch::Tensor> hidden;
  for (const auto& projected : project_inputs(inputs).unbind(0)) {
    hidden.push_back(feed(projected, state, context));
  }
  if (context.attention) context.attention->join_queries(recorded);
  return torch::stack(hidden, 1);
}

// Every step keeps its features of all keys.
double BahdanauSeq2Seq::activations(const PairShape& batch) const {
  const auto pairs = static_cast<double>(batch.sentences) * static_cast<double>(batch.target_length) *
                     static_cast<double>(batch.source_length);
  return RecurrentSeq2Seq::activations(batch) + pairs * static_cast<double>(options().hidden_size);
}

std::unique_ptr<DecoderState> BahdanauSeq2Seq::start(const Memory& memory) {
  return std::make_unique<AttendingState>(begin(memory));
}

torch::Tensor BahdanauSeq2Seq::step(const torch::Tensor& tokens, DecoderState& any_state) {
  auto context = Context::inference();
  const auto projected = project_inputs(tokens.unsqueeze(1)).squeeze(0);  // [N, 3D]
  return feed(projected, static_cast<AttendingState&>(any_state), context);
}

}  // namespace attend
