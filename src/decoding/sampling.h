#pragma once

#include "logits_rules.h"

namespace attend {

/// Draws symbols at random, n_best translations per sentence. The random numbers are a function of seed,
/// sentence number, draw and position, so neighbours do not matter. Scores are the model's probabilities,
/// whatever the temperature.
class Sampling final : public Search {
 public:
  Sampling(std::vector<DecodingRequest> requests, const SearchSymbols& symbols,
           const DecodingOptions& options);

  void advance(torch::Tensor logits) override;

 private:
  std::vector<std::unique_ptr<LogitsRule>> rules_;
};

}  // namespace attend
