// Scores and printed lines against those of sacreBLEU, made by scripts/parity/sacrebleu_goldens.py.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attend/core/json.h"
#include "attend/core/names.h"
#include "attend/core/strings.h"
#include "attend/metrics/metric_factory.h"

namespace attend {
namespace {

const Json& goldens() {
  static const Json document = read_json(ATTEND_SOURCE_DIR "/tests/metrics/fixtures/sacrebleu_goldens.json");
  return document;
}

/// sacreBLEU's arguments as options of ours.
MetricOptions options_from(const Json& arguments) {
  MetricOptions options;
  options.bleu.tokenizer = value_named<BleuTokenizer>(arguments.value("tokenize", "13a"), "choosing");
  options.bleu.smoothing = value_named<BleuSmoothing>(arguments.value("smooth_method", "exp"), "choosing");
  if (arguments.contains("smooth_value"))
    options.bleu.smoothing_value = arguments["smooth_value"].get<double>();
  options.bleu.max_order = arguments.value("max_ngram_order", options.bleu.max_order);
  options.bleu.effective_order = arguments.value("effective_order", false);
  options.bleu.lowercase = options.chrf.lowercase = arguments.value("lowercase", false);
  options.chrf.char_order = arguments.value("char_order", options.chrf.char_order);
  options.chrf.word_order = arguments.value("word_order", options.chrf.word_order);
  options.chrf.beta = arguments.value("beta", options.chrf.beta);
  options.chrf.whitespace = arguments.value("whitespace", false);
  options.chrf.eps_smoothing = arguments.value("eps_smoothing", false);
  options.ter.case_sensitive = arguments.value("case_sensitive", false);
  options.ter.normalized = arguments.value("normalized", false);
  options.ter.no_punctuation = arguments.value("no_punct", false);
  options.ter.asian_support = arguments.value("asian_support", false);
  return options;
}

void add_corpus(Metric& metric, const Json& corpus) {
  for (size_t i = 0; i < corpus["hypotheses"].size(); ++i) {
    std::vector<std::string_view> references;
    for (const Json& list : corpus["references"]) {
      if (!list[i].is_null()) references.push_back(list[i].get_ref<const std::string&>());
    }
    metric.add(corpus["hypotheses"][i].get_ref<const std::string&>(), references);
  }
}

void expect_close(double score, double expected, const std::string& what) {
  EXPECT_LE(std::abs(score - expected), 1e-9 * std::abs(expected))
      << what << ": " << score << ", not " << expected;
}

class SacreBleu : public testing::TestWithParam<std::string> {};

TEST_P(SacreBleu, CorpusScoresAndPrintedLinesAreEqual) {
  const Json& corpus = goldens()["corpora"][GetParam()];
  for (const Json& golden : corpus["scores"]) {
    const auto metric = make_metric(golden["metric"].get<std::string>(), options_from(golden["options"]));
    add_corpus(*metric, corpus);
    const MetricResult result = metric->value();
    EXPECT_EQ(format_result(result), golden["line"].get<std::string>());
    expect_close(result.score, golden["score"].get<double>(), golden["line"].get<std::string>());
  }
}

TEST_P(SacreBleu, SentenceScoresAreEqual) {
  const Json& corpus = goldens()["corpora"][GetParam()];
  for (const Json& golden : corpus["scores"]) {
    if (!golden.contains("sentences")) continue;
    const auto metric = make_metric(golden["metric"].get<std::string>(), options_from(golden["options"]));
    add_corpus(*metric, corpus);
    for (size_t i = 0; i < metric->size(); ++i) {
      expect_close(metric->result(metric->statistics(i)).score, golden["sentences"][i].get<double>(),
                   corpus["hypotheses"][i].get<std::string>());
    }
  }
}

std::vector<std::string> corpus_names() {
  std::vector<std::string> names;
  for (const auto& [name, corpus] : goldens()["corpora"].items()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Corpora, SacreBleu, testing::ValuesIn(corpus_names()),
                         [](const auto& test) { return test.param; });

/// The alteration that the script makes: every line loses a word, every third one has its halves exchanged.
std::string altered(const std::string& line, size_t number) {
  std::vector<std::string> words;
  for (const auto word : split(line, ' ')) words.emplace_back(word);
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(number % words.size()));
  if (number % 3 == 0) {
    const auto middle = words.begin() + static_cast<std::ptrdiff_t>(words.size() / 2);
    std::rotate(words.begin(), middle, words.end());
  }
  return join(words, " ");
}

TEST(SacreBleuMulti30k, ScoresOfAlteredReferencesAreEqual) {
  const char* data = std::getenv("ATTEND_DATA");
  if (data == nullptr) GTEST_SKIP() << "needs ATTEND_DATA, the folder that holds multi30k/";
  std::ifstream file(std::string(data) + "/multi30k/test_2016_flickr.en");
  if (!file) GTEST_SKIP() << "there is no multi30k/test_2016_flickr.en in ATTEND_DATA";
  std::vector<std::string> references, hypotheses;
  for (std::string line; std::getline(file, line);) {
    hypotheses.push_back(altered(line, references.size()));
    references.push_back(line);
  }
  for (const Json& golden : goldens()["multi30k"]) {
    const auto metric = make_metric(golden["metric"].get<std::string>());
    const MetricResult result = score_corpus(*metric, hypotheses, {references});
    EXPECT_EQ(format_result(result), golden["line"].get<std::string>());
    expect_close(result.score, golden["score"].get<double>(), golden["line"].get<std::string>());
  }
}

}  // namespace
}  // namespace attend
