#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// Whose script is followed. They differ where a normalised answer has no words: v1 gives it no F1, v2 takes
/// two such answers for equal.
enum class SquadVersion { v1, v2 };

/// Scores from 0 to 1.
struct AnswerScore {
  double exact_match = 0;
  double f1 = 0;  ///< of the words
};

/// `text` in lower case, without ASCII punctuation and the articles a, an and the, with single spaces.
std::string normalize_answer(std::string_view text);

/// The best of the scores against each of `answers`. A question with no answer has none in the list, or empty
/// ones: then only an empty prediction is right. Text is well-formed UTF-8.
AnswerScore score_answer(std::string_view prediction, const std::vector<std::string>& answers,
                         SquadVersion version);

/// The means over questions, as the SQuAD evaluation scripts of version 1.1 and 2.0 give them.
class AnswerScores {
 public:
  explicit AnswerScores(SquadVersion version) : version_(version) {}

  void add(std::string_view prediction, const std::vector<std::string>& answers);
  void reset();

  int64_t size() const { return questions_; }
  /// In percent. Throws Error where no question was added.
  AnswerScore value() const;

 private:
  SquadVersion version_;
  AnswerScore sum_;
  int64_t questions_ = 0;
};

}  // namespace attend
