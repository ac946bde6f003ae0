#include "attend/tokenizers/tokenizer_config.h"

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

Json language_or_null(const std::string& language) {
  return language.empty() ? Json(nullptr) : Json(language);
}

}  // namespace

Json read_tokenizer_config(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / tokenizer_config_file;
  Json config = read_json(file);
  if (!config.is_object()) {
    throw Error({.operation = "opening a tokenizer",
                 .where = file.string(),
                 .found = std::string("JSON of type ") + config.type_name(),
                 .expected = "an object"});
  }
  return config;
}

JsonFields tokenizer_fields(const Json& config, const std::filesystem::path& folder) {
  return {config, {.operation = "opening a tokenizer", .where = (folder / tokenizer_config_file).string()}};
}

void write_tokenizer_config(const std::filesystem::path& folder, const Json& config) {
  write_file(folder / tokenizer_config_file, config.dump(2) + "\n");
}

Json make_tokenizer_config(const std::string& class_name, const LanguagePair& languages, int64_t max_length) {
  return {{"tokenizer_class", class_name},
          {"source_lang", language_or_null(languages.source)},
          {"target_lang", language_or_null(languages.target)},
          {"model_max_length", max_length}};
}

LanguagePair read_languages(const JsonFields& config) {
  return {config.text("source_lang", ""), config.text("target_lang", "")};
}

bool has_separate_vocabularies(const JsonFields& config) { return config.flag("separate_vocabs", false); }

}  // namespace attend
