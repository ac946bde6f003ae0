#include "attend/data/batch_plan.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "attend/core/error.h"
#include "attend/core/random.h"

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Batches = std::vector<std::vector<uint32_t>>;

Batches batches_of(const BatchPlan& plan) {
  Batches batches;
  for (size_t i = 0; i < plan.size(); ++i) batches.emplace_back(plan[i].begin(), plan[i].end());
  return batches;
}

// Lengths like those of sentences and their translations.
ExampleLengths some_lengths(size_t count) {
  Stream stream(1, RandomPurpose::test);
  ExampleLengths lengths;
  for (size_t i = 0; i < count; ++i) {
    const auto source = static_cast<int32_t>(3 + stream.next_below(12) + stream.next_below(12));
    lengths.source.push_back(source);
    lengths.target.push_back(std::max(1, source + static_cast<int32_t>(stream.next_below(7)) - 3));
  }
  return lengths;
}

int64_t larger_side(const std::vector<uint32_t>& batch, const ExampleLengths& lengths) {
  int64_t source = 0, target = 0;
  for (const uint32_t example : batch) {
    source = std::max<int64_t>(source, lengths.source[example]);
    target = std::max<int64_t>(target, lengths.target.empty() ? 0 : lengths.target[example]);
  }
  return static_cast<int64_t>(batch.size()) * std::max(source, target);
}

void every_example_once_within_limits(const Batches& batches, const ExampleLengths& lengths,
                                      const BatchLimits& limits) {
  std::vector<int> seen(lengths.size());
  for (const auto& batch : batches) {
    RC_ASSERT(!batch.empty());
    RC_ASSERT(limits.batch_tokens == 0 || larger_side(batch, lengths) <= limits.batch_tokens);
    RC_ASSERT(limits.batch_sentences == 0 || static_cast<int64_t>(batch.size()) <= limits.batch_sentences);
    for (const uint32_t example : batch) ++seen.at(example);
  }
  RC_ASSERT(std::all_of(seen.begin(), seen.end(), [](int count) { return count == 1; }));
}

TEST(BatchPlan, HoldsEveryExampleOnceWithinItsLimits) {
  setenv("RC_PARAMS", "seed=1", /*overwrite=*/0);  // the same cases every time
  EXPECT_TRUE(rc::check([] {
    const auto length = rc::gen::inRange<int32_t>(1, 60);
    ExampleLengths lengths;
    lengths.source = *rc::gen::container<std::vector<int32_t>>(length);
    if (*rc::gen::arbitrary<bool>()) {
      lengths.target = *rc::gen::container<std::vector<int32_t>>(lengths.source.size(), length);
    }
    const BatchLimits limits{*rc::gen::element<int64_t>(0, 60, 100, 1000),
                             *rc::gen::element<int64_t>(0, 1, 7)};
    const auto seed = *rc::gen::arbitrary<uint64_t>();
    const auto epoch = *rc::gen::inRange<int64_t>(0, 1000);
    every_example_once_within_limits(batches_of(plan_by_length(lengths, limits, seed, epoch)), lengths,
                                     limits);
    every_example_once_within_limits(batches_of(plan_at_random(lengths, limits, seed, epoch)), lengths,
                                     limits);
    every_example_once_within_limits(batches_of(plan_sorted(lengths, limits)), lengths, limits);
  }));
}

TEST(BatchPlan, IsAFunctionOfSeedAndEpoch) {
  const ExampleLengths lengths = some_lengths(2000);
  for (const auto plan : {plan_by_length, plan_at_random}) {
    const Batches batches = batches_of(plan(lengths, {}, 5, 3));
    EXPECT_EQ(batches, batches_of(plan(lengths, {}, 5, 3)));
    EXPECT_NE(batches, batches_of(plan(lengths, {}, 6, 3)));
    EXPECT_NE(batches, batches_of(plan(lengths, {}, 5, 4)));
  }
}

TEST(BatchPlan, EpochsMixExamplesDifferently) {
  const ExampleLengths lengths = some_lengths(2000);
  std::set<std::vector<uint32_t>> seen;
  size_t batches = 0;
  for (int64_t epoch = 0; epoch < 5; ++epoch) {
    for (auto batch : batches_of(plan_by_length(lengths, {.batch_tokens = 500}, 1, epoch))) {
      std::sort(batch.begin(), batch.end());
      seen.insert(batch);
      ++batches;
    }
  }
  EXPECT_GT(seen.size(), batches * 95 / 100) << "hardly any batch comes twice";
}

