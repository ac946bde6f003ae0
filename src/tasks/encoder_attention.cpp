#include "attend/tasks/encoder_attention.h"

#include "attend/core/strings.h"
#include "attend/nn/attention_record.h"
#include "attend/tasks/prediction_texts.h"

namespace attend {

EncoderAttention look_at(const BertModel& model, const PredictionInput& input, int64_t max_length,
                         torch::Device device) {
  const c10::InferenceMode inference;
  const auto text = input.words ? PredictionInput{{join(*input.words, " ")}, {}, input.where} : input;
  const auto sequences = read_texts(model, {text}, max_length);
  EncoderAttention attention;
  for (const int32_t id : sequences.front().ids) attention.tokens.push_back(model.tokenizer->piece(id));
  each_equal_batch(rows_of(sequences), device, [&](const BertInput& row, std::span<const uint32_t>) {
    AttentionRecord record;
    auto context = Context::inference();
    context.attention = &record;
    (void)model.network->bert().forward(row, context);
    attention.weights = torch::cat(record.self).to(torch::kCPU, torch::kFloat);
  });
  return attention;
}

}  // namespace attend
