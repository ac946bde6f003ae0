#include "attend/tokenizers/sentencepiece_trainer.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sentencepiece_trainer.h>
#include <utf8proc.h>

#include "attend/core/error.h"
#include "attend/core/names.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr const char* operation = "training a SentencePiece model";
constexpr size_t max_line_bytes = 4192;

/// Gives the library our lines, each of which is freed once it has passed.
class Lines final : public sentencepiece::SentenceIterator {
 public:
  explicit Lines(std::vector<std::string> lines) : lines_(std::move(lines)) {}

  bool done() const override { return next_ == lines_.size(); }
  void Next() override { std::string().swap(lines_[next_++]); }
  const std::string& value() const override { return lines_[next_]; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  std::vector<std::string> lines_;
  size_t next_ = 0;
};

/// The number after `words` in `message`; empty where `words` are not in it.
std::string number_after(const std::string& message, const std::string& words) {
  const size_t found = message.find(words);
  if (found == std::string::npos) return "";
  const size_t begin = found + words.size();
  return message.substr(begin, message.find_first_not_of("0123456789", begin) - begin);
}

/// Whether the library learns anything from `line`: it skips long ones and those with its mark for unknown
/// characters, and normalisation may remove whatever is not a letter or a number.
bool teaches(std::string_view line) {
  if (line.size() > max_line_bytes || line.find("\u2585") != std::string_view::npos) return false;
  for (size_t offset = 0; offset < line.size();) {
    const auto point = static_cast<utf8proc_int32_t>(next_code_point(line, offset));
    const char category = utf8proc_category_string(point)[0];
    if (category == 'L' || category == 'N') return true;
  }
  return false;
}

/// The library ends the process where it finds no character to learn from, so this is found before.
void require_text(const std::vector<std::string>& lines) {
  if (std::any_of(lines.begin(), lines.end(), teaches)) return;
  throw UsageError({.operation = operation,
                    .where = "the training text",
                    .found = fmt::format("{} lines without a letter or number", lines.size()),
                    .expected = fmt::format("text in lines of at most {} bytes", max_line_bytes)});
}

/// Turns what the library says into what a user can do.
[[noreturn]] void fail(const SentencePieceOptions& options, size_t lines, const std::string& message) {
  ErrorParts parts{.operation = operation,
                   .where = "tokenizer.vocab_size",
                   .found = fmt::format("{} with {} lines of text", options.vocab_size, lines)};
  const std::string most = number_after(message, "value <= ");
  const std::string least = number_after(message, fmt::format("required_chars. {} vs ", options.vocab_size));
  if (!most.empty()) {
    parts.expected = fmt::format("at most {}: this text has no more pieces", most);
    parts.hint = "lower it, or train on more text";
  } else if (!least.empty()) {
    parts.expected = fmt::format("at least {}: every character needs a piece", least);
    parts.hint = "raise it, or lower tokenizer.character_coverage";
  } else {
    parts.hint = "SentencePiece says: " + message;
  }
  throw UsageError(std::move(parts));
}

}  // namespace

std::string train_sentencepiece(const SentencePieceOptions& options, const LineSource& source) {
  std::vector<std::string> sample = sample_lines(source, static_cast<size_t>(options.training_lines));
  require_text(sample);
  const size_t count = sample.size();
  Lines lines(std::move(sample));
  const std::unordered_map<std::string, std::string> arguments = {
      {"model_type", std::string(name_of(options.algorithm))},
      {"vocab_size", std::to_string(options.vocab_size)},
      {"character_coverage", fmt::format("{}", options.character_coverage)},
      {"normalization_rule_name", std::string(name_of(options.normalization))},
      {"max_sentence_length", std::to_string(max_line_bytes)},
      {"eos_id", "0"},
      {"unk_id", "1"},
      {"bos_id", "-1"},
      {"pad_id", "-1"},
      // The unigram model's sums depend on the number of threads, and more than one gained no time.
      {"num_threads", "1"},
      // Errors come back as a status; the rest of the library's log is not for users.
      {"minloglevel", "2"},
  };
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &lines, &model);
  if (!status.ok()) fail(options, count, status.message());
  return model;
}

}  // namespace attend
