#include "attend/tokenizers/tokenizer_pair.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"
#include "attend/tokenizers/marian_tokenizer_pair.h"
#include "attend/tokenizers/tokenizer_config.h"
#include "attend/tokenizers/word_tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_files.h"
#include "attend/tokenizers/wordpiece_tokenizer_pair.h"

namespace attend {
namespace {

struct Kind {
  std::string_view class_name;
  std::unique_ptr<TokenizerPair> (*open)(const std::filesystem::path& folder, const Json& config);
};

constexpr std::array kinds = {Kind{MarianTokenizerPair::class_name, MarianTokenizerPair::open},
                              Kind{WordTokenizerPair::class_name, WordTokenizerPair::open},
                              Kind{"BertTokenizer", WordPieceTokenizerPair::open},
                              Kind{"BertTokenizerFast", WordPieceTokenizerPair::open},
                              Kind{"PreTrainedTokenizerFast", WordPieceTokenizerPair::open}};

/// What older folders are that name no class.
Json likely_class(const std::filesystem::path& folder) {
  return find_wordpiece_file(folder) ? "BertTokenizer" : MarianTokenizerPair::class_name;
}

[[noreturn]] void unknown_class(const std::filesystem::path& file, const Json& found) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) names.emplace_back(kind.class_name);
  throw Error({.operation = "opening a tokenizer",
               .where = file.string(),
               .found = "\"tokenizer_class\": " + found.dump(),
               .expected = "one of " + join(names, ", "),
               .hint = "this folder may hold a model of another task"});
}

}  // namespace

TokenizerPair::TokenizerPair(Side source, Side target, LanguagePair languages)
    : source_(std::move(source)), target_(std::move(target)), languages_(std::move(languages)) {}

uint64_t TokenizerPair::fingerprint() const {
  return Hasher().add(source_->fingerprint()).add(target_->fingerprint()).value();
}

std::unique_ptr<TokenizerPair> open_tokenizers(const std::filesystem::path& folder) {
  const bool has_config = std::filesystem::exists(folder / tokenizer_config_file);
  if (!has_config && find_wordpiece_file(folder)) return WordPieceTokenizerPair::open(folder, {});
  const Json config = read_tokenizer_config(folder);
  const Json name = config.value("tokenizer_class", likely_class(folder));
  for (const Kind& kind : kinds) {
    if (name == kind.class_name) return kind.open(folder, config);
  }
  unknown_class(folder / tokenizer_config_file, name);
}

}  // namespace attend
