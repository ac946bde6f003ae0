#include "attend/tokenizers/wordpiece_files.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "wordpiece_json.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/json.h"
#include "attend/core/json_fields.h"
#include "attend/core/strings.h"
#include "attend/tokenizers/tokenizer_config.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* pieces_file = "vocab.txt";
constexpr const char* json_file = "tokenizer.json";
constexpr const char* added_tokens_file = "added_tokens.json";
// Transformers' class that makes tokenizer.json anew, and the one that takes it as it is.
constexpr const char* bert_class = "BertTokenizer";
constexpr const char* any_class = "PreTrainedTokenizerFast";

/// A piece a line; the number of the line, from 0, is its id.
Vocabulary read_pieces(const fs::path& path) {
  const std::string text = read_file(path);
  if (const size_t zero = text.find('\0'); zero != text.npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n');
    throw Error({.operation = "reading a vocabulary",
                 .where = path.string() + ", line " + std::to_string(line),
                 .found = "a zero byte",
                 .expected = "a piece a line",
                 .hint = "the file is damaged, or no text in UTF-8"});
  }
  std::vector<std::string> pieces;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    pieces.emplace_back(line);
  }
  if (pieces.back().empty()) pieces.pop_back();  // the end of the last line
  return Vocabulary(std::move(pieces), path.string());
}

/// vocab.txt, and the tokens behind its pieces that older versions of transformers keep in a file of their
/// own.
WordPieceJson read_pieces_and_added(const fs::path& path) {
  const fs::path added_file = path.parent_path() / added_tokens_file;
  if (!fs::exists(added_file)) return {read_pieces(path), {}};
  const Json json = read_json(added_file);
  const JsonFields fields(json, {"opening a tokenizer", added_file.string()});
  if (!json.is_object()) fields.refuse("no object", "{token: id}");
  const Vocabulary pieces = read_pieces(path);
  std::vector<Vocabulary::Entry> entries;
  for (const auto& piece : pieces.pieces()) entries.emplace_back(piece, entries.size());
  WordPieceSettings settings;
  for (const auto& [text, ignored] : json.items()) {
    settings.added.push_back({.text = text, .id = fields.integer(text, 0)});
    const auto known = pieces.id(text);
    if (text.empty() || known.value_or(settings.added.back().id) != settings.added.back().id)
      fields.fail(text,
                  known ? std::to_string(*known) + ", as in vocab.txt" : "a token's text before its id");
    if (!known) entries.emplace_back(text, settings.added.back().id);
  }
  return {Vocabulary::of(std::move(entries), added_file.string()), std::move(settings)};
}

// A symbol is its text, or an object that holds it.
void read_symbol(const JsonFields& config, const std::string& key, std::string& symbol) {
  const bool is_inside = config.value(key).is_object();
  symbol = is_inside ? config.section(key).text("content") : config.text(key, symbol);
}

/// Takes over what tokenizer_config.json says; keys that are absent or null change nothing.
void read_config(const JsonFields& config, WordPieceSettings& settings) {
  WordPieceTextOptions& text = settings.text;
  text.lowercase = config.flag("do_lower_case", text.lowercase);
  text.separate_ideographs = config.flag("tokenize_chinese_chars", text.separate_ideographs);
  if (config.has("strip_accents")) text.strip_accents = config.flag("strip_accents");
  WordPieceSymbols& symbols = settings.symbols;
  read_symbol(config, "pad_token", symbols.pad);
  read_symbol(config, "unk_token", symbols.unk);
  read_symbol(config, "cls_token", symbols.cls);
  read_symbol(config, "sep_token", symbols.sep);
  read_symbol(config, "mask_token", symbols.mask);
}

// Tokens of added_tokens.json are found in what normalisation leaves of a text, those of AddedTokens in the
// text itself: the same only where case and accents are kept.
void refuse_normalized(const WordPieceSettings& settings, const fs::path& folder) {
  if (settings.added.empty() || (!settings.text.lowercase && !settings.text.strip_accents.value_or(false)))
    return;
  throw Error(
      {.operation = "opening a tokenizer",
       .where = (folder / added_tokens_file).string(),
       .found = "tokens to be found in lower-cased text, such as \"" + settings.added.front().text + '"',
       .expected = "none, or a tokenizer that keeps case and accents",
       .hint = "a tokenizer.json whose added_tokens have \"normalized\": false can be read"});
}

std::string pieces_text(const Vocabulary& vocabulary, const fs::path& file) {
  std::string text;
  for (const std::string& piece : vocabulary.pieces()) {
    if (piece.find('\n') != piece.npos) {
      throw Error({.operation = "writing a vocabulary",
                   .where = file.string(),
                   .found = "a piece with a line break",
                   .expected = "pieces that fit a line"});
    }
    text += piece + '\n';
  }
  return text;
}

}  // namespace

std::optional<fs::path> find_wordpiece_file(const fs::path& folder) {
  for (const char* name : {json_file, pieces_file})
    if (fs::exists(folder / name)) return folder / name;
  return std::nullopt;
}

std::shared_ptr<const WordPieceTokenizer> open_wordpiece(const fs::path& folder) {
  const auto found = find_wordpiece_file(folder);
  if (!found) {
    throw Error({.operation = "opening a tokenizer",
                 .where = folder.string(),
                 .found = "neither vocab.txt nor tokenizer.json",
                 .expected = "the vocabulary of a BERT"});
  }
  const fs::path& file = *found;
  WordPieceJson read = file.filename() == json_file ? read_wordpiece_json(file) : read_pieces_and_added(file);
  if (fs::exists(folder / tokenizer_config_file)) {
    const Json json = read_tokenizer_config(folder);
    read_config(tokenizer_fields(json, folder), read.settings);
  }
  if (file.filename() == pieces_file) refuse_normalized(read.settings, folder);
  return std::make_shared<const WordPieceTokenizer>(std::move(read.vocabulary), std::move(read.settings),
                                                    file.string());
}

void save_wordpiece(const WordPieceTokenizer& tokenizer, const fs::path& folder, int64_t max_length) {
  const WordPieceSettings& settings = tokenizer.settings();
  const WordPieceSymbols& symbols = settings.symbols;
  write_file(folder / pieces_file, pieces_text(tokenizer.vocabulary(), folder / pieces_file));
  write_file(folder / json_file, write_wordpiece_json(tokenizer));
  write_tokenizer_config(
      folder,
      {{"tokenizer_class", settings.text.separate_punctuation ? bert_class : any_class},
       {"model_max_length", max_length},
       {"do_lower_case", settings.text.lowercase},
       {"strip_accents", settings.text.strip_accents ? Json(*settings.text.strip_accents) : Json(nullptr)},
       {"tokenize_chinese_chars", settings.text.separate_ideographs},
       {"pad_token", symbols.pad},
       {"unk_token", symbols.unk},
       {"cls_token", symbols.cls},
       {"sep_token", symbols.sep},
       {"mask_token", symbols.mask}});
}

}  // namespace attend
