#include "attend/tokenizers/bert_words.h"

#include <string>
#include <utility>

#include "attend/tokenizers/token_counts.h"
#include "attend/tokenizers/wordpiece_words.h"

namespace attend {

std::shared_ptr<const WordPieceTokenizer> train_bert_words(const BertWordOptions& options,
                                                           const LineSource& lines) {
  WordPieceSettings settings;
  settings.text = {.lowercase = options.lowercase,
                   .strip_accents = false,
                   .separate_ideographs = false,
                   .separate_punctuation = false};
  settings.symbols = {"<pad>", "<unk>", "<cls>", "<sep>", "<mask>"};
  const auto& symbols = settings.symbols;
  const std::vector<std::string> reserved = {symbols.unk, symbols.pad, symbols.mask, symbols.cls,
                                             symbols.sep};
  const WordPieceWords words(settings.text);
  WordBuffer buffer;
  TokenCounts counts;
  for (std::string line; lines(line);)
    words.each(line, 0, buffer, [&](const NormalizedWord& word) { counts.add(word.text); });
  return std::make_shared<const WordPieceTokenizer>(
      counts.vocabulary(reserved, options.min_frequency, VocabularyOrder::frequency), std::move(settings));
}

}  // namespace attend
