#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attend/tokenizers/sentencepiece_model.h"
#include "attend/tokenizers/tokenizer.h"
#include "attend/tokenizers/vocabulary.h"

namespace attend {

/// One side of a Marian folder: a SentencePiece model cuts the text, and the table of vocab.json, shared by
/// both sides, gives the ids by the pieces' text. Ids equal those of Hugging Face's MarianTokenizer with
/// split_special_tokens.
///
/// A language code such as `>>fra<<` at the start of a text is one token where the table has it. `</s>` and
/// `<pad>` in a text are text. Decoding gives `<unk>` for an unknown, as Hugging Face does.
class MarianTokenizer final : public Tokenizer {
 public:
  /// Throws Error, naming `origin`, where the table lacks `</s>`, `<unk>` or `<pad>`, where `<pad>` is not
  /// its last entry, or where it has less than half of the model's pieces and so belongs to another model.
  MarianTokenizer(std::shared_ptr<const SentencePieceModel> model,
                  std::shared_ptr<const Vocabulary> vocabulary,
                  const std::string& origin = "a Marian vocabulary");

  std::vector<int64_t> encode(std::string_view text) const override;
  std::string decode(const std::vector<int64_t>& ids) const override;
  std::vector<std::string> pieces(std::string_view text) const override;
  int64_t vocab_size() const override { return vocabulary_->size(); }
  std::string piece(int64_t id) const override { return vocabulary_->piece(id); }
  std::optional<int64_t> id(std::string_view piece) const override { return vocabulary_->id(piece); }
  SpecialIds special() const override { return special_; }
  uint64_t fingerprint() const override { return fingerprint_; }

  const SentencePieceModel& model() const { return *model_; }

 private:
  /// The language code that `text` begins with; empty where there is none in the table.
  std::string_view language_code(std::string_view text) const;
  /// The id of a piece of a text, which is never one of a special symbol but `<unk>`.
  int64_t text_id(std::string_view piece) const;

  std::shared_ptr<const SentencePieceModel> model_;
  std::shared_ptr<const Vocabulary> vocabulary_;
  SpecialIds special_;
  std::vector<int64_t> table_ids_;  // by the model's id
  uint64_t fingerprint_;
};

}  // namespace attend
