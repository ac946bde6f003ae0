#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attend/tokenizers/added_tokens.h"
#include "attend/tokenizers/byte_trie.h"
#include "attend/tokenizers/tokenizer.h"
#include "attend/tokenizers/vocabulary.h"
#include "attend/tokenizers/wordpiece_words.h"

namespace attend {

/// The text of BERT's symbols.
struct WordPieceSymbols {
  std::string pad = "[PAD]";
  std::string unk = "[UNK]";
  std::string cls = "[CLS]";
  std::string sep = "[SEP]";
  std::string mask = "[MASK]";
};

/// Everything but the vocabulary that ids depend on.
struct WordPieceSettings {
  WordPieceTextOptions text;
  WordPieceSymbols symbols;
  std::string continuation = "##";    ///< what a piece within a word begins with; not empty
  int64_t max_word_characters = 100;  ///< a longer word is unknown
  std::vector<AddedToken> added;      ///< what else is found in the text before it is normalised
};

/// A piece of a text.
struct PieceSpan {
  int64_t id = 0;
  uint32_t begin = 0, end = 0;  ///< the code points [begin, end) of the original text

  bool operator==(const PieceSpan&) const = default;
};

/// WordPiece (Wu et al. 2016, section 4.1; Devlin et al. 2019) as Hugging Face's BertTokenizerFast has it:
/// words are normalised and cut greedily into the longest pieces of the vocabulary. A word that cannot be
/// cut, or is too long, is one `[UNK]`. A symbol such as `[MASK]` in the text is that symbol.
///
/// Encoding adds no symbol: wordpiece_input.h puts `[CLS]` and `[SEP]` around a sentence or a pair. In
/// `special()`, bos is `[CLS]` and eos is `[SEP]`.
class WordPieceTokenizer final : public Tokenizer {
 public:
  /// Throws Error, naming `origin`, where the vocabulary lacks the symbols for padding, unknown, begin or
  /// end.
  WordPieceTokenizer(Vocabulary vocabulary, WordPieceSettings settings,
                     const std::string& origin = "a WordPiece vocabulary");

  std::vector<int64_t> encode(std::string_view text) const override;
  /// The ids of `encode` with the places they stand for. A piece covers the whole of a character that was
  /// taken apart.
  std::vector<PieceSpan> encode_spans(std::string_view text) const;
  /// Words with a space between them, but none before `. , ? !` and English contractions. Unknown and masked
  /// pieces stay.
  std::string decode(const std::vector<int64_t>& ids) const override;
  std::vector<std::string> pieces(std::string_view text) const override;
  int64_t vocab_size() const override { return vocabulary_.size(); }
  std::string piece(int64_t id) const override { return vocabulary_.piece(id); }
  std::optional<int64_t> id(std::string_view piece) const override { return vocabulary_.id(piece); }
  SpecialIds special() const override { return special_; }
  uint64_t fingerprint() const override { return fingerprint_; }

  /// The id of `[MASK]`; -1 where the vocabulary has none.
  int64_t mask_id() const { return mask_id_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const WordPieceSettings& settings() const { return settings_; }
  /// The symbols, and those that the settings add.
  const std::vector<AddedToken>& added_tokens() const { return added_.tokens(); }

 private:
  /// Calls `add(id, begin, end)` for each piece of `text`.
  template <class Add>
  void each_piece(std::string_view text, Add&& add) const;
  template <class Add>
  void cut(const NormalizedWord& word, std::vector<ByteTrie::Match>& matches, Add&& add) const;

  /// The pieces that begin with `prefix`, without it.
  std::vector<ByteTrie::Entry> entries(std::string_view prefix) const;
  std::vector<AddedToken> with_symbols(std::vector<AddedToken> tokens) const;
  uint64_t make_fingerprint() const;

  Vocabulary vocabulary_;
  WordPieceSettings settings_;
  SpecialIds special_;
  int64_t mask_id_ = -1;
  WordPieceWords words_;
  AddedTokens added_;
  ByteTrie beginnings_, continuations_;  // pieces of the vocabulary; the latter without their prefix
  uint64_t fingerprint_;
};

}  // namespace attend
