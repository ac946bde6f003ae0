#include "attend/data/tagged_words.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "attend/core/strings.h"
#include "attend/data/conll_reader.h"
#include "attend/data/word_sequences.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same inputs give other examples.
constexpr uint64_t tagging_version = 1;

/// Calls `visit(file, sentence)` for each sentence that is used.
template <class Visit>
void each_sentence(const ExampleFiles& files, Visit&& visit) {
  int64_t index = 0;
  for (const auto& file : files.files) {
    for (const auto& sentence : read_conll(file)) {
      if (files.uses(index++)) visit(file, sentence);
    }
  }
}

class TagWriter {
 public:
  TagWriter(const WordPieceTokenizer& tokenizer, int64_t max_length, TokenStoreWriter& writer)
      : tokenizer_(tokenizer), max_length_(max_length), writer_(writer) {}

  void add(const std::filesystem::path& file, const TaggedSentence& sentence) {
    const auto words = encode_words(tokenizer_, sentence.tokens);
    size_t word = 0;
    for (const auto& [ids, places] : cut_words(words, tokenizer_.special(), max_length_)) {
      std::vector<int32_t> tags(ids.size());
      for (const int32_t place : places) {
        const auto where =
            fmt::format("{}, line {}", file.string(), sentence.line + static_cast<int64_t>(word));
        tags[static_cast<size_t>(place)] = 1 + numbers_.number(sentence.tags[word++], where);
      }
      writer_.add({ids, tags, std::array{sentences_}});
    }
    ++sentences_;
  }
  Json notes() const { return {{"tags", to_json(numbers_.labels())}, {"sentences", sentences_}}; }

 private:
  const WordPieceTokenizer& tokenizer_;
  int64_t max_length_;
  TokenStoreWriter& writer_;
  LabelNumbers numbers_;
  int32_t sentences_ = 0;
};

}  // namespace

Schema<TaggedDataOptions> tagged_data_schema() {
  return example_data_schema<TaggedDataOptions>(
      "Sentences in CoNLL files: a word and its tag a line, an empty line between sentences.",
      "Longest sequence in ids, [CLS] and [SEP] counted; a longer sentence becomes several.");
}

TaggedWords load_tagged_words(const ExampleFiles& files, const TaggedDataOptions& options,
                              const WordPieceTokenizer& tokenizer, const TokenCache& cache) {
  Hasher key;
  key.add(tagging_version).add("tagged words").add(tokenizer.fingerprint());
  add_to(key, files, cache);
  key.add(static_cast<uint64_t>(options.max_length));
  auto entry = cache.open(key.value(), /*columns=*/3, [&](TokenStoreWriter& writer) {
    TagWriter tags(tokenizer, options.max_length, writer);
    each_sentence(files, [&](const auto& file, const auto& sentence) { tags.add(file, sentence); });
    return tags.notes();
  });
  require_examples(entry.store, files, "sentence");
  auto tags = written_labels_from_json(entry.store.notes().at("tags"));
  const auto sentences = entry.store.notes().at("sentences").get<int64_t>();
  return {std::move(entry.store), std::move(tags), sentences, entry.reused};
}

LineSource texts_of(const ExampleFiles& files, const TaggedDataOptions&) {
  std::vector<std::string> lines;
  each_sentence(files,
                [&](const auto&, const auto& sentence) { lines.push_back(join(sentence.tokens, " ")); });
  return kept_lines(std::move(lines));
}

}  // namespace attend
