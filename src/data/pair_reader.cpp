#include "attend/data/pair_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/data/line_reader.h"

namespace attend {

namespace {

using Paths = std::vector<std::filesystem::path>;

constexpr const char* reading_pairs = "reading sentence pairs";

void refuse_if_empty(const LineReader& reader) {
  if (reader.line_number() > 0) return;
  throw Error({.operation = reading_pairs,
               .where = reader.path().string(),
               .found = "an empty file",
               .expected = "a sentence per line"});
}

// Reads the rest of a file for the number of its lines.
int64_t count_lines(LineReader& reader) {
  while (reader.next()) continue;
  return reader.line_number();
}

class TwoFileReader final : public PairReader {
 public:
  TwoFileReader(Paths sources, Paths targets)
      : source_paths_(std::move(sources)), target_paths_(std::move(targets)) {
    if (source_paths_.size() == target_paths_.size()) return;
    throw UsageError(
        {.operation = reading_pairs,
         .found = fmt::format("{} source and {} target files", source_paths_.size(), target_paths_.size()),
         .expected = "as many of one as of the other"});
  }

  std::optional<TextPair> next() override {
    while (true) {
      if (!source_) {
        if (files_ == source_paths_.size()) return std::nullopt;
        source_.emplace(source_paths_[files_]);
        target_.emplace(target_paths_[files_]);
        ++files_;
      }
      const auto source = source_->next();
      const auto target = target_->next();
      if (source && target) return TextPair{*source, *target};
      finish_files();
    }
  }

  std::string where() const override {
    return fmt::format("{} and {}, line {}", source_->path().string(), target_->path().string(),
                       source_->line_number());
  }

 private:
  // At least one of the files is at its end; both must be.
  void finish_files() {
    const int64_t sources = count_lines(*source_), targets = count_lines(*target_);
    refuse_if_empty(*source_);
    refuse_if_empty(*target_);
    if (sources != targets) {
      throw Error({.operation = reading_pairs,
                   .where = fmt::format("{} and {}", source_->path().string(), target_->path().string()),
                   .found = fmt::format("{} lines and {} lines", sources, targets),
                   .expected = "line n of one to be the translation of line n of the other"});
    }
    source_.reset();
    target_.reset();
  }

  Paths source_paths_, target_paths_;
  std::optional<LineReader> source_, target_;
  size_t files_ = 0;  // opened so far
};

class TabSeparatedReader final : public PairReader {
 public:
  explicit TabSeparatedReader(const ParallelFiles& files) : files_(files) {}

  std::optional<TextPair> next() override {
    while (true) {
      if (!lines_) {
        if (opened_ == files_.tsv.size()) return std::nullopt;
        lines_.emplace(files_.tsv[opened_++]);
      }
      const auto line = lines_->next();
      if (!line) {
        refuse_if_empty(*lines_);
        lines_.reset();
        continue;
      }
      if (const auto pair = fields_of(*line)) return pair;
      ++dropped_;
    }
  }

  std::string where() const override { return lines_->where(); }
  int64_t dropped() const override { return dropped_; }

 private:
  std::optional<TextPair> fields_of(std::string_view line) const {
    const auto fields = split(line, '\t');
    const auto needed = static_cast<size_t>(std::max(files_.source_column, files_.target_column));
    if (fields.size() >= needed) {
      return TextPair{fields[static_cast<size_t>(files_.source_column) - 1],
                      fields[static_cast<size_t>(files_.target_column) - 1]};
    }
    if (files_.short_lines == ShortLines::drop) return std::nullopt;
    throw Error(
        {.operation = reading_pairs,
         .where = where(),
         .found = fmt::format("{} tab-separated field{}", fields.size(), fields.size() == 1 ? "" : "s"),
         .expected = fmt::format("at least {}", needed),
         .hint = R"(check source_column and target_column; "short_lines": "drop" leaves such lines out)"});
  }

  ParallelFiles files_;
  std::optional<LineReader> lines_;
  size_t opened_ = 0;
  int64_t dropped_ = 0;
};

// Some consecutive pairs of another reader.
class PartReader final : public PairReader {
 public:
  PartReader(std::unique_ptr<PairReader> reader, const ParallelFiles& files)
      : reader_(std::move(reader)),
        file_(files.paths().front().string()),
        skip_(files.skip),
        left_(files.limit == 0 ? -1 : files.limit) {}

  std::optional<TextPair> next() override {
    const int64_t skipped = std::exchange(skip_, 0);
    for (int64_t i = 0; i < skipped; ++i) {
      if (!reader_->next()) refuse_skip(skipped, i);
    }
    if (left_ == 0) return std::nullopt;
    --left_;
    auto pair = reader_->next();
    if (!pair && skipped > 0) refuse_skip(skipped, skipped);
    return pair;
  }
  std::string where() const override { return reader_->where(); }
  int64_t dropped() const override { return reader_->dropped(); }

 private:
  // Nothing to read is never what was meant.
  [[noreturn]] void refuse_skip(int64_t skip, int64_t pairs) const {
    throw Error({.operation = reading_pairs,
                 .where = file_,
                 .found = fmt::format("{} pairs, of which a skip of {} leaves none", pairs, skip),
                 .expected = "at least one pair behind those left out",
                 .hint = "lower data.train.skip, or data.validation.skip if the file is of the validation"});
  }

  std::unique_ptr<PairReader> reader_;
  std::string file_;  // the first; the reader is nowhere any more when it has read all
  int64_t skip_;
  int64_t left_;  // negative: without end
};

}  // namespace

std::unique_ptr<PairReader> open_pairs(const ParallelFiles& files) {
  std::unique_ptr<PairReader> reader;
  if (files.tsv.empty()) {
    reader = std::make_unique<TwoFileReader>(files.source, files.target);
  } else {
    reader = std::make_unique<TabSeparatedReader>(files);
  }
  if (files.skip == 0 && files.limit == 0) return reader;
  return std::make_unique<PartReader>(std::move(reader), files);
}

}  // namespace attend
