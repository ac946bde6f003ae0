#include "attend/tokenizers/marian_tokenizer.h"

#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr std::string_view word_boundary = "\u2581";

[[noreturn]] void fail(const std::string& origin, std::string found, std::string expected, std::string hint) {
  throw Error({.operation = "opening a Marian vocabulary",
               .where = origin,
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = std::move(hint)});
}

int64_t required_id(const Vocabulary& vocabulary, std::string_view piece, const std::string& origin) {
  if (const auto id = vocabulary.id(piece)) return *id;
  fail(origin, fmt::format("no \"{}\" among {} pieces", piece, vocabulary.size()), "</s>, <unk> and <pad>",
       "");
}

std::string replace_word_boundaries(std::string text) {
  for (size_t at = 0; (at = text.find(word_boundary, at)) != std::string::npos; ++at) {
    text.replace(at, word_boundary.size(), " ");
  }
  return text;
}

}  // namespace

MarianTokenizer::MarianTokenizer(std::shared_ptr<const SentencePieceModel> model,
                                 std::shared_ptr<const Vocabulary> vocabulary, const std::string& origin)
    : model_(std::move(model)), vocabulary_(std::move(vocabulary)) {
  special_ = {.pad = required_id(*vocabulary_, "<pad>", origin),
              .bos = -1,
              .eos = required_id(*vocabulary_, "</s>", origin),
              .unk = required_id(*vocabulary_, "<unk>", origin)};
  if (special_.pad != vocab_size() - 1) {
    fail(origin, fmt::format("\"<pad>\": {} among {} pieces", special_.pad, vocab_size()),
         fmt::format("<pad> as the last piece, {}", vocab_size() - 1), "");
  }
  int64_t known = 0;
  for (int id = 0; id < model_->size(); ++id) {
    known += vocabulary_->id(model_->piece(id)).has_value() ? 1 : 0;
    table_ids_.push_back(text_id(model_->piece(id)));
  }
  // OPUS-MT's tables leave out pieces that its training text never used, so some may be missing.
  if (2 * known < model_->size()) {
    fail(origin, fmt::format("{} of the {} pieces of the SentencePiece model", known, model_->size()),
         "at least half of them", "the vocabulary and the SentencePiece model belong to different models");
  }
  Hasher hasher;
  hasher.add("marian").add(model_->bytes());
  vocabulary_->add_to(hasher);
  fingerprint_ = hasher.value();
}

int64_t MarianTokenizer::text_id(std::string_view piece) const {
  const int64_t id = vocabulary_->id(piece).value_or(special_.unk);
  return id == special_.eos || id == special_.pad ? special_.unk : id;
}

std::string_view MarianTokenizer::language_code(std::string_view text) const {
  if (!text.starts_with(">>")) return {};
  const size_t end = text.find("<<");
  if (end == std::string_view::npos) return {};
  const std::string_view code = text.substr(0, end + 2);
  return vocabulary_->id(code) ? code : std::string_view();
}

std::vector<int64_t> MarianTokenizer::encode(std::string_view text) const {
  std::vector<int64_t> ids;
  const std::string_view code = language_code(text);
  if (!code.empty()) ids.push_back(text_id(code));
  text.remove_prefix(code.size());

  bool has_unknown = false;
  const size_t first = ids.size();
  for (const int id : model_->encode(text)) {
    ids.push_back(table_ids_[static_cast<size_t>(id)]);
    has_unknown |= id == model_->unknown_id();
  }
  if (!has_unknown) return ids;
  // What one side's model does not know may be a piece of the other's: the table is asked by text.
  const std::vector<std::string> texts = model_->pieces(text);
  for (size_t i = 0; i < texts.size(); ++i) ids[first + i] = text_id(texts[i]);
  return ids;
}

std::vector<std::string> MarianTokenizer::pieces(std::string_view text) const {
  const std::string_view code = language_code(text);
  std::vector<std::string> pieces = model_->pieces(text.substr(code.size()));
  if (!code.empty()) pieces.emplace(pieces.begin(), code);
  return pieces;
}

std::string MarianTokenizer::decode(const std::vector<int64_t>& ids) const {
  std::string text;
  std::vector<std::string_view> pieces;  // since the last unknown
  for (const int64_t id : ids) {
    const std::string& piece = vocabulary_->piece(id);
    if (id == special_.pad || id == special_.eos) continue;
    if (id != special_.unk) {
      pieces.push_back(piece);
      continue;
    }
    text += model_->decode(pieces) + piece + " ";
    pieces.clear();
  }
  text += model_->decode(pieces);
  return std::string(trim(replace_word_boundaries(std::move(text))));
}

}  // namespace attend
