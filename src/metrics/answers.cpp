#include "attend/metrics/answers.h"

#include <algorithm>
#include <map>

#include <utf8proc.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/metrics/punctuation.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

using Words = std::vector<std::u32string>;

/// What a regular expression's \w matches in Python, but for the underscore, which is punctuation here.
bool is_word_character(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

/// `text` with a space in place of each article that stands between characters that are no word's.
std::u32string without_articles(std::u32string_view text) {
  std::u32string result;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && is_word_character(text[end])) ++end;
    const std::u32string_view run = text.substr(i, end - i);
    if (run.empty()) {
      result += text[i++];
      continue;
    }
    const bool is_article = run == U"a" || run == U"an" || run == U"the";
    result += is_article ? U" " : run;
    i = end;
  }
  return result;
}

Words answer_words(std::string_view text) {
  std::u32string lowered = lower(decode_utf8(text, "an answer"));
  std::erase_if(lowered, is_ascii_punctuation);
  const std::u32string kept = without_articles(lowered);
  Words words;
  for (const auto word : split_words(kept)) words.emplace_back(word);
  return words;
}

double word_f1(const Words& prediction, const Words& answer, SquadVersion version) {
  if (prediction.empty() || answer.empty()) {
    return version == SquadVersion::v2 && prediction == answer ? 1 : 0;
  }
  std::map<std::u32string_view, int64_t> left;
  for (const auto& word : answer) ++left[word];
  int64_t shared = 0;
  for (const auto& word : prediction) shared += left[word]-- > 0 ? 1 : 0;
  if (shared == 0) return 0;
  const double precision = static_cast<double>(shared) / static_cast<double>(prediction.size());
  const double recall = static_cast<double>(shared) / static_cast<double>(answer.size());
  return 2 * precision * recall / (precision + recall);
}

}  // namespace

std::string normalize_answer(std::string_view text) {
  std::string result;
  for (const auto& word : answer_words(text)) {
    if (!result.empty()) result += ' ';
    for (const char32_t point : word) append_utf8(result, point);
  }
  return result;
}

AnswerScore score_answer(std::string_view prediction, const std::vector<std::string>& answers,
                         SquadVersion version) {
  std::vector<Words> wanted;
  for (const auto& answer : answers) {
    Words words = answer_words(answer);
    if (version == SquadVersion::v1 || !words.empty()) wanted.push_back(std::move(words));
  }
  if (wanted.empty()) wanted.emplace_back();
  const Words given = answer_words(prediction);
  AnswerScore best;
  for (const Words& words : wanted) {
    best.exact_match = std::max(best.exact_match, given == words ? 1.0 : 0.0);
    best.f1 = std::max(best.f1, word_f1(given, words, version));
  }
  return best;
}

void AnswerScores::add(std::string_view prediction, const std::vector<std::string>& answers) {
  const AnswerScore score = score_answer(prediction, answers, version_);
  sum_ = {sum_.exact_match + score.exact_match, sum_.f1 + score.f1};
  ++questions_;
}

void AnswerScores::reset() {
  sum_ = {};
  questions_ = 0;
}

AnswerScore AnswerScores::value() const {
  if (questions_ == 0) {
    throw Error({.operation = "scoring answers", .found = "no questions", .expected = "one or more"});
  }
  const double scale = 100.0 / static_cast<double>(questions_);
  return {sum_.exact_match * scale, sum_.f1 * scale};
}

}  // namespace attend
