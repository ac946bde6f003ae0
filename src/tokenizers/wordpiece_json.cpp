#include "wordpiece_json.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "attend/core/json_fields.h"

namespace attend {
namespace {

using Entries = std::vector<Vocabulary::Entry>;

void expect_text(const JsonFields& fields, const std::string& key, const std::string& value) {
  if (fields.text(key, "") != value) fields.fail(key, '"' + value + '"');
}

/// That a switch, where it is there, has the only value that is read.
void expect_flag(const JsonFields& fields, const std::string& key, bool value) {
  if (fields.flag(key, value) != value) fields.fail(key, value ? "true" : "false");
}

void read_text_options(const JsonFields& normalizer, WordPieceTextOptions& options) {
  expect_text(normalizer, "type", "BertNormalizer");
  expect_flag(normalizer, "clean_text", true);
  options.lowercase = normalizer.flag("lowercase", true);
  options.separate_ideographs = normalizer.flag("handle_chinese_chars", true);
  if (normalizer.has("strip_accents")) options.strip_accents = normalizer.flag("strip_accents");
}

// What cuts a text into words: white space and punctuation marks, or white space alone.
constexpr const char* bert_splitter = "BertPreTokenizer";
constexpr const char* space_splitter = "WhitespaceSplit";

void read_pre_tokenizer(const JsonFields& section, WordPieceTextOptions& options) {
  options.separate_punctuation = section.text("type", "") != space_splitter;
  if (options.separate_punctuation) expect_text(section, "type", bert_splitter);
}

void read_model(const JsonFields& model, WordPieceSettings& settings) {
  expect_text(model, "type", "WordPiece");
  settings.symbols.unk = model.text("unk_token", settings.symbols.unk);
  settings.continuation = model.text("continuing_subword_prefix", settings.continuation);
  settings.max_word_characters = model.integer("max_input_chars_per_word", 0, settings.max_word_characters);
  if (settings.continuation.empty()) model.fail("continuing_subword_prefix", "\"##\"");
}

Entries read_vocabulary(const JsonFields& model) {
  const Json& ids = model.value("vocab");
  const auto is_id = [](const Json& id) { return id.is_number_unsigned(); };
  if (!ids.is_object() || ids.empty() || !std::all_of(ids.begin(), ids.end(), is_id))
    model.refuse("something else than ids in \"vocab\"", "\"vocab\": {piece: id}");
  Entries entries;
  for (const auto& [piece, id] : ids.items()) entries.emplace_back(piece, id.get<int64_t>());
  return entries;
}

AddedToken read_added_token(const JsonFields& token) {
  expect_flag(token, "normalized", false);
  expect_flag(token, "single_word", false);
  AddedToken result{.text = token.text("content"),
                    .id = token.integer("id", 0),
                    .takes_space_before = token.flag("lstrip", false),
                    .takes_space_after = token.flag("rstrip", false)};
  if (result.text.empty()) token.fail("content", "the token's text");
  return result;
}

/// Adds the tokens that the vocabulary does not have to it; those that it has must have its ids.
void add_to_vocabulary(const std::vector<AddedToken>& tokens, const JsonFields& root, Entries& entries) {
  const auto known = static_cast<std::ptrdiff_t>(entries.size());
  for (const AddedToken& token : tokens) {
    const auto end = entries.begin() + known;
    const auto entry =
        std::find_if(entries.begin(), end, [&](const auto& e) { return e.first == token.text; });
    if (entry == end) {
      entries.emplace_back(token.text, token.id);
    } else if (entry->second != token.id) {
      root.refuse("\"" + token.text + "\" with id " + std::to_string(token.id) + " in \"added_tokens\"",
                  std::to_string(entry->second) + ", as in \"vocab\"");
    }
  }
}

Json symbol(const std::string& text, int type) {
  return {{"SpecialToken", {{"id", text}, {"type_id", type}}}};
}

Json sequence(const char* name, int type) { return {{"Sequence", {{"id", name}, {"type_id", type}}}}; }

Json post_processor(const WordPieceTokenizer& tokenizer) {
  const auto& [pad, unk, cls, sep, mask] = tokenizer.settings().symbols;
  const auto described = [&](const std::string& text) -> Json {
    return {{"id", text}, {"ids", {*tokenizer.id(text)}}, {"tokens", {text}}};
  };
  return {{"type", "TemplateProcessing"},
          {"single", {symbol(cls, 0), sequence("A", 0), symbol(sep, 0)}},
          {"pair", {symbol(cls, 0), sequence("A", 0), symbol(sep, 0), sequence("B", 1), symbol(sep, 1)}},
          {"special_tokens", {{cls, described(cls)}, {sep, described(sep)}}}};
}

Json added_tokens(const WordPieceTokenizer& tokenizer) {
  Json list = Json::array();
  for (const AddedToken& token : tokenizer.added_tokens()) {
    list.push_back({{"id", token.id},
                    {"content", token.text},
                    {"single_word", false},
                    {"lstrip", token.takes_space_before},
                    {"rstrip", token.takes_space_after},
                    {"normalized", false},
                    {"special", true}});
  }
  return list;
}

Json normalizer(const WordPieceTextOptions& options) {
  return {{"type", "BertNormalizer"},
          {"clean_text", true},
          {"handle_chinese_chars", options.separate_ideographs},
          {"strip_accents", options.strip_accents ? Json(*options.strip_accents) : Json(nullptr)},
          {"lowercase", options.lowercase}};
}

}  // namespace

WordPieceJson read_wordpiece_json(const std::filesystem::path& path) {
  const Json json = read_json(path);
  const JsonFields root(json, {.operation = "reading a tokenizer",
                               .where = path.string(),
                               .hint = "only BERT's WordPiece tokenizers are read from tokenizer.json"});
  WordPieceSettings settings;
  read_text_options(root.section("normalizer"), settings.text);
  read_pre_tokenizer(root.section("pre_tokenizer"), settings.text);
  const auto model = root.section("model");
  read_model(model, settings);
  if (root.has("added_tokens")) {
    for (const auto& token : root.list("added_tokens")) settings.added.push_back(read_added_token(token));
  }
  Entries entries = read_vocabulary(model);
  add_to_vocabulary(settings.added, root, entries);
  return {Vocabulary::of(std::move(entries), path.string()), std::move(settings)};
}

std::string write_wordpiece_json(const WordPieceTokenizer& tokenizer) {
  const WordPieceSettings& settings = tokenizer.settings();
  const Json head = {
      {"version", "1.0"},
      {"truncation", nullptr},
      {"padding", nullptr},
      {"added_tokens", added_tokens(tokenizer)},
      {"normalizer", normalizer(settings.text)},
      {"pre_tokenizer", {{"type", settings.text.separate_punctuation ? bert_splitter : space_splitter}}},
      {"post_processor", post_processor(tokenizer)},
      {"decoder", {{"type", "WordPiece"}, {"prefix", settings.continuation}, {"cleanup", true}}}};
  const Json model = {{"type", "WordPiece"},
                      {"unk_token", settings.symbols.unk},
                      {"continuing_subword_prefix", settings.continuation},
                      {"max_input_chars_per_word", settings.max_word_characters}};
  // The vocabulary as text: to add a key to a Json takes time linear in the number of its keys.
  const auto open = [](const Json& object) {
    const std::string text = object.dump(2);
    return text.substr(0, text.rfind('\n'));
  };
  return open(head) + ",\n  \"model\": " + open(model) + ",\n\"vocab\": " + tokenizer.vocabulary().to_json() +
         "}\n}\n";
}

}  // namespace attend
