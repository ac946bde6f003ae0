#include "wordpiece_json.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/file.h"

namespace attend {
namespace {

using Entries = std::vector<Vocabulary::Entry>;

[[noreturn]] void fail(const std::string& where, std::string found, std::string expected) {
  throw Error({.operation = "reading a tokenizer",
               .where = where,
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = "only BERT's WordPiece tokenizers are read from tokenizer.json"});
}

/// Keeps the vocabulary out of the Json, whose objects take time quadratic in their size.
class VocabularyFilter {
 public:
  explicit VocabularyFilter(std::string file) : file_(std::move(file)) {}

  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    using Event = Json::parse_event_t;
    if (event == Event::key && depth <= 2) {
      path_[depth - 1] = value.get<std::string>();
      return true;
    }
    const bool is_inside = depth == 3 && path_[0] == "model" && path_[1] == "vocab";
    if (!is_inside) return true;
    if (event == Event::key) {
      entries_.emplace_back(value.get<std::string>(), -1);
    } else if (event == Event::value && value.is_number_unsigned() && !entries_.empty()) {
      entries_.back().second = value.get<int64_t>();
    } else {
      fail(file_, "something else than ids in \"vocab\"", "\"model\": {\"vocab\": {piece: id}}");
    }
    return false;
  }

  Entries take() { return std::move(entries_); }

 private:
  std::string file_;
  std::string path_[2];
  Entries entries_;
};

Json parse(const std::string& text, const std::string& file, VocabularyFilter& filter) {
  try {
    return Json::parse(text, [&filter](int depth, Json::parse_event_t event, Json& value) {
      return filter(depth, event, value);
    });
  } catch (const Json::parse_error& error) {
    const auto bytes = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bytes), '\n');
    throw Error({.operation = "reading a tokenizer",
                 .where = fmt::format("{}, line {}", file, line),
                 .found = "a mistake in the JSON",
                 .hint = "the file may be cut off"});
  }
}

/// The values of one object of the file. Keys that are absent have their default.
class Section {
 public:
  Section(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) fail(where_, json_.dump(), "an object");
  }

  Section section(const std::string& key) const {
    return {json_.value(key, Json(nullptr)), where_ + ", \"" + key + '"'};
  }
  template <class T>
  T get(const std::string& key, T value, bool (Json::*is_type)() const noexcept) const {
    const auto found = json_.find(key);
    if (found == json_.end() || found->is_null()) return value;
    if (!((*found).*is_type)()) fail(where_, '"' + key + "\": " + found->dump(), "a value of another type");
    return found->template get<T>();
  }
  bool flag(const std::string& key, bool value) const { return get(key, value, &Json::is_boolean); }
  std::string text(const std::string& key, std::string value = {}) const {
    return get(key, std::move(value), &Json::is_string);
  }
  int64_t number(const std::string& key, int64_t value) const {
    return get(key, value, &Json::is_number_integer);
  }
  Json list(const std::string& key) const {
    Json found = json_.value(key, Json::array());
    if (!found.is_array()) fail(where_, '"' + key + "\": " + found.dump(), "a list");
    return found;
  }
  bool has(const std::string& key) const { return json_.contains(key) && !json_[key].is_null(); }

  void expect_text(const std::string& key, const std::string& value) const {
    const std::string found = text(key);
    if (found != value) fail(where_, fmt::format("\"{}\": \"{}\"", key, found), '"' + value + '"');
  }
  /// That a switch, where it is there, has the only value that is read.
  void expect_flag(const std::string& key, bool value) const {
    if (flag(key, value) != value)
      fail(where_, fmt::format("\"{}\": {}", key, !value), fmt::format("{}", value));
  }
  const std::string& where() const { return where_; }

 private:
  const Json json_;
  std::string where_;
};

void read_text_options(const Section& normalizer, WordPieceTextOptions& options) {
  normalizer.expect_text("type", "BertNormalizer");
  normalizer.expect_flag("clean_text", true);
  options.lowercase = normalizer.flag("lowercase", true);
  options.separate_ideographs = normalizer.flag("handle_chinese_chars", true);
  if (normalizer.has("strip_accents")) options.strip_accents = normalizer.flag("strip_accents", true);
}

// What cuts a text into words: white space and punctuation marks, or white space alone.
constexpr const char* bert_splitter = "BertPreTokenizer";
constexpr const char* space_splitter = "WhitespaceSplit";

void read_pre_tokenizer(const Section& section, WordPieceTextOptions& options) {
  options.separate_punctuation = section.text("type") != space_splitter;
  if (options.separate_punctuation) section.expect_text("type", bert_splitter);
}

void read_model(const Section& model, WordPieceSettings& settings) {
  model.expect_text("type", "WordPiece");
  settings.symbols.unk = model.text("unk_token", settings.symbols.unk);
  settings.continuation = model.text("continuing_subword_prefix", settings.continuation);
  settings.max_word_characters = model.number("max_input_chars_per_word", settings.max_word_characters);
  if (settings.continuation.empty()) fail(model.where(), "an empty continuing_subword_prefix", "\"##\"");
}

AddedToken read_added_token(const Section& token) {
  token.expect_flag("normalized", false);
  token.expect_flag("single_word", false);
  const AddedToken result{.text = token.text("content"),
                          .id = token.number("id", -1),
                          .takes_space_before = token.flag("lstrip", false),
                          .takes_space_after = token.flag("rstrip", false)};
  if (result.text.empty() || result.id < 0) fail(token.where(), "no content or no id", "both");
  return result;
}

/// Adds the tokens that the vocabulary does not have to it.
void add_to_vocabulary(const std::vector<AddedToken>& tokens, Entries& entries) {
  const auto is_known = [known = entries.size(), &entries](const AddedToken& token) {
    return std::any_of(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(known),
                       [&](const auto& entry) { return entry.first == token.text; });
  };
  for (const AddedToken& token : tokens) {
    if (!is_known(token)) entries.emplace_back(token.text, token.id);
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
  const std::string file = path.string();
  VocabularyFilter filter(file);
  const Section root(parse(read_file(path), file, filter), file);
  WordPieceSettings settings;
  read_text_options(root.section("normalizer"), settings.text);
  read_pre_tokenizer(root.section("pre_tokenizer"), settings.text);
  read_model(root.section("model"), settings);
  for (const Json& token : root.list("added_tokens")) {
    settings.added.push_back(read_added_token(Section(token, file + ", \"added_tokens\"")));
  }
  Entries entries = filter.take();
  add_to_vocabulary(settings.added, entries);
  return {Vocabulary::of(std::move(entries), file), std::move(settings)};
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
  // The vocabulary as text, for the reason that reading keeps it out of the Json.
  const auto open = [](const Json& object) {
    const std::string text = object.dump(2);
    return text.substr(0, text.rfind('\n'));
  };
  return open(head) + ",\n  \"model\": " + open(model) + ",\n\"vocab\": " + tokenizer.vocabulary().to_json() +
         "}\n}\n";
}

}  // namespace attend
