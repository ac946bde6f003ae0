#include "attend/data/batch_plan.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/random.h"

namespace attend {

namespace {

using Order = std::vector<uint32_t>;

int32_t target_length(const ExampleLengths& lengths, uint32_t example) {
  return lengths.target.empty() ? 0 : lengths.target[example];
}

int32_t longest(const std::vector<int32_t>& lengths) {
  return lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
}

// The longest rows of a batch, side by side.
struct Widths {
  int64_t source = 0;
  int64_t target = 0;

  void include(const ExampleLengths& lengths, uint32_t example) {
    source = std::max<int64_t>(source, lengths.source[example]);
    target = std::max<int64_t>(target, target_length(lengths, example));
  }
  int64_t larger() const { return std::max(source, target); }
};

Widths widths_of(std::span<const uint32_t> batch, const ExampleLengths& lengths) {
  Widths widths;
  for (const uint32_t example : batch) widths.include(lengths, example);
  return widths;
}

bool fits(const BatchLimits& limits, int64_t rows, const Widths& widths) {
  return (limits.batch_tokens == 0 || rows * widths.larger() <= limits.batch_tokens) &&
         (limits.batch_sentences == 0 || rows <= limits.batch_sentences);
}

void check(const ExampleLengths& lengths, const BatchLimits& limits) {
  if (lengths.size() > std::numeric_limits<uint32_t>::max()) {
    throw Error({.operation = "planning batches",
                 .found = fmt::format("{} examples", lengths.size()),
                 .expected = "fewer than 2^32"});
  }
  for (uint32_t example = 0; example < lengths.size(); ++example) {
    Widths widths;
    widths.include(lengths, example);
    if (fits(limits, 1, widths)) continue;
    throw Error(
        {.operation = "planning batches",
         .where = fmt::format("example {}", example + 1),
         .found = fmt::format("{} tokens", widths.larger()),
         .expected = fmt::format("at most {}, what a batch may hold (batch_tokens)", limits.batch_tokens),
         .hint = "raise batch_tokens or lower data.max_length"});
  }
}

Order all_examples(size_t count) {
  Order order(count);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

// A counting sort: stable, and linear in the examples. Keys are from 0 to `greatest`.
template <class Key>
Order sorted(const Order& order, int32_t greatest, Key key) {
  std::vector<size_t> places(static_cast<size_t>(greatest) + 2);
  for (const uint32_t example : order) ++places[static_cast<size_t>(key(example)) + 1];
  std::partial_sum(places.begin(), places.end(), places.begin());
  Order result(order.size());
  for (const uint32_t example : order) result[places[static_cast<size_t>(key(example))]++] = example;
  return result;
}

// By the length of the larger side, which decides how many rows fit, and within one by how much longer the
// target is than the source: rising and falling in turn, so that neighbours are alike where the larger length
// changes too.
Order sorted_by_length(const Order& order, const ExampleLengths& lengths) {
  const int32_t greatest = std::max(longest(lengths.source), longest(lengths.target));
  const auto larger = [&](uint32_t example) {
    return std::max(lengths.source[example], target_length(lengths, example));
  };
  const Order by_difference = sorted(order, 2 * greatest, [&](uint32_t example) {
    const int32_t difference = target_length(lengths, example) - lengths.source[example];
    return greatest + (larger(example) % 2 == 0 ? difference : -difference);
  });
  return sorted(by_difference, greatest, larger);
}

// Consecutive examples of `order` up to the limits; the first batch only up to `first_limits`.
BatchPlan cut(const Order& order, const ExampleLengths& lengths, const BatchLimits& limits,
              const BatchLimits& first_limits) {
  BatchPlan plan;
  size_t begin = 0;
  Widths widths;
  for (size_t i = 0; i < order.size(); ++i) {
    Widths wider = widths;
    wider.include(lengths, order[i]);
    if (i > begin && !fits(begin == 0 ? first_limits : limits, static_cast<int64_t>(i - begin + 1), wider)) {
      plan.append(std::span(order).subspan(begin, i - begin));
      begin = i;
      wider = {};
      wider.include(lengths, order[i]);
    }
    widths = wider;
  }
  if (begin < order.size()) plan.append(std::span(order).subspan(begin));
  return plan;
}

BatchPlan reordered(const BatchPlan& plan, const Order& batches) {
  BatchPlan result;
  for (const uint32_t batch : batches) result.append(plan[batch]);
  return result;
}

Stream plan_stream(uint64_t seed, int64_t epoch) {
  return Stream(seed, RandomPurpose::batch_plan, {.step = static_cast<uint64_t>(epoch)});
}

}  // namespace

ExampleLengths ExampleLengths::of(const TokenStore& store) {
  ExampleLengths lengths;
  lengths.source.reserve(static_cast<size_t>(store.size()));
  if (store.columns() > 1) lengths.target.reserve(static_cast<size_t>(store.size()));
  for (int64_t example = 0; example < store.size(); ++example) {
    lengths.source.push_back(static_cast<int32_t>(store.length(example, 0)));
    if (store.columns() > 1) lengths.target.push_back(static_cast<int32_t>(store.length(example, 1)));
  }
  return lengths;
}

void BatchPlan::append(std::span<const uint32_t> examples) {
  examples_.insert(examples_.end(), examples.begin(), examples.end());
  begins_.push_back(examples_.size());
}

BatchPlan plan_by_length(const ExampleLengths& lengths, const BatchLimits& limits, uint64_t seed,
                         int64_t epoch) {
  check(lengths, limits);
  Stream stream = plan_stream(seed, epoch);
  Order order = all_examples(lengths.size());
  stream.shuffle(order);
  // A first batch of random size moves all borders between batches.
  const double part = stream.next_double();
  const auto part_of = [&](int64_t limit) {
    return limit == 0 ? 0 : 1 + static_cast<int64_t>(part * static_cast<double>(limit));
  };
  const BatchPlan plan = cut(sorted_by_length(order, lengths), lengths, limits,
                             {part_of(limits.batch_tokens), part_of(limits.batch_sentences)});
  Order batches = all_examples(plan.size());
  stream.shuffle(batches);
  return reordered(plan, batches);
}

BatchPlan plan_at_random(const ExampleLengths& lengths, const BatchLimits& limits, uint64_t seed,
                         int64_t epoch) {
  check(lengths, limits);
  Order order = all_examples(lengths.size());
  plan_stream(seed, epoch).shuffle(order);
  return cut(order, lengths, limits, limits);
}

BatchPlan plan_sorted(const ExampleLengths& lengths, const BatchLimits& limits) {
  check(lengths, limits);
  Order order = sorted_by_length(all_examples(lengths.size()), lengths);
  std::reverse(order.begin(), order.end());
  return cut(order, lengths, limits, limits);
}

size_t largest_batch(const BatchPlan& plan, const ExampleLengths& lengths, const BatchCost& cost) {
  size_t largest = 0;
  double most = -1;
  for (size_t batch = 0; batch < plan.size(); ++batch) {
    const auto widths = widths_of(plan[batch], lengths);
    const double taken = cost(static_cast<int64_t>(plan[batch].size()), widths.source, widths.target);
    if (taken > most) largest = batch;
    most = std::max(most, taken);
  }
  return largest;
}

PaddingCounts count_padding(const BatchPlan& plan, const ExampleLengths& lengths) {
  PaddingCounts counts;
  for (size_t batch = 0; batch < plan.size(); ++batch) {
    for (const uint32_t example : plan[batch])
      counts.tokens += lengths.source[example] + target_length(lengths, example);
    const auto widths = widths_of(plan[batch], lengths);
    counts.padded += static_cast<int64_t>(plan[batch].size()) * (widths.source + widths.target);
  }
  return counts;
}

}  // namespace attend
