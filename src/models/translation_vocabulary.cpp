#include "attend/models/translation_vocabulary.h"

#include "attend/core/error.h"

namespace attend {
namespace {

void check_symbols(const char* side, const SpecialIds& special) {
  if (special.pad >= 0 && special.eos >= 0) return;
  throw Error({.operation = std::string("setting up the ") + side + " vocabulary",
               .found = special.pad < 0 ? "no pad symbol" : "no end symbol",
               .expected = "a tokenizer with a pad and an end symbol"});
}

}  // namespace

TranslationVocabulary translation_vocabulary(const TokenizerPair& tokenizers) {
  const auto source = tokenizers.source()->special();
  const auto target = tokenizers.target()->special();
  check_symbols("source", source);
  check_symbols("target", target);
  return {.source_size = tokenizers.source()->vocab_size(),
          .target_size = tokenizers.target()->vocab_size(),
          .source_pad = source.pad,
          .target_pad = target.pad,
          .source_end = source.eos,
          .target_end = target.eos,
          .start = target.bos >= 0 ? target.bos : target.pad,
          .shared = tokenizers.shared_vocabulary()};
}

}  // namespace attend
