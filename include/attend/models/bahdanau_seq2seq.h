#pragma once

#include "attend/models/recurrent_seq2seq.h"
#include "attend/nn/additive_attention.h"

namespace attend {

struct BahdanauSeq2SeqOptions : RecurrentOptions {};

/// The encoder-decoder with attention of Bahdanau, Cho and Bengio 2015, as in the lectures' "Bahdanau
/// attention": at every step the decoder's last state of the top layer asks, the encoder's states of the top
/// layer answer, and what they say is the context.
class BahdanauSeq2Seq final : public RecurrentSeq2Seq {
 public:
  BahdanauSeq2Seq(const BahdanauSeq2SeqOptions& options, const TranslationVocabulary& vocabulary);

  static constexpr std::string_view type_name = "bahdanau";
  std::string_view type() const override { return type_name; }

  torch::Tensor decode(const Memory& memory, const torch::Tensor& inputs, Context& context) override;
  std::unique_ptr<DecoderState> start(const Memory& memory) override;
  torch::Tensor step(const torch::Tensor& tokens, DecoderState& state) override;
  double activations(const PairShape& batch) const override;

 private:
  struct AttendingState;

  AttendingState begin(const Memory& memory) const;
  /// One step: what the words before give to the gates [N, 3D] -> the top layer's states [N, D]
  torch::Tensor feed(const torch::Tensor& projected_inputs, AttendingState& state, Context& context) const;

  nn::AdditiveAttention attention_{nullptr};
};

}  // namespace attend
