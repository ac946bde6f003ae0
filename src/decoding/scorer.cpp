#include "attend/decoding/scorer.h"

#include <cmath>

#include <ATen/record_function.h>

namespace attend {
namespace {

bool is_identity(const std::vector<int64_t>& rows, int64_t size) {
  if (static_cast<int64_t>(rows.size()) != size) return false;
  for (size_t i = 0; i < rows.size(); ++i)
    if (rows[i] != static_cast<int64_t>(i)) return false;
  return true;
}

class ModelScorer final : public Scorer {
 public:
  ModelScorer(Seq2Seq& model, const Memory& memory)
      : model_(model), device_(memory.states.device()), state_(model.start(memory)) {}

  torch::Tensor step(const std::vector<int64_t>& rows, const std::vector<int64_t>& tokens) override {
    const auto hidden = next_states(rows, tokens);
    RECORD_USER_SCOPE("projection");
    return model_.project(hidden);
  }

 private:
  torch::Tensor next_states(const std::vector<int64_t>& rows, const std::vector<int64_t>& tokens) {
    RECORD_USER_SCOPE("decoder");
    if (!is_identity(rows, state_->size())) state_->select(torch::tensor(rows).to(device_));
    return model_.step(torch::tensor(tokens).to(device_), *state_);
  }

  Seq2Seq& model_;
  torch::Device device_;
  std::unique_ptr<DecoderState> state_;
};

class Ensemble final : public Scorer {
 public:
  explicit Ensemble(std::vector<std::unique_ptr<Scorer>> members) : members_(std::move(members)) {}

  torch::Tensor step(const std::vector<int64_t>& rows, const std::vector<int64_t>& tokens) override {
    std::vector<torch::Tensor> log_probabilities;
    for (auto& member : members_)
      log_probabilities.push_back(member->step(rows, tokens).to(torch::kFloat).log_softmax(-1));
    return torch::stack(log_probabilities).logsumexp(0) - std::log(static_cast<double>(members_.size()));
  }

 private:
  std::vector<std::unique_ptr<Scorer>> members_;
};

}  // namespace

std::unique_ptr<Scorer> make_scorer(Seq2Seq& model, const Memory& memory) {
  RECORD_USER_SCOPE("decoder");
  return std::make_unique<ModelScorer>(model, memory);
}

std::unique_ptr<Scorer> make_ensemble(std::vector<std::unique_ptr<Scorer>> members) {
  return std::make_unique<Ensemble>(std::move(members));
}

}  // namespace attend
