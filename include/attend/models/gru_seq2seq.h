#pragma once

#include "attend/models/recurrent_seq2seq.h"

namespace attend {

struct GruSeq2SeqOptions : RecurrentOptions {};

/// The encoder-decoder of Cho et al. 2014, as in the lectures' "Sequence-to-sequence learning": the decoder's
/// context is at every step the encoder's last state of the top layer.
class GruSeq2Seq final : public RecurrentSeq2Seq {
 public:
  GruSeq2Seq(const GruSeq2SeqOptions& options, const TranslationVocabulary& vocabulary)
      : RecurrentSeq2Seq(options, vocabulary) {}

  static constexpr std::string_view type_name = "gru";
  std::string_view type() const override { return type_name; }

  torch::Tensor decode(const Memory& memory, const torch::Tensor& inputs, Context& context) override;
  std::unique_ptr<DecoderState> start(const Memory& memory) override;
  torch::Tensor step(const torch::Tensor& tokens, DecoderState& state) override;

 private:
  struct SummaryState;
};

}  // namespace attend
