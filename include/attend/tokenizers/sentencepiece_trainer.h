#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "attend/tokenizers/line_source.h"

namespace attend {

/// How pieces are found: byte-pair encoding (Sennrich et al. 2016) or a unigram language model (Kudo 2018).
enum class SubwordAlgorithm { bpe, unigram };

inline auto enum_names(SubwordAlgorithm) {
  return std::array{std::pair{SubwordAlgorithm::bpe, std::string_view("bpe")},
                    std::pair{SubwordAlgorithm::unigram, std::string_view("unigram")}};
}

/// What happens to the characters of a text before it is cut: Unicode NFKC, NMT's white space on top of it,
/// case folding (_cf) on top of that, or nothing.
enum class TextNormalization { nmt_nfkc, nfkc, nmt_nfkc_cf, nfkc_cf, identity };

inline auto enum_names(TextNormalization) {
  return std::array{std::pair{TextNormalization::nmt_nfkc, std::string_view("nmt_nfkc")},
                    std::pair{TextNormalization::nfkc, std::string_view("nfkc")},
                    std::pair{TextNormalization::nmt_nfkc_cf, std::string_view("nmt_nfkc_cf")},
                    std::pair{TextNormalization::nfkc_cf, std::string_view("nfkc_cf")},
                    std::pair{TextNormalization::identity, std::string_view("identity")}};
}

/// One SentencePiece model, or one for each side.
struct SentencePieceOptions {
  SubwordAlgorithm algorithm = SubwordAlgorithm::bpe;
  int64_t vocab_size = 8000;        ///< pieces of a model, `</s>` and `<unk>` among them
  bool shared = true;               ///< one model for both sides
  double character_coverage = 1.0;  ///< share of the text's characters that have a piece; the rest is `<unk>`
  TextNormalization normalization = TextNormalization::nmt_nfkc;
  int64_t training_lines = 2'000'000;  ///< a larger text is sampled
  std::string source_lang = {};        ///< "de"; only noted in the model folder
  std::string target_lang = {};
};

/// The bytes of an .spm file with `</s>`=0 and `<unk>`=1, learnt from `lines`. The same lines give the same
/// bytes. Throws UsageError where the text allows no vocabulary of that size, saying which sizes it allows.
std::string train_sentencepiece(const SentencePieceOptions& options, const LineSource& lines);

}  // namespace attend
