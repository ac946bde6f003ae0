#include "attend/tasks/bert_rows.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "attend/tasks/device_tensors.h"

namespace attend {
namespace {

constexpr size_t tokens_together = 4096;

BertInput input_of(std::span<const BertRow> rows, std::span<const uint32_t> numbers, torch::Device device) {
  std::vector<int64_t> ids, segments;
  for (const uint32_t number : numbers) {
    const auto& row = rows[number];
    ids.insert(ids.end(), row.ids.begin(), row.ids.end());
    segments.insert(segments.end(), static_cast<size_t>(row.first), 0);
    segments.resize(ids.size(), 1);
  }
  const auto count = static_cast<int64_t>(numbers.size());
  const int64_t width = static_cast<int64_t>(ids.size()) / count;
  return {on_device(ids, {count, width}, device), on_device(segments, {count, width}, device), {}};
}

}  // namespace

void each_equal_batch(std::span<const BertRow> rows, torch::Device device,
                      const std::function<void(const BertInput&, std::span<const uint32_t>)>& visit) {
  std::vector<uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto length = [&](uint32_t number) { return rows[number].ids.size(); };
  std::ranges::stable_sort(order, std::greater<>(), length);
  for (size_t begin = 0; begin < order.size();) {
    const size_t width = length(order[begin]), most = std::max<size_t>(1, tokens_together / width);
    size_t end = begin;
    while (end < order.size() && end - begin < most && length(order[end]) == width) ++end;
    const auto numbers = std::span<const uint32_t>(order).subspan(begin, end - begin);
    visit(input_of(rows, numbers, device), numbers);
    begin = end;
  }
}

}  // namespace attend
