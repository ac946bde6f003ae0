#include "beam_search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "constraints.h"

#include "attend/ops/top_candidates.h"

namespace attend {

BeamSearch::BeamSearch(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
                       const DecodingOptions& options)
    : Search(std::move(requests), symbols, options, /*live_a_sentence=*/1),
      rules_(make_rules(options, this->requests(), symbols.end)) {}

// The best continuations of each sentence, best first; of equal ones the earlier parent's, then the lower id.
std::vector<BeamSearch::Candidates> BeamSearch::by_sentence(const torch::Tensor& logits) const {
  const auto count = std::min(2 * options().beam_size, logits.size(1));
  const auto best = ops::top_candidates(logits, count);
  const auto* log_probability = best.log_probabilities.const_data_ptr<float>();
  const auto* symbol = best.ids.const_data_ptr<int64_t>();
  std::vector<Candidates> candidates(requests().size());
  for (size_t row = 0; row < live().size(); ++row) {
    for (int64_t i = 0; i < count; ++i, ++log_probability, ++symbol) {
      require_number(*log_probability, live()[row].sentence);
      if (std::isinf(*log_probability)) continue;
      candidates[live()[row].sentence].push_back(
          {row, *symbol, live()[row].log_probability + static_cast<double>(*log_probability)});
    }
  }
  add_next_of_phrases(logits, candidates);
  for (size_t sentence = 0; sentence < candidates.size(); ++sentence) {
    auto& list = candidates[sentence];
    std::sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(-a.log_probability, a.parent, a.symbol) <
             std::tuple(-b.log_probability, b.parent, b.symbol);
    });
    if (!requests()[sentence].must.empty()) share_between_stages(sentence, list);
    if (list.size() > static_cast<size_t>(2 * options().beam_size))
      list.resize(static_cast<size_t>(2 * options().beam_size));
  }
  return candidates;
}

// What brings phrases further is a candidate however unlikely it is.
void BeamSearch::add_next_of_phrases(const torch::Tensor& logits, std::vector<Candidates>& candidates) const {
  for (size_t row = 0; row < live().size(); ++row) {
    const auto& hypothesis = live()[row];
    const auto& must = requests()[hypothesis.sentence].must;
    if (must.empty() || hypothesis.ids.size() < requests()[hypothesis.sentence].prefix.size()) continue;
    const auto log_probabilities = logits[static_cast<int64_t>(row)].to(torch::kFloat).log_softmax(0).cpu();
    auto& list = candidates[hypothesis.sentence];
    for (const auto symbol : next_tokens(must, hypothesis.ids)) {
      const bool there = std::any_of(list.begin(), list.end(), [&](const Candidate& candidate) {
        return candidate.parent == row && candidate.symbol == symbol;
      });
      const auto log_probability = log_probabilities[symbol].item<double>();
      if (!there && std::isfinite(log_probability))
        list.push_back({row, symbol, hypothesis.log_probability + log_probability});
    }
  }
}

// Orders candidates so that stages of progress take turns, the furthest first.
void BeamSearch::share_between_stages(size_t sentence, Candidates& candidates) const {
  std::map<int64_t, Candidates, std::greater<>> stages;
  for (const auto& candidate : candidates) {
    auto ids = live()[candidate.parent].ids;
    ids.push_back(candidate.symbol);
    stages[met_tokens(requests()[sentence].must, ids)].push_back(candidate);
  }
  Candidates shared;
  for (size_t turn = 0; shared.size() < candidates.size(); ++turn) {
    for (const auto& [met, stage] : stages)
      if (turn < stage.size()) shared.push_back(stage[turn]);
  }
  candidates = std::move(shared);
}

BeamSearch::Candidates BeamSearch::extend(size_t sentence, std::span<const Candidate> candidates) {
  Candidates next;
  const auto beam = std::min(candidates.size(), static_cast<size_t>(options().beam_size));
  size_t reserve = beam;
  for (size_t i = 0; i < beam; ++i) {
    const auto& candidate = candidates[i];
    const auto& parent = live()[candidate.parent];
    const auto length = static_cast<int64_t>(parent.ids.size()) + 1;
    if (candidate.symbol != symbols().end && length < requests()[sentence].limit) {
      next.push_back(candidate);
      continue;
    }
    finish(parent, candidate.symbol, candidate.log_probability);
    while (reserve < candidates.size() && candidates[reserve].symbol == symbols().end) ++reserve;
    if (reserve < candidates.size()) next.push_back(candidates[reserve++]);
  }
  return next;
}

bool BeamSearch::sentence_is_done(size_t sentence) const {
  return finished(sentence).size() >= static_cast<size_t>(options().beam_size);
}

void BeamSearch::advance(torch::Tensor logits) {
  apply_rules(rules_, live(), requests(), logits);
  const auto candidates = by_sentence(logits);
  const auto length = static_cast<int64_t>(live().front().ids.size()) + 1;
  std::vector<LiveHypothesis> children;
  std::vector<int64_t> parents;
  size_t previous = requests().size();
  for (const auto& hypothesis : live()) {
    const auto sentence = hypothesis.sentence;
    if (sentence == previous) continue;
    previous = sentence;
    const auto next = extend(sentence, candidates[sentence]);
    if (next.empty() && finished(sentence).empty()) give_up(sentence);
    if (sentence_is_done(sentence) || length == requests()[sentence].limit) continue;
    for (const auto& candidate : next) {
      auto child = live()[candidate.parent];
      child.ids.push_back(candidate.symbol);
      child.log_probability = candidate.log_probability;
      children.push_back(std::move(child));
      parents.push_back(static_cast<int64_t>(candidate.parent));
    }
  }
  replace(std::move(children), std::move(parents));
}

// The rules left no symbol: what there is has to do.
void BeamSearch::give_up(size_t sentence) {
  for (const auto& hypothesis : live())
    if (hypothesis.sentence == sentence) finish_here(hypothesis);
}

}  // namespace attend
