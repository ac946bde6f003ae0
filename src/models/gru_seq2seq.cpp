#include "attend/models/gru_seq2seq.h"

namespace attend {

struct GruSeq2Seq::SummaryState final : State {
  void select(const torch::Tensor& rows) override {
    State::select(rows);
    context = context.index_select(0, rows);
  }

  torch::Tensor context;  // [N, 3D], projected
};

torch::Tensor GruSeq2Seq::decode(const Memory& memory, const torch::Tensor& inputs, Context& context) {
  const auto begin = initial_states(memory);
  const auto projected = project_inputs(inputs) + project_context(begin.back());  // [T, B, 3D]
  return decoder()->forward(projected, begin, context).back().transpose(0, 1);
}

std::unique_ptr<DecoderState> GruSeq2Seq::start(const Memory& memory) {
  auto state = std::make_unique<SummaryState>();
  state->layers = initial_states(memory);
  state->context = project_context(state->layers.back());
  return state;
}

torch::Tensor GruSeq2Seq::step(const torch::Tensor& tokens, DecoderState& any_state) {
  auto& state = static_cast<SummaryState&>(any_state);
  auto context = Context::inference();
  const auto projected = project_inputs(tokens.unsqueeze(1)).squeeze(0);  // [N, 3D]
  return advance(projected + state.context, state, context);
}

}  // namespace attend
