#include "attend/training/train_step.h"

#include <string>

#include <ATen/record_function.h>

#include "attend/core/error.h"
#include "attend/ops/gradients_in_place.h"
#include "attend/training/gradient_norm.h"

namespace attend {
namespace {

torch::Device device_of(const torch::nn::Module& model) { return model.parameters().front().device(); }

// What is stored in fp32 may still be rounded as products read it.
ops::ProductPrecision product_precision(torch::Device device, Precision asked) {
  return asked == stored_precision(device, asked) ? ops::ProductPrecision::fp32 : ops::ProductPrecision::bf16;
}

}  // namespace

TrainStep::TrainStep(Task& task, const TrainingOptions& options, Communicator& communicator)
    : task_(task),
      options_(options),
      products_(product_precision(device_of(task.model()), options.precision)),
      communicator_(communicator),
      parameters_(task.model(), stored_precision(device_of(task.model()), options.precision),
                  [&task](const std::string& parameter) { return task.learning_rate_share(parameter); }),
      optimizer_(make_optimizer(options.optimizer, parameters_)) {
  if (options.ema > 0) average_ = std::make_unique<WeightAverage>(parameters_.values(), options.ema);
  const auto on_device = at::TensorOptions().dtype(at::kDouble).device(parameters_.device());
  sums_ = at::zeros({3}, on_device);
  interval_ = at::zeros({3}, on_device);
  bad_ = at::zeros({3}, on_device);
  norm_ = at::zeros({}, on_device);
}

void TrainStep::add(const Batch& batch, int64_t update, int64_t micro_batch) {
  const RandomPosition position{static_cast<uint64_t>(update), static_cast<uint32_t>(micro_batch),
                                static_cast<uint32_t>(communicator_.rank())};
  Context context{true, Stream(static_cast<uint64_t>(options_.seed), RandomPurpose::dropout, position)};
  const LossSum loss = forward(batch, context);
  {
    RECORD_USER_SCOPE("backward");
    const ops::GradientsInPlace in_place;
    loss.sum.backward();
  }
  const at::NoGradGuard no_grad;
  parameters_.collect();
  sums_[0].add_(loss.sum);
  sums_[1].add_(loss.nll);
  sums_[2].add_(loss.count);
}

LossSum TrainStep::forward(const Batch& batch, Context& context) {
  RECORD_USER_SCOPE("forward");
  const ops::ProductPrecisionScope precision(products_);
  return task_.loss(batch, context);
}

void TrainStep::abandon() {
  parameters_.zero_gradient();
  sums_.zero_();
}

void TrainStep::apply(int64_t update, double learning_rate) {
  RECORD_USER_SCOPE("optimizer");
  const at::NoGradGuard no_grad;
  communicator_.sum(parameters_.gradient());
  communicator_.sum(sums_);
  norm_ = gradient_norm(parameters_.gradient()) / sums_[2];
  const at::Tensor bad = (norm_.isfinite() & sums_[0].isfinite()).logical_not();
  const at::Tensor skip = bad.to(at::kFloat);
  // The gradient is a sum: dividing it by count / clip factor averages and clips it in the optimizer's own
  // pass.
  const at::Tensor divisor = (sums_[2] / clip_factor(norm_, options_.clip_norm)).to(at::kFloat);
  optimizer_->step(parameters_, {learning_rate, divisor, skip});
  if (average_) average_->add(parameters_.values(), update, skip);
  parameters_.publish();
  parameters_.zero_gradient();
  interval_.add_(sums_.masked_fill(bad, 0));
  sums_.zero_();
  count_bad(bad);
  update_ = update;
  if (parameters_.device().is_cpu()) refuse_bad_row();
}

void TrainStep::count_bad(const at::Tensor& bad) {
  bad_[0].add_(bad);
  bad_[1].add_(1).mul_(bad);
  bad_[2].copy_(at::maximum(bad_[1], bad_[2]));
}

void TrainStep::refuse_bad_row() const {
  if (bad_[2].item<double>() < static_cast<double>(options_.max_bad_updates)) return;
  throw Error({.operation = "training",
               .where = "update " + std::to_string(update_),
               .found = "a loss or gradient that is not finite in " +
                        std::to_string(options_.max_bad_updates) + " updates in a row",
               .expected = "finite numbers",
               .hint =
                   "lower training.optimizer.lr, lengthen training.schedule.warmup, or try precision fp32; "
                   "--resume goes on from the last checkpoint"});
}

IntervalReport TrainStep::report() {
  refuse_bad_row();
  const at::Tensor sums = interval_.cpu();
  const auto* values = sums.const_data_ptr<double>();
  const double count = values[2];
  const IntervalReport report{values[0] / count, values[1] / count, norm_.item<double>(),
                              static_cast<int64_t>(bad_[0].item<double>())};
  interval_.zero_();
  return report;
}

NamedTensors TrainStep::state() const {
  NamedTensors tensors = optimizer_->state();
  tensors.emplace_back("parameters", parameters_.values());
  if (average_) tensors.emplace_back("average", average_->values());
  tensors.emplace_back("interval", interval_);
  tensors.emplace_back("bad_updates", bad_);
  return tensors;
}

TrainStep::Published::Published(TrainStep& step) : step_(step) {
  step_.parameters_.show(step_.average_ ? step_.average_->values() : step_.parameters_.values());
}

TrainStep::Published::~Published() { step_.parameters_.show_training(); }

}  // namespace attend
