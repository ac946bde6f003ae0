#include "attend/training/flat_parameters.h"

#include <algorithm>
#include <ranges>
#include <unordered_set>
#include <utility>

#include <torch/nn/modules/normalization.h>

#include "attend/core/error.h"
#include "attend/core/hash.h"
#include "attend/nn/layer_norm.h"
#include "attend/training/gradient_norm.h"

namespace attend {
namespace {

constexpr int64_t alignment = 16;  // floats: 64 bytes

int64_t round_up(int64_t size, int64_t multiple) { return (size + multiple - 1) / multiple * multiple; }

// A tensor's identity, whatever modules it is registered in.
using Identity = const void*;
Identity identity(const at::Tensor& tensor) { return tensor.unsafeGetTensorImpl(); }

std::unordered_set<Identity> norm_parameters(torch::nn::Module& model) {
  std::unordered_set<Identity> found;
  for (const auto& module : model.modules(/*include_self=*/false)) {
    if (!module->as<nn::LayerNormImpl>() && !module->as<torch::nn::LayerNormImpl>()) continue;
    for (const at::Tensor& parameter : module->parameters(/*recurse=*/false))
      found.insert(identity(parameter));
  }
  return found;
}

[[noreturn]] void refuse(const std::string& where, std::string found, std::string expected) {
  throw Error({.operation = "preparing the parameters",
               .where = where,
               .found = std::move(found),
               .expected = std::move(expected)});
}

}  // namespace

FlatParameters::FlatParameters(torch::nn::Module& model, Precision precision, const RateShare& rate_share) {
  place(model, precision);
  const int64_t size = round_up(slots_.back().offset + slots_.back().parameter.numel(), gradient_norm_row);
  const auto options = at::TensorOptions().dtype(at::kFloat).device(slots_.front().parameter.device());
  values_ = at::zeros({size}, options);
  gradient_ = at::zeros({size}, options);
  group(rate_share);
  if (precision == Precision::bf16) {
    low_values_ = at::zeros({size}, options.dtype(at::kBFloat16));
    low_gradient_ = at::zeros({size}, options.dtype(at::kBFloat16));
  }
  const at::NoGradGuard no_grad;
  for (const Slot& slot : slots_) view(values_, slot).copy_(slot.parameter);
  publish();
  show_training();
}

// Gives each trainable tensor its offset: those with weight decay first, each group in the model's order.
void FlatParameters::place(torch::nn::Module& model, Precision precision) {
  const auto norms = norm_parameters(model);
  std::unordered_set<Identity> seen;
  for (const auto& named : model.named_parameters()) {
    const at::Tensor& parameter = named.value();
    if (!seen.insert(identity(parameter)).second) continue;
    const bool low = precision == Precision::bf16 && !norms.contains(identity(parameter));
    if (!parameter.requires_grad()) {
      if (low) frozen_.push_back({parameter, parameter.data(), parameter.data().to(at::kBFloat16)});
      continue;
    }
    slots_.push_back({named.key(), parameter, 0, low});
    parameter_count_ += parameter.numel();
  }
  if (slots_.empty()) refuse("", "no parameter that can be trained", "at least one");
  std::ranges::stable_partition(slots_, &Slot::decays);
  int64_t offset = 0;
  for (Slot& slot : slots_) {
    if (slot.parameter.device() != slots_.front().parameter.device())
      refuse(slot.name, slot.parameter.device().str(),
             "all parameters on " + slots_.front().parameter.device().str());
    slot.offset = offset;
    offset += round_up(slot.parameter.numel(), alignment);
  }
}

// Neighbours that are updated alike make a group; it reaches to the begin of the next one.
void FlatParameters::group(const RateShare& rate_share) {
  for (const Slot& slot : slots_) {
    const double share = rate_share ? rate_share(slot.name) : 1;
    const bool joins =
        !groups_.empty() && groups_.back().decays == slot.decays() && groups_.back().rate_share == share;
    if (!joins) groups_.push_back({slot.offset, 0, slot.decays(), share});
  }
  int64_t end = size();
  for (ParameterGroup& group : groups_ | std::views::reverse) {
    group.length = end - group.begin;
    end = group.begin;
  }
}

at::Tensor FlatParameters::view(const at::Tensor& buffer, const Slot& slot) const {
  return buffer.narrow(0, slot.offset, slot.parameter.numel()).view(slot.parameter.sizes());
}

uint64_t FlatParameters::layout() const {
  Hasher hasher;
  for (const Slot& slot : slots_) {
    hasher.add(slot.name).add(static_cast<uint64_t>(slot.offset));
    for (const int64_t length : slot.parameter.sizes()) hasher.add(static_cast<uint64_t>(length));
  }
  return hasher.value();
}

void FlatParameters::zero_gradient() {
  gradient_.zero_();
  if (low_gradient_.defined()) low_gradient_.zero_();
}

void FlatParameters::collect() {
  if (!low_gradient_.defined()) return;
  gradient_.add_(low_gradient_);
  low_gradient_.zero_();
}

void FlatParameters::publish() {
  if (low_values_.defined()) low_values_.copy_(values_);
}

void FlatParameters::show(const at::Tensor& buffer) {
  for (const Slot& slot : slots_) slot.parameter.set_data(view(buffer, slot));
  for (const Frozen& frozen : frozen_) frozen.parameter.set_data(frozen.full);
}

void FlatParameters::show_training() {
  for (const Slot& slot : slots_) {
    at::Tensor parameter = slot.parameter;  // another handle of the same tensor
    parameter.set_data(view(slot.low_precision ? low_values_ : values_, slot));
    parameter.mutable_grad() = view(slot.low_precision ? low_gradient_ : gradient_, slot);
  }
  for (const Frozen& frozen : frozen_) frozen.parameter.set_data(frozen.low);
}

}  // namespace attend
