#include "attend/decoding/translator.h"

#include <algorithm>
#include <numeric>

#include "attend/decoding/search.h"

namespace attend {

Translator::Translator(const TranslationModel& model, const DecodingOptions& options, torch::Device device)
    : model_(model), options_(options), device_(device) {}

Translator::Source Translator::encode(const std::string& line) const {
  const auto& tokenizer = *model_.tokenizers->source();
  Source source{tokenizer.encode(line), false};
  const auto room = static_cast<size_t>(model_.network->max_length() - 1);
  source.truncated = source.ids.size() > room;
  if (source.truncated) source.ids.resize(room);
  source.ids.push_back(tokenizer.special().eos);
  return source;
}

torch::Tensor Translator::batch_of(std::span<const Source> sources, std::span<const size_t> rows) const {
  const auto length = static_cast<int64_t>(sources[rows[0]].ids.size());
  auto batch = torch::empty({static_cast<int64_t>(rows.size()), length}, torch::kLong);
  auto* to = batch.data_ptr<int64_t>();
  for (const auto row : rows) to = std::copy(sources[row].ids.begin(), sources[row].ids.end(), to);
  return batch.to(device_);
}

std::vector<Translation> Translator::translate(std::span<const std::string> lines) const {
  std::vector<Source> sources;
  std::vector<Translation> translations(lines.size());
  std::vector<size_t> order;
  for (size_t i = 0; i < lines.size(); ++i) {
    sources.push_back(encode(lines[i]));
    translations[i].source_tokens = static_cast<int64_t>(sources[i].ids.size());
    translations[i].truncated = sources[i].truncated;
    if (sources[i].ids.size() > 1) order.push_back(i);
  }
  const auto length = [&](size_t i) { return sources[i].ids.size(); };
  // The longest first: a model that does not fit the memory fails at once.
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return length(a) > length(b); });

  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    const size_t most = std::min(order.size(), begin + static_cast<size_t>(options_.batch_size));
    while (end < most && length(order[end]) == length(order[begin])) ++end;
    const std::span rows(order.data() + begin, end - begin);
    auto found = search(*model_.network, batch_of(sources, rows), options_);
    for (size_t i = 0; i < rows.size(); ++i) {
      auto& translation = translations[rows[i]];
      translation.hypotheses = std::move(found[i]);
      translation.text = model_.tokenizers->target()->decode(translation.hypotheses.front().ids);
    }
    begin = end;
  }
  return translations;
}

}  // namespace attend
