#include "attend/metrics/ter.h"

#include <algorithm>

#include <fmt/format.h>

#include "attend/metrics/punctuation.h"
#include "attend/metrics/translation_edits.h"
#include "attend/metrics/unicode_text.h"

namespace attend {
namespace {

bool is_punctuation(char32_t c) {
  return std::u32string_view(U".,?:;!\"()").find(c) != std::u32string_view::npos;
}

bool is_asian_punctuation(char32_t c) {
  static constexpr std::u32string_view single_marks =
      U"\u3001\u3002\u30fb\uff01\uff02\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f";
  return (c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301f) || (c >= 0xff61 && c <= 0xff65) ||
         single_marks.find(c) != std::u32string_view::npos;
}

/// Ideographs, radicals, strokes, compatibility and enclosed forms. Kana stay together, as in sacreBLEU.
bool is_ideograph(char32_t c) {
  return (c >= 0x2e80 && c <= 0x2eff) || (c >= 0x31c0 && c <= 0x31ef) || (c >= 0x3200 && c <= 0x4dbf) ||
         (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe4f);
}

std::u32string normalize(std::u32string_view text) {
  std::u32string result = replace_all(text, U"\n-", U"");
  result = replace_all(result, U"\n", U" ");
  result = separate_symbols(U' ' + unescape_entities(result) + U' ');
  return separate_stops(replace_all(result, U"'s ", U" 's "));
}

std::u32string single_spaced(std::u32string_view text) {
  std::u32string result;
  for (const auto word : split_words(text)) {
    if (!result.empty()) result += U' ';
    result += word;
  }
  return result;
}

}  // namespace

std::u32string tokenize_tercom(const TerOptions& options, std::u32string_view text) {
  std::u32string result(strip_end(text));
  if (!options.case_sensitive) result = lower(result);
  if (options.normalized) {
    result = normalize(result);
    if (options.asian_support) {
      result = space_around(result, [](char32_t c) { return is_ideograph(c) || is_asian_punctuation(c); });
    }
  }
  if (options.no_punctuation) {
    std::erase_if(result, is_punctuation);
    if (options.asian_support) std::erase_if(result, is_asian_punctuation);
  }
  return single_spaced(result);
}

std::vector<double> Ter::sentence_statistics(const std::u32string& hypothesis,
                                             const std::vector<std::u32string>& references) const {
  std::vector<std::u32string> tokenized = {tokenize_tercom(options_, hypothesis)};
  for (const auto& reference : references) {
    // sacreBLEU tokenises references twice, which shows where normalising a second time cuts ".5" after a
    // space.
    tokenized.push_back(tokenize_tercom(options_, tokenize_tercom(options_, reference)));
  }
  std::vector<std::vector<std::u32string_view>> words;
  for (const auto& text : tokenized) words.push_back(split_words(text));
  const std::vector<Symbols> symbols = number_words(words);

  int64_t fewest = translation_edits(symbols[0], symbols[1]);
  size_t lengths = symbols[1].size();
  for (size_t r = 2; r < symbols.size(); ++r) {
    fewest = std::min(fewest, translation_edits(symbols[0], symbols[r]));
    lengths += symbols[r].size();
  }
  return {static_cast<double>(fewest), static_cast<double>(lengths) / static_cast<double>(references.size())};
}

MetricResult Ter::compute(std::span<const double> statistics) const {
  const double edits = statistics[0], length = statistics[1];
  MetricResult result;
  result.name = "TER";
  // Against empty references, any word at all is entirely wrong.
  result.score = 100 * (length > 0 ? edits / length : edits > 0 ? 1.0 : 0.0);
  result.details = {{"edits", static_cast<int64_t>(edits)}, {"ref_length", length}};
  return result;
}

std::string Ter::settings() const {
  const auto yes_no = [](bool value) { return value ? "yes" : "no"; };
  return fmt::format("case:{}|tok:tercom|norm:{}|punct:{}|asian:{}", options_.case_sensitive ? "mixed" : "lc",
                     yes_no(options_.normalized), yes_no(!options_.no_punctuation),
                     yes_no(options_.asian_support));
}

}  // namespace attend
