#pragma once

#include <torch/torch.h>

namespace attend::nn {

/// Puts a module in evaluation mode while it lives: layers keep copies of their weights in the layout that
/// products read. The weights must not change meanwhile.
class EvaluationMode {
 public:
  explicit EvaluationMode(std::shared_ptr<torch::nn::Module> module) : module_(std::move(module)) {
    torch::NoGradGuard no_gradient;
    module_->eval();
  }
  ~EvaluationMode() {
    if (module_) module_->train();
  }
  EvaluationMode(EvaluationMode&&) = default;
  EvaluationMode& operator=(EvaluationMode&&) = delete;
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  std::shared_ptr<torch::nn::Module> module_;
};

}  // namespace attend::nn
