#pragma once

#include <memory>
#include <vector>

#include "attend/decoding/search.h"

namespace attend {

/// What some rule changes in the logits [N, V] of symbols that may follow N partial translations. Changes
/// come before the softmax: what is left shares the probability of what is forbidden.
class LogitsRule {
 public:
  virtual ~LogitsRule() = default;
  virtual void apply(const std::vector<LiveHypothesis>& live, const std::vector<DecodingRequest>& requests,
                     torch::Tensor& logits) const = 0;
};

/// The rules that `options` and the requests ask for, in the order in which they apply.
std::vector<std::unique_ptr<LogitsRule>> make_rules(const DecodingOptions& options,
                                                    const std::vector<DecodingRequest>& requests,
                                                    int64_t end);

/// Applies all, one after the other.
void apply_rules(const std::vector<std::unique_ptr<LogitsRule>>& rules,
                 const std::vector<LiveHypothesis>& live, const std::vector<DecodingRequest>& requests,
                 torch::Tensor& logits);

}  // namespace attend
