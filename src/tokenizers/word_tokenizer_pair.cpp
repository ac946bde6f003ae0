#include "attend/tokenizers/word_tokenizer_pair.h"

#include <utility>

#include "attend/tokenizers/tokenizer_config.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

// The names Hugging Face gives to a tokenizer's vocabularies.
constexpr const char* source_words_file = "vocab.json";
constexpr const char* target_words_file = "target_vocab.json";

LetterCase read_letter_case(const JsonFields& config) {
  return config.flag("do_lower_case", false) ? LetterCase::lower : LetterCase::keep;
}

}  // namespace

WordTokenizerPair::WordTokenizerPair(WordSide source, WordSide target, LanguagePair languages)
    : TokenizerPair(source, target, std::move(languages)),
      source_words_(std::move(source)),
      target_words_(std::move(target)) {}

std::unique_ptr<TokenizerPair> WordTokenizerPair::open(const fs::path& folder, const Json& json) {
  const auto config = tokenizer_fields(json, folder);
  const auto load = [&](const char* name) {
    const fs::path path = folder / name;
    return std::make_shared<const WordTokenizer>(Vocabulary::load(path), read_letter_case(config),
                                                 path.string());
  };
  const WordSide source = load(source_words_file);
  const WordSide target = has_separate_vocabularies(config) ? load(target_words_file) : source;
  return std::make_unique<WordTokenizerPair>(source, target, read_languages(config));
}

void WordTokenizerPair::save(const fs::path& folder, int64_t max_length) const {
  source_words_->vocabulary().save(folder / source_words_file);
  if (!shared_vocabulary()) target_words_->vocabulary().save(folder / target_words_file);
  Json config = make_tokenizer_config(class_name, languages(), max_length);
  config["do_lower_case"] = source_words_->letters() == LetterCase::lower;
  config["separate_vocabs"] = !shared_vocabulary();
  write_tokenizer_config(folder, config);
}

}  // namespace attend
