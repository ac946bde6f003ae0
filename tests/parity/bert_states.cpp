// Writes what a BERT makes of the lines of a text, for scripts/parity/bert.py to compare:
//
//   attend_bert_states MODEL_FOLDER TEXT OUTPUT.safetensors
//
// "ids", "lengths": all lines as one padded batch; "padded.N": its hidden states of layer N [B, T, D];
// "padded.pooled" [B, D], where the model pools; "alone.I", "alone.I.pooled": the last layer's of line I by
// itself. For a masked LM also "tokens" [T, V] of line 0, and "relations" [B, 2] where it has that head.
#include <iostream>

#include <torch/nn/utils.h>

#include "attend/core/error.h"
#include "attend/data/line_reader.h"
#include "attend/io/tensors.h"
#include "attend/models/bert_model.h"
#include "attend/tokenizers/wordpiece_input.h"

namespace attend {
namespace {

constexpr int64_t most_ids = 128;

std::vector<std::vector<int64_t>> read_inputs(const std::string& text, const BertModel& model) {
  std::vector<std::vector<int64_t>> inputs;
  for (const auto& line : read_lines(text)) {
    auto ids = model.tokenizer->encode(line);
    if (ids.size() > most_ids - symbols_of_sentence) ids.resize(most_ids - symbols_of_sentence);
    inputs.push_back(make_input(ids, model.tokenizer->special()).ids);
  }
  return inputs;
}

void add_heads(const BertModel& model, const torch::Tensor& hidden, const torch::Tensor& lengths,
               NamedTensors& states) {
  const auto* lm = dynamic_cast<const BertForMaskedLm*>(model.network.get());
  if (lm == nullptr) return;
  states.emplace_back("tokens", lm->token_logits(hidden[0].narrow(0, 0, lengths[0].item<int64_t>())));
  const auto* relations = dynamic_cast<const BertForPreTraining*>(lm);
  if (relations != nullptr) states.emplace_back("relations", relations->next_sentence_logits(hidden));
}

bool pools(const BertModel& model) {
  const auto task = model.network->head().task;
  return task == BertTask::none || task == BertTask::pretraining || task == BertTask::sequence_classification;
}

torch::Tensor pooled(const BertModel& model, const BertInput& input) {
  auto context = Context::inference();
  return model.network->bert().pool(model.network->bert().first_token(input, context));
}

void add_padded(const BertModel& model, const std::vector<std::vector<int64_t>>& inputs,
                NamedTensors& states) {
  std::vector<torch::Tensor> rows;
  std::vector<int64_t> lengths;
  for (const auto& ids : inputs) {
    rows.push_back(torch::tensor(ids, torch::kLong));
    lengths.push_back(static_cast<int64_t>(ids.size()));
  }
  const auto padding = static_cast<double>(model.network->vocabulary().pad);
  const auto ids = torch::nn::utils::rnn::pad_sequence(rows, /*batch_first=*/true, padding);
  const BertInput input{ids, torch::zeros_like(ids), torch::tensor(lengths, torch::kLong)};
  auto context = Context::inference();
  const auto layers = model.network->bert().hidden_states(input, context);
  states.emplace_back("ids", ids);
  states.emplace_back("lengths", input.lengths);
  if (pools(model)) states.emplace_back("padded.pooled", pooled(model, input));
  add_heads(model, layers.back(), input.lengths, states);
  for (size_t layer = 0; layer < layers.size(); ++layer)
    states.emplace_back("padded." + std::to_string(layer), layers[layer]);
}

void add_alone(const BertModel& model, const std::vector<std::vector<int64_t>>& inputs,
               NamedTensors& states) {
  auto context = Context::inference();
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto ids = torch::tensor(inputs[i], torch::kLong).unsqueeze(0);
    const BertInput input{ids, torch::zeros_like(ids), {}};
    const auto hidden = model.network->bert().forward(input, context);
    const auto name = "alone." + std::to_string(i);
    states.emplace_back(name, hidden[0]);
    if (pools(model)) states.emplace_back(name + ".pooled", pooled(model, input)[0]);
  }
}

}  // namespace
}  // namespace attend

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::cerr << "usage: attend_bert_states MODEL_FOLDER TEXT OUTPUT.safetensors\n";
    return 2;
  }
  const torch::NoGradGuard no_gradient;
  const auto model = attend::open_bert(argv[1]);
  const auto inputs = attend::read_inputs(argv[2], model);
  attend::NamedTensors states;
  attend::add_padded(model, inputs, states);
  attend::add_alone(model, inputs, states);
  attend::write_safetensors(argv[3], states);
} catch (const attend::Error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
