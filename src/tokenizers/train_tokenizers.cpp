#include "attend/tokenizers/train_tokenizers.h"

#include <utility>

#include "attend/tokenizers/marian_tokenizer_pair.h"
#include "attend/tokenizers/word_tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_tokenizer_pair.h"

namespace attend {
namespace {

constexpr const char* shared_doc = "One vocabulary for both sides, else one for each.";

Schema<SentencePieceOptions> sentencepiece_schema() {
  using Options = SentencePieceOptions;
  return Schema<Options>("Subwords that SentencePiece learns from the training text.")
      .field("algorithm", &Options::algorithm, "How pieces are found.")
      .field("vocab_size", &Options::vocab_size,
             "Pieces of a vocabulary, </s> and <unk> among them; <pad> is one more.", range(3, 1'000'000))
      .field("shared", &Options::shared, shared_doc)
      .field("character_coverage", &Options::character_coverage,
             "Share of the text's characters that get a piece; the rarest others are <unk>.", range(0.9, 1))
      .field("normalization", &Options::normalization,
             "What happens to characters first: NFKC, with NMT's white space (nmt_), with case folding "
             "(_cf), or nothing.")
      .field("training_lines", &Options::training_lines, "Lines to learn from; a larger text is sampled.",
             positive())
      .field("source_lang", &Options::source_lang, "Language of the source, noted in the model folder.")
      .field("target_lang", &Options::target_lang, "Language of the target, noted in the model folder.");
}

Schema<WordOptions> word_schema() {
  using Options = WordOptions;
  return Schema<Options>("Words and punctuation marks, as in the lectures of \"Dive into Deep Learning\".")
      .field("min_frequency", &Options::min_frequency, "Words that occur less often are <unk>.", positive())
      .field("order", &Options::order,
             "Order of the ids: by frequency after the reserved pieces, or all sorted by code point.")
      .field("lowercase", &Options::lowercase, "Whether letters become lower case first.")
      .field("shared", &Options::shared, shared_doc)
      .field("source_lang", &Options::source_lang, "Language of the source, noted in the model folder.")
      .field("target_lang", &Options::target_lang, "Language of the target, noted in the model folder.");
}

MarianTokenizerPair::Model train_model(const SentencePieceOptions& options, const LineSource& lines) {
  return std::make_shared<const SentencePieceModel>(train_sentencepiece(options, lines), "the trained model");
}

std::unique_ptr<TokenizerPair> train(const SentencePieceOptions& options, const LineSource& source,
                                     const LineSource& target) {
  LanguagePair languages{options.source_lang, options.target_lang};
  if (options.shared) {
    const auto model = train_model(options, concatenate(source, target));
    return std::make_unique<MarianTokenizerPair>(model, model, std::move(languages));
  }
  const auto source_model = train_model(options, source);
  return std::make_unique<MarianTokenizerPair>(source_model, train_model(options, target),
                                               std::move(languages));
}

WordTokenizerPair::WordSide train_words(const WordOptions& options, const LineSource& lines) {
  const LetterCase letters = options.lowercase ? LetterCase::lower : LetterCase::keep;
  TokenCounts counts;
  for (std::string line; lines(line);) {
    for (const std::string& word : split_words(line, letters)) counts.add(word);
  }
  return std::make_shared<const WordTokenizer>(
      counts.vocabulary(reserved_words(), options.min_frequency, options.order), letters);
}

std::unique_ptr<TokenizerPair> train(const WordOptions& options, const LineSource& source,
                                     const LineSource& target) {
  LanguagePair languages{options.source_lang, options.target_lang};
  if (options.shared) {
    const auto words = train_words(options, concatenate(source, target));
    return std::make_unique<WordTokenizerPair>(words, words, std::move(languages));
  }
  const auto source_words = train_words(options, source);
  return std::make_unique<WordTokenizerPair>(source_words, train_words(options, target),
                                             std::move(languages));
}

std::unique_ptr<TokenizerPair> train(const WordPieceOptions& options, const LineSource& source,
                                     const LineSource& target) {
  return std::make_unique<WordPieceTokenizerPair>(train_wordpiece(options, concatenate(source, target)));
}

}  // namespace

Schema<WordPieceOptions> wordpiece_schema() {
  using Options = WordPieceOptions;
  return Schema<Options>("BERT's pieces: one vocabulary, learned from the training text, for all of it.")
      .field("vocab_size", &Options::vocab_size, "Pieces of the vocabulary, BERT's five symbols among them.",
             range(6, 1'000'000))
      .field("min_frequency", &Options::min_frequency,
             "Pieces that would be made less often than that are not made.", positive())
      .field("alphabet_size", &Options::alphabet_size,
             "Characters that get a piece; the rarest others are left out.", positive())
      .field("lowercase", &Options::lowercase, "Whether letters become lower case first.")
      .field("strip_accents", &Options::strip_accents,
             "Whether accents are left out; null does what lowercase does.");
}

Schema<TokenizerOptions> tokenizer_schema() {
  return variant_schema<TokenizerOptions>("type", alternative("sentencepiece", sentencepiece_schema()),
                                          alternative("word", word_schema()),
                                          alternative("wordpiece", wordpiece_schema()));
}

std::unique_ptr<TokenizerPair> train_tokenizers(const TokenizerOptions& options, const LineSource& source,
                                                const LineSource& target) {
  return std::visit([&](const auto& chosen) { return train(chosen, source, target); }, options);
}

}  // namespace attend