TEST(BatchPlan, LittleOfABatchIsPadding) {
  const ExampleLengths lengths = some_lengths(20'000);
  const BatchLimits limits{.batch_tokens = 4096};
  EXPECT_LT(count_padding(plan_by_length(lengths, limits, 1, 0), lengths).share(), 0.05);
  EXPECT_GT(count_padding(plan_at_random(lengths, limits, 1, 0), lengths).share(), 0.2);
}

TEST(BatchPlan, FillsItsBatches) {
  const ExampleLengths lengths = some_lengths(20'000);
  const auto plan = plan_by_length(lengths, {.batch_tokens = 4096}, 1, 0);
  int64_t padded = 0;
  for (const auto& batch : batches_of(plan)) padded += larger_side(batch, lengths);
  EXPECT_GT(static_cast<double>(padded) / static_cast<double>(plan.size()), 0.9 * 4096);
}

TEST(BatchPlan, ShortAndLongBatchesComeMixed) {
  const ExampleLengths lengths = some_lengths(5000);
  const Batches batches = batches_of(plan_by_length(lengths, {.batch_tokens = 500}, 1, 0));
  std::vector<int64_t> widths;
  for (const auto& batch : batches)
    widths.push_back(larger_side(batch, lengths) / static_cast<int64_t>(batch.size()));
  size_t rises = 0;
  for (size_t i = 1; i < widths.size(); ++i) rises += widths[i] > widths[i - 1];
  EXPECT_GT(rises, widths.size() / 3);
  EXPECT_LT(rises, widths.size() * 2 / 3);
}

TEST(BatchPlan, ForEvaluationPutsTheLongestFirst) {
  const ExampleLengths lengths = some_lengths(1000);
  int32_t before = 100;
  for (const auto& batch : batches_of(plan_sorted(lengths, {.batch_tokens = 500}))) {
    for (const uint32_t example : batch) {
      const int32_t larger = std::max(lengths.source[example], lengths.target[example]);
      EXPECT_LE(larger, before);
      before = larger;
    }
  }
}

TEST(BatchPlan, AnExampleLargerThanABatchIsAnError) {
  ExampleLengths lengths = some_lengths(10);
  lengths.source[3] = 101;
  const auto refused =
      ThrowsMessage<Error>(AllOf(HasSubstr("example 4"), HasSubstr("101 tokens"), HasSubstr("at most 100")));
  EXPECT_THAT([&] { plan_by_length(lengths, {.batch_tokens = 100}, 1, 0); }, refused);
  EXPECT_THAT([&] { plan_sorted(lengths, {.batch_tokens = 100}); }, refused);
  EXPECT_EQ(plan_sorted(lengths, {.batch_tokens = 101}).examples(), 10);
}

TEST(BatchPlan, OfNothingHasNoBatches) {
  EXPECT_EQ(plan_by_length({}, {}, 1, 0).size(), 0);
  EXPECT_EQ(plan_sorted({}, {}).size(), 0);
}

TEST(PaddingCounts, CountBothSides) {
  const ExampleLengths lengths{{3, 1}, {2, 2}};
  const std::vector<uint32_t> both = {0, 1};
  BatchPlan plan;
  plan.append(both);
  const PaddingCounts counts = count_padding(plan, lengths);
  EXPECT_EQ(counts.tokens, 8);
  EXPECT_EQ(counts.padded, 10);
  EXPECT_DOUBLE_EQ(counts.share(), 0.2);
}

TEST(LargestBatch, IsThatOfTheGreatestCostWithPadding) {
  const ExampleLengths lengths{{2, 2, 9, 3}, {2, 2, 1, 8}};
  BatchPlan plan;
  plan.append(std::vector<uint32_t>{0, 1});  // 2 rows of 2 and 2
  plan.append(std::vector<uint32_t>{2, 3});  // 2 rows of 9 and 8
  plan.append(std::vector<uint32_t>{3});     // 1 row of 3 and 8
  const auto tokens = [](int64_t rows, int64_t source, int64_t target) {
    return static_cast<double>(rows * (source + target));
  };
  EXPECT_EQ(largest_batch(plan, lengths, tokens), 1);
  const auto short_sources = [](int64_t rows, int64_t source, int64_t) {
    return static_cast<double>(rows) / static_cast<double>(source);
  };
  EXPECT_EQ(largest_batch(plan, lengths, short_sources), 0);
}

}  // namespace
}  // namespace attend
