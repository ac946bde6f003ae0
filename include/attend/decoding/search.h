#pragma once

#include <memory>
#include <vector>

#include <torch/types.h>

#include "attend/decoding/hypothesis.h"
#include "attend/decoding/options.h"
#include "attend/decoding/request.h"

namespace attend {

/// The symbols that a search must know.
struct SearchSymbols {
  int64_t start;
  int64_t end;
};

/// A partial translation. All live ones of a batch have equally many tokens.
struct LiveHypothesis {
  size_t sentence = 0;
  uint32_t draw = 0;  ///< which of a sentence's, with sampling
  std::vector<int64_t> ids = {};
  double log_probability = 0;
};

/// A search as a state machine, one step a token, which leaves the model to its caller:
///
///   auto search = make_search(requests, symbols, options);
///   while (!search->done()) search->advance(scorer.step(search->rows(), search->tokens()));
///   auto translations = std::move(*search).result();
///
/// Between two steps, `live` shows what there is so far.
class Search {
 public:
  virtual ~Search() = default;

  bool done() const { return live_.empty(); }
  /// The partial translations, those of a sentence side by side.
  const std::vector<LiveHypothesis>& live() const { return live_; }
  /// The newest token of each: what the model is fed next.
  std::vector<int64_t> tokens() const;
  /// Which hypothesis of the step before each grew from; at the first step, its sentence.
  const std::vector<int64_t>& rows() const { return rows_; }

  /// Takes the logits [N, V] of the symbols that may follow `tokens`; changes them. Throws Error for logits
  /// that are not numbers.
  virtual void advance(torch::Tensor logits) = 0;

  /// The translations of each sentence, the best first.
  std::vector<std::vector<Hypothesis>> result() &&;

 protected:
  Search(std::vector<DecodingRequest> requests, const SearchSymbols& symbols, const DecodingOptions& options,
         int64_t live_a_sentence);

  const std::vector<DecodingRequest>& requests() const { return requests_; }
  const SearchSymbols& symbols() const { return symbols_; }
  const DecodingOptions& options() const { return options_; }
  /// The finished translations of a sentence so far, unsorted.
  const std::vector<Hypothesis>& finished(size_t sentence) const { return finished_[sentence]; }
  /// Throws Error where the log probability of what may follow in a sentence is not a number.
  void require_number(double log_probability, size_t sentence) const;
  /// Ends `parent` with `symbol`: the end symbol, or the last that fits.
  void finish(const LiveHypothesis& parent, int64_t symbol, double log_probability);
  /// Ends `hypothesis` as it is: no symbol may follow it.
  void finish_here(const LiveHypothesis& hypothesis);
  /// Replaces the live hypotheses by `children`; child i grew from `parents[i]`.
  void replace(std::vector<LiveHypothesis> children, std::vector<int64_t> parents);

 private:
  void keep(size_t sentence, Hypothesis hypothesis);

  std::vector<DecodingRequest> requests_;
  SearchSymbols symbols_;
  DecodingOptions options_;
  std::vector<LiveHypothesis> live_;
  std::vector<int64_t> rows_;
  std::vector<std::vector<Hypothesis>> finished_;
};

/// The search that `options` asks for: beam search (greedy with a beam of 1) or sampling.
std::unique_ptr<Search> make_search(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
                                    const DecodingOptions& options);

}  // namespace attend
