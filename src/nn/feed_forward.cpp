#include "attend/nn/feed_forward.h"

#include "attend/ops/dropout.h"

namespace attend::nn {

FeedForwardImpl::FeedForwardImpl(const FeedForwardOptions& options)
    : fc1(register_module("fc1", Linear(options.d_model, options.ffn_dim, options.bias))),
      fc2(register_module("fc2", Linear(options.ffn_dim, options.d_model, options.bias))),
      options_(options) {}

torch::Tensor FeedForwardImpl::forward(const torch::Tensor& x, Context& context) {
  auto hidden = fc1->forward(x, options_.activation);
  if (context.training) hidden = ops::dropout(hidden, options_.activation_dropout, context.stream);
  return fc2->forward(hidden);
}

}  // namespace attend::nn
