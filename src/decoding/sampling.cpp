#include "sampling.h"

#include <cmath>
#include <span>

#include "attend/core/random.h"
#include "attend/ops/top_candidates.h"

namespace attend {
namespace {

// The symbols that may be drawn, with log probabilities; falling where a part of them is cut off.
ops::Candidates choices(const torch::Tensor& logits, const SamplingOptions& options) {
  if (options.top_k > 0) return ops::top_candidates(logits, std::min(options.top_k, logits.size(1)));
  const auto log_probabilities = logits.to(torch::kFloat).log_softmax(1).cpu();
  if (options.top_p >= 1.0)
    return {log_probabilities, torch::arange(logits.size(1)).expand(logits.sizes()).contiguous()};
  const auto [sorted, ids] = log_probabilities.sort(/*stable=*/true, 1, /*descending=*/true);
  return {sorted, ids};
}

// The place of a draw among `log_probabilities`: at temperature T, cut off at top_p, for `uniform` in [0, 1).
size_t draw(std::span<const float> log_probabilities, const SamplingOptions& options, double uniform) {
  std::vector<double> cumulated;
  double total = 0;
  const auto largest = *std::max_element(log_probabilities.begin(), log_probabilities.end());
  for (const auto value : log_probabilities) {
    total += std::exp((static_cast<double>(value) - static_cast<double>(largest)) / options.temperature);
    cumulated.push_back(total);
  }
  if (options.top_p < 1.0) {
    const auto last = std::lower_bound(cumulated.begin(), cumulated.end(), options.top_p * total);
    cumulated.erase(std::min(last + 1, cumulated.end()), cumulated.end());
  }
  const auto at = std::upper_bound(cumulated.begin(), cumulated.end(), uniform * cumulated.back());
  return static_cast<size_t>(std::min(at, cumulated.end() - 1) - cumulated.begin());
}

}  // namespace

Sampling::Sampling(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
                   const DecodingOptions& options)
    : Search(std::move(requests), symbols, options, options.n_best),
      rules_(make_rules(options, this->requests(), symbols.end)) {}

void Sampling::advance(torch::Tensor logits) {
  apply_rules(rules_, live(), requests(), logits);
  const auto symbols_to_draw = choices(logits, options().sampling);
  const auto count = static_cast<size_t>(symbols_to_draw.ids.size(1));
  const auto* log_probabilities = symbols_to_draw.log_probabilities.const_data_ptr<float>();
  const auto* ids = symbols_to_draw.ids.const_data_ptr<int64_t>();
  std::vector<LiveHypothesis> children;
  std::vector<int64_t> parents;
  for (size_t row = 0; row < live().size(); ++row) {
    const auto& parent = live()[row];
    const auto& request = requests()[parent.sentence];
    Stream stream(options().sampling.seed, RandomPurpose::sampling,
                  {.step = request.number,
                   .micro_batch = parent.draw,
                   .rank = static_cast<uint32_t>(parent.ids.size())});
    const auto at = row * count +
                    draw({log_probabilities + row * count, count}, options().sampling, stream.next_double());
    const auto log_probability = parent.log_probability + static_cast<double>(log_probabilities[at]);
    require_number(log_probability, parent.sentence);
    if (ids[at] == symbols().end || static_cast<int64_t>(parent.ids.size()) + 1 == request.limit) {
      finish(parent, ids[at], log_probability);
      continue;
    }
    auto child = parent;
    child.ids.push_back(ids[at]);
    child.log_probability = log_probability;
    children.push_back(std::move(child));
    parents.push_back(static_cast<int64_t>(row));
  }
  replace(std::move(children), std::move(parents));
}

}  // namespace attend
