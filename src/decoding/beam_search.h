#pragma once

#include <span>

#include "logits_rules.h"

namespace attend {

/// Beam search (Sutskever et al. 2014, section 3.2) with a length penalty. A step looks at the 2 k best
/// continuations of a sentence's k partial translations: of the k best, those that end are kept as
/// translations, and the next best take their places. A sentence is done when it has k translations; that is
/// CTranslate2's rule. With k = 1 this is greedy search. Phrases that must appear share the beam between
/// stages of progress (Post and Vilar 2018, "Fast Lexically Constrained Decoding with Dynamic Beam
/// Allocation").
class BeamSearch final : public Search {
 public:
  BeamSearch(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
             const DecodingOptions& options);

  void advance(torch::Tensor logits) override;

 private:
  /// A partial translation and one symbol more.
  struct Candidate {
    size_t parent;
    int64_t symbol;
    double log_probability;
  };
  using Candidates = std::vector<Candidate>;

  std::vector<Candidates> by_sentence(const torch::Tensor& logits) const;
  void add_next_of_phrases(const torch::Tensor& logits, std::vector<Candidates>& candidates) const;
  void share_between_stages(size_t sentence, Candidates& candidates) const;
  /// The parents and symbols that go on; the rest of the k best have become translations.
  Candidates extend(size_t sentence, std::span<const Candidate> candidates);
  bool sentence_is_done(size_t sentence) const;
  void give_up(size_t sentence);

  std::vector<std::unique_ptr<LogitsRule>> rules_;
};

}  // namespace attend
