#include "attend/metrics/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace attend {
namespace {

bool are_finite(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double number) { return std::isfinite(number); });
}

/// The numbers less their mean, at unit length; empty where they are all the same, or one is not finite.
std::vector<double> standardise(std::vector<double> numbers) {
  if (numbers.empty() || !are_finite(numbers)) return {};
  const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  if (*least == *greatest) return {};
  const double mean =
      std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
  for (double& number : numbers) number -= mean;
  const double length = std::sqrt(std::inner_product(numbers.begin(), numbers.end(), numbers.begin(), 0.0));
  for (double& number : numbers) number /= length;
  return numbers;
}

double correlate(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = standardise(a), y = standardise(b);
  if (x.empty() || y.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(std::inner_product(x.begin(), x.end(), y.begin(), 0.0), -1.0, 1.0);
}

}  // namespace

void Correlation::add(double predicted, double target) {
  predicted_.push_back(predicted);
  target_.push_back(target);
}

void Correlation::reset() {
  predicted_.clear();
  target_.clear();
}

double Correlation::pearson() const { return correlate(predicted_, target_); }

double Correlation::spearman() const { return correlate(ranks(predicted_), ranks(target_)); }

std::vector<double> ranks(const std::vector<double>& numbers) {
  if (!are_finite(numbers))
    return std::vector<double>(numbers.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return numbers[a] < numbers[b]; });
  std::vector<double> ranks(numbers.size());
  for (size_t begin = 0, end; begin < order.size(); begin = end) {
    end = begin;
    while (end < order.size() && numbers[order[end]] == numbers[order[begin]]) ++end;
    const double shared = static_cast<double>(begin + 1 + end) / 2;
    for (size_t i = begin; i < end; ++i) ranks[order[i]] = shared;
  }
  return ranks;
}

}  // namespace attend
