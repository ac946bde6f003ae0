#include "attend/tasks/answer_finder.h"

#include <algorithm>
#include <limits>

#include "attend/tasks/bert_rows.h"

namespace attend {
namespace {

// The first and last place of a stretch of a window, and the sum of their logits.
struct Stretch {
  int32_t first = 0, last = 0;
  float logit = -std::numeric_limits<float>::infinity();
};

// logits [L, 2]
Stretch best_stretch(const AnswerWindow& window, const torch::Tensor& logits, int64_t max_length) {
  const auto* values = logits.const_data_ptr<float>();
  const int32_t end = window.first + window.pieces();
  Stretch best{window.first, window.first};  // also where no logit is a number
  for (int32_t first = window.first; first < end; ++first) {
    const auto stop = static_cast<int32_t>(std::min<int64_t>(end, int64_t{first} + max_length));
    for (int32_t last = first; last < stop; ++last) {
      const float logit = values[2 * first] + values[2 * last + 1];
      if (logit > best.logit) best = {first, last, logit};
    }
  }
  return best;
}

double probability(const torch::Tensor& logits, int32_t first, int32_t last) {
  const auto shares = logits.to(torch::kDouble).softmax(0);
  return (shares[first][0] * shares[last][1]).item<double>();
}

}  // namespace

PreparedQuestion prepare_question(const WordPieceTokenizer& tokenizer, const std::string& question,
                                  const std::string& context, const WindowOptions& options) {
  PreparedQuestion prepared{tokenizer.encode_spans(context), {}};
  prepared.windows = cut_windows(tokenizer.encode(question), prepared.context, tokenizer.special(), options);
  return prepared;
}

std::vector<WindowLogits> read_windows(BertClassifier& network,
                                       const std::vector<PreparedQuestion>& questions, torch::Device device) {
  std::vector<BertRow> rows;
  std::vector<WindowLogits> logits;
  std::vector<torch::Tensor*> places;  // of the rows' logits
  for (const auto& question : questions) {
    auto& own = logits.emplace_back(question.windows.size());
    for (size_t i = 0; i < own.size(); ++i)
      rows.push_back({question.windows[i].ids, question.windows[i].first});
  }
  for (auto& own : logits)
    for (auto& window : own) places.push_back(&window);
  auto context = Context::inference();
  each_equal_batch(rows, device, [&](const BertInput& input, std::span<const uint32_t> numbers) {
    const auto read = network.forward(input, context).to(torch::kCPU, torch::kFloat).contiguous();
    for (size_t i = 0; i < numbers.size(); ++i) *places[numbers[i]] = read[static_cast<int64_t>(i)];
  });
  return logits;
}

FoundAnswer find_answer(const PreparedQuestion& question, const WindowLogits& logits,
                        const AnswerOptions& options) {
  Stretch best;
  size_t of_best = 0, of_none = 0;
  float none = std::numeric_limits<float>::infinity();
  for (size_t i = 0; i < logits.size(); ++i) {
    const auto found = best_stretch(question.windows[i], logits[i], options.max_answer_length);
    if (i == 0 || found.logit > best.logit) {
      best = found;
      of_best = i;
    }
    const auto* values = logits[i].const_data_ptr<float>();
    if (values[0] + values[1] < none) {
      none = values[0] + values[1];
      of_none = i;
    }
  }
  if (question.context.empty() ||
      (options.no_answer && double{none} - best.logit > options.no_answer_threshold))
    return {0, 0, probability(logits[of_none], 0, 0)};
  const auto& window = question.windows[of_best];
  const auto piece = [&](int32_t place) {
    return question.context[static_cast<size_t>(place - window.first + window.begin)];
  };
  return {piece(best.first).begin, piece(best.last).end, probability(logits[of_best], best.first, best.last)};
}

}  // namespace attend
