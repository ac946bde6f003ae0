#include "attend/tokenizers/marian_tokenizer_pair.h"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/tokenizers/tokenizer_config.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

constexpr const char* source_model_file = "source.spm";
constexpr const char* target_model_file = "target.spm";
constexpr const char* table_file = "vocab.json";

std::shared_ptr<const Vocabulary> merge(const SentencePieceModel& source, const SentencePieceModel& target) {
  std::vector<std::string> pieces;
  std::unordered_set<std::string_view> taken;
  for (const SentencePieceModel* model : {&source, &target}) {
    for (int id = 0; id < model->size(); ++id) {
      if (taken.insert(model->piece(id)).second) pieces.push_back(model->piece(id));
    }
  }
  pieces.emplace_back("<pad>");
  return std::make_shared<const Vocabulary>(std::move(pieces), "the pieces of the SentencePiece models");
}

}  // namespace

MarianTokenizerPair::MarianTokenizerPair(const Model& source, const Model& target, LanguagePair languages)
    : MarianTokenizerPair(source, target, merge(*source, *target), std::move(languages),
                          "the trained vocabulary") {}

MarianTokenizerPair::MarianTokenizerPair(const Model& source, const Model& target, Table table,
                                         LanguagePair languages, const std::string& origin)
    : TokenizerPair(std::make_shared<const MarianTokenizer>(source, table, origin),
                    std::make_shared<const MarianTokenizer>(target, table, origin), std::move(languages)),
      source_model_(source),
      target_model_(target),
      table_(std::move(table)) {}

std::unique_ptr<TokenizerPair> MarianTokenizerPair::open(const fs::path& folder, const Json& json) {
  const auto config = tokenizer_fields(json, folder);
  if (has_separate_vocabularies(config)) {
    throw Error({.operation = "opening a Marian tokenizer",
                 .where = (folder / tokenizer_config_file).string(),
                 .found = "\"separate_vocabs\": true",
                 .expected = "one vocab.json for both sides"});
  }
  const auto load = [&](const char* name) {
    const fs::path path = folder / name;
    return std::make_shared<const SentencePieceModel>(read_file(path), path.string());
  };
  const Model source = load(source_model_file);
  const Model target = load(target_model_file);
  const fs::path table = folder / table_file;
  return std::unique_ptr<TokenizerPair>(
      new MarianTokenizerPair(source, target, std::make_shared<const Vocabulary>(Vocabulary::load(table)),
                              read_languages(config), table.string()));
}

void MarianTokenizerPair::save(const fs::path& folder, int64_t max_length) const {
  write_file(folder / source_model_file, source_model_->bytes());
  write_file(folder / target_model_file, target_model_->bytes());
  table_->save(folder / table_file);
  Json config = make_tokenizer_config(class_name, languages(), max_length);
  config["unk_token"] = "<unk>";
  config["eos_token"] = "</s>";
  config["pad_token"] = "<pad>";
  config["separate_vocabs"] = false;
  config["split_special_tokens"] = true;  // else a literal </s> in a text would be the end symbol
  write_tokenizer_config(folder, config);
}

}  // namespace attend
