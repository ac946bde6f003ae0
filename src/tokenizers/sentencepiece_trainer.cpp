#include "attend/tokenizers/sentencepiece_trainer.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <sentencepiece_trainer.h>

#include "attend/core/error.h"

namespace attend {
namespace {

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

template <class E>
std::string name_of(E value) {
  const auto names = enum_names(value);
  const auto entry =
      std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == value; });
  return std::string(entry->second);
}

/// The number after `words` in `message`; empty where `words` are not in it.
std::string number_after(const std::string& message, const std::string& words) {
  const size_t found = message.find(words);
  if (found == std::string::npos) return "";
  const size_t begin = found + words.size();
  return message.substr(begin, message.find_first_not_of("0123456789", begin) - begin);
}

[[noreturn]] void fail(const SentencePieceOptions& options, size_t lines, const std::string& message) {
  ErrorParts parts{.operation = "training a SentencePiece model",
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
    parts.where.clear();
    parts.expected = "text to learn from: lines of at most 4192 bytes that are not empty";
    parts.hint = "SentencePiece says: " + message;
  }
  throw UsageError(std::move(parts));
}

}  // namespace

std::string train_sentencepiece(const SentencePieceOptions& options, const LineSource& source) {
  std::vector<std::string> sample = sample_lines(source, static_cast<size_t>(options.training_lines));
  const size_t count = sample.size();
  Lines lines(std::move(sample));
  const std::unordered_map<std::string, std::string> arguments = {
      {"model_type", name_of(options.algorithm)},
      {"vocab_size", std::to_string(options.vocab_size)},
      {"character_coverage", fmt::format("{}", options.character_coverage)},
      {"normalization_rule_name", name_of(options.normalization)},
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
