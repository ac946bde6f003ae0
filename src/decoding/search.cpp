#include "attend/decoding/search.h"

#include <algorithm>
#include <cmath>

#include "beam_search.h"
#include "constraints.h"
#include "sampling.h"

#include "attend/core/error.h"

namespace attend {

int64_t length_limit(const DecodingOptions& options, int64_t source_length, int64_t positions) {
  auto limit = std::min(options.max_length, positions);
  if (options.max_length_factor > 0) {
    const double by_source = std::ceil(options.max_length_factor * static_cast<double>(source_length));
    if (by_source < static_cast<double>(limit)) limit = static_cast<int64_t>(by_source);
  }
  return std::max<int64_t>(limit, 1);
}

Search::Search(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
               const DecodingOptions& options, int64_t live_a_sentence)
    : requests_(std::move(requests)), symbols_(symbols), options_(options), finished_(requests_.size()) {
  for (size_t sentence = 0; sentence < requests_.size(); ++sentence) {
    for (int64_t i = 0; i < live_a_sentence; ++i) {
      live_.push_back({.sentence = sentence, .draw = static_cast<uint32_t>(i)});
      rows_.push_back(static_cast<int64_t>(sentence));
    }
  }
}

std::vector<int64_t> Search::tokens() const {
  std::vector<int64_t> tokens;
  tokens.reserve(live_.size());
  for (const auto& hypothesis : live_)
    tokens.push_back(hypothesis.ids.empty() ? symbols_.start : hypothesis.ids.back());
  return tokens;
}

void Search::require_number(double log_probability, size_t sentence) const {
  if (!std::isnan(log_probability)) return;
  throw Error({.operation = "searching for a translation",
               .where = "line " + std::to_string(requests_[sentence].number + 1),
               .found = "logits that are not numbers",
               .expected = "finite logits",
               .hint = "the model's weights are damaged, or so large that its numbers overflow"});
}

void Search::finish(const LiveHypothesis& parent, int64_t symbol, double log_probability) {
  Hypothesis hypothesis{.ids = parent.ids, .log_probability = log_probability};
  hypothesis.finished = symbol == symbols_.end;
  if (!hypothesis.finished) hypothesis.ids.push_back(symbol);
  keep(parent.sentence, std::move(hypothesis));
}

void Search::finish_here(const LiveHypothesis& parent) {
  keep(parent.sentence, {.ids = parent.ids, .log_probability = parent.log_probability});
}

void Search::keep(size_t sentence, Hypothesis hypothesis) {
  const auto length = static_cast<double>(std::max<int64_t>(1, hypothesis.length()));
  hypothesis.score = hypothesis.log_probability / std::pow(length, options_.length_penalty);
  finished_[sentence].push_back(std::move(hypothesis));
}

void Search::replace(std::vector<LiveHypothesis> children, std::vector<int64_t> parents) {
  live_ = std::move(children);
  rows_ = std::move(parents);
}

std::vector<std::vector<Hypothesis>> Search::result() && {
  for (size_t sentence = 0; sentence < finished_.size(); ++sentence) {
    auto& hypotheses = finished_[sentence];
    std::stable_sort(hypotheses.begin(), hypotheses.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.score > b.score; });
    // One that came to the length limit may lack a phrase, and have the better score for it.
    std::stable_partition(hypotheses.begin(), hypotheses.end(), [&](const Hypothesis& hypothesis) {
      return all_met(requests_[sentence].must, hypothesis.ids);
    });
    const auto most = static_cast<size_t>(options_.n_best);
    if (hypotheses.size() > most) hypotheses.resize(most);
  }
  return std::move(finished_);
}

std::unique_ptr<Search> make_search(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
                                    const DecodingOptions& options) {
  if (options.sampling.temperature > 0)
    return std::make_unique<Sampling>(std::move(requests), symbols, options);
  return std::make_unique<BeamSearch>(std::move(requests), symbols, options);
}

}  // namespace attend
