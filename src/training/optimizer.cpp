#include "attend/training/optimizer.h"

#include <utility>
#include <vector>

#include <ATen/ATen.h>

namespace attend {
namespace {

// Calls `use(group, cut)` for each group of parameters, where `cut` gives a buffer's share as a list.
template <class Use>
void each_group(const FlatParameters& parameters, Use use) {
  for (const ParameterGroup& group : parameters.groups()) {
    use(group, [&group](const at::Tensor& buffer) {
      return std::vector<at::Tensor>{buffer.narrow(0, group.begin, group.length)};
    });
  }
}

class Adam : public Optimizer {
 public:
  using Kernel = decltype(&at::_ops::_fused_adam_::call);

  Adam(const OptimizerOptions& options, const FlatParameters& parameters, Kernel kernel)
      : options_(options), kernel_(kernel) {
    const auto on_device = at::TensorOptions().dtype(at::kFloat).device(parameters.device());
    mean_ = at::zeros({parameters.size()}, on_device);
    square_ = at::zeros({parameters.size()}, on_device);
    steps_ = at::zeros({}, on_device);
  }

  void step(FlatParameters& parameters, const OptimizerStep& step) override {
    steps_.add_(1 - step.skip);
    each_group(parameters, [&](const ParameterGroup& group, const auto& cut) {
      kernel_(cut(parameters.values()), cut(parameters.gradient()), cut(mean_), cut(square_),
              /*max_exp_avg_sqs=*/{}, {steps_}, step.learning_rate * group.rate_share, options_.betas[0],
              options_.betas[1], group.decays ? options_.weight_decay : 0, options_.eps,
              /*amsgrad=*/false, /*maximize=*/false, step.divisor, step.skip);
    });
  }

  NamedTensors state() const override {
    return {{"optimizer.mean", mean_}, {"optimizer.square", square_}, {"optimizer.steps", steps_}};
  }

 private:
  OptimizerOptions options_;
  Kernel kernel_;
  at::Tensor mean_, square_;  // [size] of gradient and squared gradient
  at::Tensor steps_;          // scalar: those not skipped
};

class Sgd : public Optimizer {
 public:
  Sgd(const OptimizerOptions& options, const FlatParameters& parameters) : options_(options) {
    if (options.momentum > 0) momentum_ = at::zeros_like(parameters.values());
  }

  void step(FlatParameters& parameters, const OptimizerStep& step) override {
    each_group(parameters, [&](const ParameterGroup& group, const auto& cut) {
      const auto momentum = momentum_.defined() ? cut(momentum_) : std::vector<at::Tensor>();
      at::_fused_sgd_(cut(parameters.values()), cut(parameters.gradient()), momentum,
                      group.decays ? options_.weight_decay : 0, options_.momentum,
                      step.learning_rate * group.rate_share, /*dampening=*/0, /*nesterov=*/false,
                      /*maximize=*/false,
                      /*is_first_step=*/false, step.divisor, step.skip);
    });
  }

  NamedTensors state() const override {
    if (!momentum_.defined()) return {};
    return {{"optimizer.momentum", momentum_}};
  }

 private:
  OptimizerOptions options_;
  at::Tensor momentum_;  // [size]; undefined without momentum
};

}  // namespace

std::unique_ptr<Optimizer> make_optimizer(const OptimizerOptions& options, const FlatParameters& parameters) {
  switch (options.type) {
    case OptimizerType::adam:
      return std::make_unique<Adam>(options, parameters, &at::_ops::_fused_adam_::call);
    case OptimizerType::adamw:
      return std::make_unique<Adam>(options, parameters, &at::_ops::_fused_adamw_::call);
    case OptimizerType::sgd:
      break;
  }
  return std::make_unique<Sgd>(options, parameters);
}

}  // namespace attend
