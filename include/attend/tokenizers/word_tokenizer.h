#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attend/tokenizers/tokenizer.h"
#include "attend/tokenizers/vocabulary.h"

namespace attend {

enum class LetterCase { keep, lower };

/// Words as in the lectures of "Dive into Deep Learning": U+202F and U+00A0 are spaces, letters become lower
/// case where asked (code point by code point), each of `, . ! ?` gets a space before it unless one is there,
/// and spaces separate.
std::vector<std::string> split_words(std::string_view text, LetterCase letters);

/// The pieces that a word vocabulary reserves, in the order of their ids: `<unk>` `<pad>` `<bos>` `<eos>`.
const std::vector<std::string>& reserved_words();

/// One id a word. A word that is not in the vocabulary, or is spelt like a reserved piece, is `<unk>`;
/// decoding puts a space between words.
class WordTokenizer final : public Tokenizer {
 public:
  /// Throws Error where `vocabulary` lacks a reserved piece; `origin` names it there.
  WordTokenizer(Vocabulary vocabulary, LetterCase letters, const std::string& origin = "a vocabulary");

  std::vector<int64_t> encode(std::string_view text) const override;
  std::string decode(const std::vector<int64_t>& ids) const override;
  std::vector<std::string> pieces(std::string_view text) const override;
  int64_t vocab_size() const override { return vocabulary_.size(); }
  std::string piece(int64_t id) const override { return vocabulary_.piece(id); }
  std::optional<int64_t> id(std::string_view piece) const override { return vocabulary_.id(piece); }
  SpecialIds special() const override { return special_; }
  uint64_t fingerprint() const override { return fingerprint_; }

  const Vocabulary& vocabulary() const { return vocabulary_; }
  LetterCase letters() const { return letters_; }

 private:
  Vocabulary vocabulary_;
  LetterCase letters_;
  SpecialIds special_;
  uint64_t fingerprint_;
};

}  // namespace attend
