#pragma once

#include <memory>

#include <torch/nn/module.h>

namespace attend::nn {

/// A module is in evaluation mode while somebody holds one of these: layers keep copies of their weights in
/// the layout that products read. The weights must not change meanwhile.
class EvaluationMode {
 public:
  /// That of `module`, which is shared by all who ask for it, on any thread.
  static std::shared_ptr<const EvaluationMode> of(const std::shared_ptr<torch::nn::Module>& module);

  ~EvaluationMode();
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  explicit EvaluationMode(std::shared_ptr<torch::nn::Module> module);

  std::shared_ptr<torch::nn::Module> module_;
};

}  // namespace attend::nn
