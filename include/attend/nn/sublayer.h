#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "attend/nn/context.h"
#include "attend/nn/layer_norm.h"

namespace attend::nn {

/// Where a block normalises: after the residual sum (Vaswani et al. 2017, section 3.1) or before the sublayer
/// (Xiong et al. 2020, "On Layer Normalization in the Transformer Architecture").
enum class NormPosition { post, pre };

std::vector<std::pair<NormPosition, std::string_view>> enum_names(NormPosition);

/// How each sublayer f of a block is wrapped:
///   post: norm(x + dropout(f(x)))        pre: x + dropout(f(norm(x)))
struct ResidualOptions {
  NormPosition norm = NormPosition::post;
  double dropout = 0.1;
  double norm_eps = 1e-5;
};

/// Applies `f` to x [..., D] as `options` says.
torch::Tensor residual(const torch::Tensor& x, const LayerNorm& norm, const ResidualOptions& options,
                       Context& context, const std::function<torch::Tensor(const torch::Tensor&)>& f);

/// The same where `f` reads all of x and gives some of its positions only: `kept` is x at these.
torch::Tensor residual(const torch::Tensor& x, const torch::Tensor& kept, const LayerNorm& norm,
                       const ResidualOptions& options, Context& context,
                       const std::function<torch::Tensor(const torch::Tensor&)>& f);

}  // namespace attend::nn
