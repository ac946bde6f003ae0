#include "attend/data/labelled_texts.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "attend/core/threads.h"
#include "attend/data/text_sequences.h"

namespace attend {
namespace {

// Part of every key; to be raised when the same inputs give other examples.
constexpr uint64_t labelling_version = 1;
constexpr size_t window_rows = size_t{1} << 14;

/// The rows of all files that are used, one after the other.
class Rows {
 public:
  Rows(const ExampleFiles& files, const TableDataOptions& options)
      : files_(files), options_(options), columns_(options.columns.names()) {}

  const TableRow* next() {
    while (!files_.is_past_end(read_)) {
      if (!reader_) {
        if (opened_ == files_.files.size()) return nullptr;
        reader_ = open_table({files_.files[opened_++], options_.format, options_.header}, columns_);
      }
      const TableRow* row = reader_->next();
      if (!row) {
        reader_.reset();
      } else if (files_.uses(read_++)) {
        return row;
      }
    }
    return nullptr;
  }
  std::string where() const { return reader_->where(); }

 private:
  const ExampleFiles& files_;
  const TableDataOptions& options_;
  std::vector<std::string> columns_;
  std::unique_ptr<TableReader> reader_;
  size_t opened_ = 0;
  int64_t read_ = 0;
};

// Rows that are encoded together, by several threads.
struct RowWindow {
  std::vector<std::string> texts, pairs;
  std::vector<int32_t> labels;

  /// The next rows; false after the last.
  bool read(Rows& rows, bool has_pairs, LabelNumbers& numbers) {
    texts.clear();
    pairs.clear();
    labels.clear();
    while (texts.size() < window_rows) {
      const TableRow* row = rows.next();
      if (!row) break;
      texts.push_back(row->front());
      if (has_pairs) pairs.push_back((*row)[1]);
      labels.push_back(numbers.number(row->back(), rows.where()));
    }
    return !texts.empty();
  }
};

Json encode_rows(const ExampleFiles& files, const TableDataOptions& options,
                 const WordPieceTokenizer& tokenizer, TokenStoreWriter& writer) {
  const SequenceLimits limits{options.max_length, thread_limit()};
  Rows rows(files, options);
  LabelNumbers numbers;
  int64_t truncated = 0;
  for (RowWindow window; window.read(rows, options.columns.text_pair.has_value(), numbers);) {
    const auto sequences = encode_texts(tokenizer, window.texts, window.pairs, limits);
    for (size_t i = 0; i < sequences.size(); ++i) {
      writer.add({sequences[i].ids, std::array{sequences[i].first, window.labels[i]}});
      truncated += sequences[i].truncated;
    }
  }
  return {{"labels", to_json(numbers.labels())}, {"truncated", truncated}};
}

uint64_t key_of_texts(const ExampleFiles& files, const TableDataOptions& options,
                      const WordPieceTokenizer& tokenizer, const TokenCache& cache) {
  Hasher hasher;
  hasher.add(labelling_version).add("labelled texts").add(tokenizer.fingerprint());
  add_to(hasher, files, cache);
  for (const auto& column : options.columns.names()) hasher.add(column);
  return hasher.add(static_cast<uint64_t>(options.format))
      .add(static_cast<uint64_t>(options.header))
      .add(static_cast<uint64_t>(options.max_length))
      .value();
}

}  // namespace

LabelledTexts load_labelled_texts(const ExampleFiles& files, const TableDataOptions& options,
                                  const WordPieceTokenizer& tokenizer, const TokenCache& cache) {
  auto entry =
      cache.open(key_of_texts(files, options, tokenizer, cache), /*columns=*/2,
                 [&](TokenStoreWriter& writer) { return encode_rows(files, options, tokenizer, writer); });
  require_examples(entry.store, files, "example");
  auto labels = written_labels_from_json(entry.store.notes().at("labels"));
  const auto truncated = entry.store.notes().at("truncated").get<int64_t>();
  return {std::move(entry.store), std::move(labels), truncated, entry.reused};
}

LineSource texts_of(const ExampleFiles& files, const TableDataOptions& options) {
  // Both texts of a row in turn; what is pending outlives the row that the reader forgets.
  struct Pending {
    Pending(const ExampleFiles& read, const TableDataOptions& how) : files(read), options(how) {}

    ExampleFiles files;
    TableDataOptions options;
    Rows rows{files, options};
    std::optional<std::string> pair;
  };
  return [pending = std::make_shared<Pending>(files, options)](std::string& line) {
    if (pending->pair) {
      line = *std::exchange(pending->pair, std::nullopt);
      return true;
    }
    const TableRow* row = pending->rows.next();
    if (!row) return false;
    line = row->front();
    if (pending->options.columns.text_pair) pending->pair = (*row)[1];
    return true;
  };
}

}  // namespace attend
