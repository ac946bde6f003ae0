#include "attend/tokenizers/word_tokenizer.h"

#include <utility>

#include <fmt/format.h>
#include <utf8proc.h>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr char32_t no_break_space = 0xa0, narrow_no_break_space = 0x202f;

int64_t reserved_id(const Vocabulary& vocabulary, const std::string& piece, const std::string& origin) {
  if (const auto id = vocabulary.id(piece)) return *id;
  throw Error({.operation = "opening a word vocabulary",
               .where = origin,
               .found = fmt::format("no \"{}\" among {} words", piece, vocabulary.size()),
               .expected = fmt::format("the reserved pieces {}", join(reserved_words(), " "))});
}

}  // namespace

const std::vector<std::string>& reserved_words() {
  static const std::vector<std::string> pieces = {"<unk>", "<pad>", "<bos>", "<eos>"};
  return pieces;
}

std::vector<std::string> split_words(std::string_view text, LetterCase letters) {
  std::vector<std::string> words;
  bool in_word = false;
  for (size_t offset = 0; offset < text.size();) {
    char32_t point = next_code_point(text, offset);
    if (point == ' ' || point == no_break_space || point == narrow_no_break_space) {
      in_word = false;
      continue;
    }
    if (letters == LetterCase::lower) {
      point = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)));
    }
    const bool is_mark = point == ',' || point == '.' || point == '!' || point == '?';
    if (!in_word || is_mark) words.emplace_back();
    append_utf8(words.back(), point);
    in_word = true;
  }
  return words;
}

WordTokenizer::WordTokenizer(Vocabulary vocabulary, LetterCase letters, const std::string& origin)
    : vocabulary_(std::move(vocabulary)), letters_(letters) {
  special_ = {.pad = reserved_id(vocabulary_, "<pad>", origin),
              .bos = reserved_id(vocabulary_, "<bos>", origin),
              .eos = reserved_id(vocabulary_, "<eos>", origin),
              .unk = reserved_id(vocabulary_, "<unk>", origin)};
  Hasher hasher;
  hasher.add("word").add(static_cast<uint64_t>(letters_));
  vocabulary_.add_to(hasher);
  fingerprint_ = hasher.value();
}

std::vector<int64_t> WordTokenizer::encode(std::string_view text) const {
  std::vector<int64_t> ids;
  for (const std::string& word : split_words(text, letters_)) {
    const int64_t id = vocabulary_.id(word).value_or(special_.unk);
    const bool is_reserved = id == special_.pad || id == special_.bos || id == special_.eos;
    ids.push_back(is_reserved ? special_.unk : id);
  }
  return ids;
}

std::string WordTokenizer::decode(const std::vector<int64_t>& ids) const {
  std::vector<std::string> words;
  for (const int64_t id : ids) {
    if (id != special_.pad && id != special_.bos && id != special_.eos)
      words.push_back(vocabulary_.piece(id));
  }
  return join(words, " ");
}

std::vector<std::string> WordTokenizer::pieces(std::string_view text) const {
  return split_words(text, letters_);
}

}  // namespace attend
