#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "attend/io/tensors.h"
#include "attend/training/flat_parameters.h"
#include "attend/training/options.h"

namespace attend {

/// What one step needs besides the gradient. Both tensors are fp32 scalars on the parameters' device, so that
/// nothing has to be read from it.
struct OptimizerStep {
  double learning_rate = 0;  ///< of parameters with the whole of it
  at::Tensor divisor;        ///< the gradient is divided by it
  at::Tensor skip;           ///< 1: the step changes nothing; 0: it is made
};

/// From gradient to parameters, group by group, in one pass over the flat buffers (LibTorch's fused kernels:
/// at 8 ms for 8 million parameters on two cores they are as fast as memory).
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// Changes `parameters.values()`; the gradient's contents are undefined afterwards.
  virtual void step(FlatParameters& parameters, const OptimizerStep& step) = 0;
  /// The live tensors of its state, to save and to restore.
  virtual NamedTensors state() const = 0;
};

/// Adam (Kingma & Ba 2015), AdamW (Loshchilov & Hutter 2019) or SGD with momentum, as torch.optim defines
/// them.
std::unique_ptr<Optimizer> make_optimizer(const OptimizerOptions& options, const FlatParameters& parameters);

}  // namespace attend
