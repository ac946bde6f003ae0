#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "attend/config/schema.h"
#include "attend/tokenizers/line_source.h"
#include "attend/tokenizers/sentencepiece_trainer.h"
#include "attend/tokenizers/token_counts.h"
#include "attend/tokenizers/tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_trainer.h"

namespace attend {

/// Words as in the lectures of "Dive into Deep Learning".
struct WordOptions {
  int64_t min_frequency = 2;  ///< rarer words are `<unk>`
  VocabularyOrder order = VocabularyOrder::frequency;
  bool lowercase = true;
  bool shared = false;           ///< one vocabulary for both sides
  std::string source_lang = {};  ///< "de"; only noted in the model folder
  std::string target_lang = {};
};

using TokenizerOptions = std::variant<SentencePieceOptions, WordOptions, WordPieceOptions>;

/// The configuration's section "tokenizer"; "type" is "sentencepiece", "word" or "wordpiece".
Schema<TokenizerOptions> tokenizer_schema();

/// That section of a task that reads BERT's pieces.
Schema<WordPieceOptions> wordpiece_schema();

/// Learns the tokenizers of both sides from their training text. Lines are well-formed UTF-8.
std::unique_ptr<TokenizerPair> train_tokenizers(const TokenizerOptions& options, const LineSource& source,
                                                const LineSource& target);

}  // namespace attend
