#include "attend/tokenizers/wordpiece_files.h"

#include <string>
#include <utility>
#include <vector>

#include "wordpiece_json.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/strings.h"
#include "attend/tokenizers/tokenizer_config.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* pieces_file = "vocab.txt";
constexpr const char* json_file = "tokenizer.json";
// Transformers' class that makes tokenizer.json anew, and the one that takes it as it is.
constexpr const char* bert_class = "BertTokenizer";
constexpr const char* any_class = "PreTrainedTokenizerFast";

/// A piece a line; the number of the line, from 0, is its id.
Vocabulary read_pieces(const fs::path& path) {
  const std::string text = read_file(path);
  std::vector<std::string> pieces;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    pieces.emplace_back(line);
  }
  if (pieces.back().empty()) pieces.pop_back();  // the end of the last line
  return Vocabulary(std::move(pieces), path.string());
}

[[noreturn]] void wrong_type(const fs::path& file, const std::string& key, const Json& found,
                             const char* expected) {
  throw Error({.operation = "opening a tokenizer",
               .where = file.string(),
               .found = '"' + key + "\": " + found.dump(),
               .expected = expected});
}

/// Takes over what tokenizer_config.json says; keys that are absent or null change nothing.
class ConfigReader {
 public:
  ConfigReader(const Json& config, fs::path file) : config_(config), file_(std::move(file)) {}

  void read(WordPieceSettings& settings) const {
    settings.text.lowercase = flag("do_lower_case").value_or(settings.text.lowercase);
    settings.text.separate_ideographs =
        flag("tokenize_chinese_chars").value_or(settings.text.separate_ideographs);
    if (const auto strips = flag("strip_accents")) settings.text.strip_accents = strips;
    WordPieceSymbols& symbols = settings.symbols;
    read_symbol("pad_token", symbols.pad);
    read_symbol("unk_token", symbols.unk);
    read_symbol("cls_token", symbols.cls);
    read_symbol("sep_token", symbols.sep);
    read_symbol("mask_token", symbols.mask);
  }

 private:
  std::optional<bool> flag(const std::string& key) const {
    const auto found = config_.find(key);
    if (found == config_.end() || found->is_null()) return std::nullopt;
    if (!found->is_boolean()) wrong_type(file_, key, *found, "true or false");
    return found->get<bool>();
  }

  // A symbol is its text, or an object that holds it.
  void read_symbol(const std::string& key, std::string& symbol) const {
    const auto found = config_.find(key);
    if (found == config_.end() || found->is_null()) return;
    const Json text = found->is_object() ? found->value("content", Json(nullptr)) : *found;
    if (!text.is_string()) wrong_type(file_, key, *found, "the text of a symbol");
    symbol = text.get<std::string>();
  }

  const Json& config_;
  fs::path file_;
};

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

bool has_wordpiece_files(const fs::path& folder) {
  return fs::exists(folder / pieces_file) || fs::exists(folder / json_file);
}

std::shared_ptr<const WordPieceTokenizer> open_wordpiece(const fs::path& folder) {
  const bool has_json = fs::exists(folder / json_file);
  const fs::path file = folder / (has_json ? json_file : pieces_file);
  WordPieceJson read = has_json ? read_wordpiece_json(file) : WordPieceJson{read_pieces(file), {}};
  if (const fs::path config = folder / tokenizer_config_file; fs::exists(config)) {
    ConfigReader(read_tokenizer_config(folder), config).read(read.settings);
  }
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
