#pragma once

namespace attend::ops {

/// While it lives, backward passes of this thread add the gradients of weights to their `.grad` themselves,
/// where a weight has one: products go on from what is there instead of making a tensor that autograd then
/// adds. For `Tensor::backward` of a training step. Autograd sees no gradient of such weights, so neither
/// hooks of theirs nor torch::autograd::grad may want one.
class GradientsInPlace {
 public:
  GradientsInPlace();
  ~GradientsInPlace();
  GradientsInPlace(const GradientsInPlace&) = delete;
  GradientsInPlace& operator=(const GradientsInPlace&) = delete;

 private:
  bool before_;
};

}  // namespace attend::ops
