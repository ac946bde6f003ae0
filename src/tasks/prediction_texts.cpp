#include "attend/tasks/prediction_texts.h"

#include <algorithm>
#include <iterator>

#include <ATen/Parallel.h>

#include "attend/core/error.h"
#include "attend/core/log.h"

namespace attend {
namespace {

// Numbers of the inputs with, or without, a second text.
std::vector<size_t> inputs_of_size(const std::vector<PredictionInput>& inputs, size_t texts) {
  std::vector<size_t> numbers;
  for (size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].texts.size() == texts) numbers.push_back(i);
  return numbers;
}

}  // namespace

void require_texts(const std::vector<PredictionInput>& inputs, size_t count) {
  const auto lacking =
      std::ranges::find_if(inputs, [&](const auto& input) { return input.texts.size() < count; });
  if (lacking == inputs.end()) return;
  throw Error({.operation = "predicting",
               .where = lacking->where,
               .found = std::to_string(lacking->texts.size()) + " texts",
               .expected = "at least " + std::to_string(count)});
}

std::vector<TextSequence> read_texts(const BertModel& model, const std::vector<PredictionInput>& inputs,
                                     int64_t max_length) {
  require_texts(inputs, 1);
  const SequenceLimits limits{max_length, at::get_num_threads()};
  std::vector<TextSequence> sequences(inputs.size());
  for (const size_t size : {1, 2}) {
    const auto numbers = inputs_of_size(inputs, size);
    std::vector<std::string> texts, pairs;
    for (const size_t number : numbers) {
      texts.push_back(inputs[number].texts[0]);
      if (size == 2) pairs.push_back(inputs[number].texts[1]);
    }
    auto encoded = encode_texts(*model.tokenizer, texts, pairs, limits);
    for (size_t i = 0; i < numbers.size(); ++i) sequences[numbers[i]] = std::move(encoded[i]);
  }
  if (const auto first = std::ranges::find_if(sequences, &TextSequence::truncated);
      first != sequences.end()) {
    const auto more = std::count_if(first + 1, sequences.end(), [](const auto& s) { return s.truncated; });
    log_warning(inputs[static_cast<size_t>(first - sequences.begin())].where +
                (more > 0 ? " and " + std::to_string(more) + " more" : "") + ": longer than " +
                std::to_string(limits.max_length) + " ids; what is over is left out");
  }
  return sequences;
}

std::vector<BertRow> rows_of(const std::vector<TextSequence>& sequences) {
  std::vector<BertRow> rows;
  for (const auto& sequence : sequences) rows.push_back({sequence.ids, sequence.first});
  return rows;
}

}  // namespace attend
