#include "attend/training/optimizer.h"

#include <utility>
#include <vector>

#include <ATen/ATen.h>

namespace attend {
namespace {

// Buffers cut into the part with weight decay and the part without; parts without entries are left out.
class Parts {
 public:
  explicit Parts(const FlatParameters& parameters)
      : decayed_(parameters.decayed_size()), rest_(parameters.size() - parameters.decayed_size()) {}

  /// Calls `use(weight_decay, cut)` for each part, where `cut` gives a buffer's share as a list.
  template <class Use>
  void each(double weight_decay, Use use) const {
    part(0, decayed_, weight_decay, use);
    part(decayed_, rest_, 0.0, use);
  }

 private:
  template <class Use>
  static void part(int64_t begin, int64_t length, double weight_decay, Use use) {
    if (length == 0) return;
    use(weight_decay,
        [=](const at::Tensor& buffer) { return std::vector<at::Tensor>{buffer.narrow(0, begin, length)}; });
  }

  int64_t decayed_, rest_;
};

class Adam : public Optimizer {
 public:
  using Kernel = decltype(&at::_ops::_fused_adam_::call);

  Adam(const OptimizerOptions& options, const FlatParameters& parameters, Kernel kernel)
      : options_(options), parts_(parameters), kernel_(kernel) {
    const auto on_device = at::TensorOptions().dtype(at::kFloat).device(parameters.device());
    mean_ = at::zeros({parameters.size()}, on_device);
    square_ = at::zeros({parameters.size()}, on_device);
    steps_ = at::zeros({}, on_device);
  }

  void step(FlatParameters& parameters, const OptimizerStep& step) override {
    steps_.add_(1 - step.skip);
    parts_.each(options_.weight_decay, [&](double decay, const auto& cut) {
      kernel_(cut(parameters.values()), cut(parameters.gradient()), cut(mean_), cut(square_),
              /*max_exp_avg_sqs=*/{}, {steps_}, step.learning_rate, options_.betas[0], options_.betas[1],
              decay, options_.eps,
              /*amsgrad=*/false, /*maximize=*/false, step.divisor, step.skip);
    });
  }

  NamedTensors state() const override {
    return {{"optimizer.mean", mean_}, {"optimizer.square", square_}, {"optimizer.steps", steps_}};
  }

 private:
  OptimizerOptions options_;
  Parts parts_;
  Kernel kernel_;
  at::Tensor mean_, square_;  // [size] of gradient and squared gradient
  at::Tensor steps_;          // scalar: those not skipped
};

class Sgd : public Optimizer {
 public:
  Sgd(const OptimizerOptions& options, const FlatParameters& parameters)
      : options_(options), parts_(parameters) {
    if (options.momentum > 0) momentum_ = at::zeros_like(parameters.values());
  }

  void step(FlatParameters& parameters, const OptimizerStep& step) override {
    parts_.each(options_.weight_decay, [&](double decay, const auto& cut) {
      const auto momentum = momentum_.defined() ? cut(momentum_) : std::vector<at::Tensor>();
      at::_fused_sgd_(cut(parameters.values()), cut(parameters.gradient()), momentum, decay,
                      options_.momentum, step.learning_rate, /*dampening=*/0, /*nesterov=*/false,
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
  Parts parts_;
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
