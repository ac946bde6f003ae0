#include <numeric>

#include "attend/decoding/search.h"

namespace attend {
namespace {

// Finished sentences leave the batch once they are a quarter of it: leaving costs a copy of the caches.
bool worth_compacting(size_t live, size_t rows) { return rows > 2 && live * 4 <= rows * 3; }

// The hypotheses of a batch while they grow; row r of the model's state belongs to sentence `sentence[r]`.
class GreedyBatch {
 public:
  GreedyBatch(int64_t sentences, int64_t limit)
      : limit_(limit), done_(sentences, false), hypotheses_(sentences) {
    sentence_.resize(sentences);
    std::iota(sentence_.begin(), sentence_.end(), 0);
  }

  // Takes the step's best symbol of each row and its log probability.
  void extend(const torch::Tensor& symbols, const torch::Tensor& log_probabilities, int64_t end) {
    const auto* symbol = symbols.const_data_ptr<int64_t>();
    const auto* log_probability = log_probabilities.const_data_ptr<float>();
    for (size_t row = 0; row < sentence_.size(); ++row) {
      if (done_[sentence_[row]]) continue;
      auto& hypothesis = hypotheses_[sentence_[row]];
      hypothesis.log_probability += log_probability[row];
      hypothesis.finished = symbol[row] == end;
      if (!hypothesis.finished) hypothesis.ids.push_back(symbol[row]);
      done_[sentence_[row]] = hypothesis.finished || hypothesis.length() == limit_;
    }
  }

  std::vector<int64_t> live_rows() const {
    std::vector<int64_t> rows;
    for (size_t row = 0; row < sentence_.size(); ++row) {
      if (!done_[sentence_[row]]) rows.push_back(static_cast<int64_t>(row));
    }
    return rows;
  }

  // Keeps `rows`; a lone row keeps a finished one beside it, because products of one row round differently.
  std::vector<int64_t> keep(std::vector<int64_t> rows) {
    if (rows.size() == 1) rows.push_back(rows[0] == 0 ? 1 : 0);
    std::vector<int64_t> kept;
    for (auto row : rows) kept.push_back(sentence_[row]);
    sentence_ = kept;
    return rows;
  }

  size_t rows() const { return sentence_.size(); }

  SearchResult result(double length_penalty) && {
    SearchResult result;
    for (auto& hypothesis : hypotheses_) {
      const auto length = static_cast<double>(hypothesis.length());
      hypothesis.score = hypothesis.log_probability / std::pow(length, length_penalty);
      result.push_back({std::move(hypothesis)});
    }
    return result;
  }

 private:
  int64_t limit_;
  std::vector<int64_t> sentence_;
  std::vector<bool> done_;
  std::vector<Hypothesis> hypotheses_;
};

}  // namespace

SearchResult greedy_search(Seq2Seq& model, const Memory& memory, const DecodingOptions& options) {
  c10::InferenceMode inference;
  const auto limit = length_limit(options, memory.states.size(1), model.max_length());
  const auto sentences = memory.states.size(0);
  GreedyBatch batch(sentences, limit);
  auto state = model.start(memory, limit);
  auto symbols = torch::full({sentences}, model.start_id(), memory.lengths.options());
  for (int64_t position = 0; position < limit; ++position) {
    auto logits = model.project(model.step(symbols, *state)).to(torch::kFloat);  // [N, V]
    auto [best, argbest] = logits.max(-1);
    symbols = argbest;
    batch.extend(argbest.cpu(), (best - logits.logsumexp(-1)).cpu(), model.end_id());
    auto live = batch.live_rows();
    if (live.empty()) break;
    if (worth_compacting(live.size(), batch.rows())) {
      auto rows = torch::tensor(batch.keep(std::move(live)), symbols.options());
      state->select(rows);
      symbols = symbols.index_select(0, rows);
    }
  }
  return std::move(batch).result(options.length_penalty);
}

}  // namespace attend
