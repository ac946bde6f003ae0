#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "attend/config/schema.h"
#include "attend/data/token_store.h"

namespace attend {

/// Tokens of every example, end symbols counted. `target` is empty for data with one side.
struct ExampleLengths {
  std::vector<int32_t> source;
  std::vector<int32_t> target;

  size_t size() const { return source.size(); }
  /// Of column 0 and, where there is one, column 1.
  static ExampleLengths of(const TokenStore& store);
};

/// What a batch may hold. A limit of 0 does not limit.
struct BatchLimits {
  int64_t batch_tokens =
      4096;  ///< rows times the longest row, on the side where that is more (padding counts)
  int64_t batch_sentences = 0;  ///< rows
};

/// Which examples make up each batch of one epoch.
class BatchPlan {
 public:
  size_t size() const { return begins_.size() - 1; }
  std::span<const uint32_t> operator[](size_t batch) const {
    return std::span(examples_).subspan(begins_[batch], begins_[batch + 1] - begins_[batch]);
  }
  size_t examples() const { return examples_.size(); }

  /// Adds a batch.
  void append(std::span<const uint32_t> examples);

 private:
  std::vector<uint32_t> examples_;    // of all batches, one after the other
  std::vector<size_t> begins_ = {0};  // where each batch begins, and the end
};

/// Every example once, in batches of examples of similar length on both sides, in random order: a pure
/// function of its arguments. Examples of equal lengths fall to different batches, and batches are cut at
/// different lengths, in every epoch. Throws Error for an example larger than a batch.
BatchPlan plan_by_length(const ExampleLengths& lengths, const BatchLimits& limits, uint64_t seed,
                         int64_t epoch);

/// Every example once in random order, lengths mixed (the lectures' batches). A pure function of its
/// arguments.
BatchPlan plan_at_random(const ExampleLengths& lengths, const BatchLimits& limits, uint64_t seed,
                         int64_t epoch);

/// Every example once, the longest first, nothing random: for evaluation.
BatchPlan plan_sorted(const ExampleLengths& lengths, const BatchLimits& limits);

/// Tokens in a plan's batches, both sides together.
struct PaddingCounts {
  int64_t tokens = 0;  ///< without padding
  int64_t padded = 0;  ///< with it

  /// The part that is padding.
  double share() const {
    return padded == 0 ? 0 : 1 - static_cast<double>(tokens) / static_cast<double>(padded);
  }
};
/// Of batches in which each side is as long as its longest sentence.
PaddingCounts count_padding(const BatchPlan& plan, const ExampleLengths& lengths);

/// What a padded batch takes of something: of its rows, and the lengths of the longest on each side.
using BatchCost = std::function<double(int64_t rows, int64_t source, int64_t target)>;

/// The number of the batch that takes most. The plan is not empty.
size_t largest_batch(const BatchPlan& plan, const ExampleLengths& lengths, const BatchCost& cost);

}  // namespace attend
