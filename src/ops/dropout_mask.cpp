#include "dropout_mask.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "parallel.h"
#include <ATen/ATen.h>

namespace attend::ops {
namespace {

constexpr int64_t kLow32 = 0xffffffff;
constexpr int64_t kGroup = 128;  // elements of 16 blocks
constexpr int64_t kBlocks = 16;

at::Tensor low(const at::Tensor& product) { return product.bitwise_and(kLow32); }
at::Tensor high(const at::Tensor& product) {
  return at::bitwise_right_shift(product, 32).bitwise_and(kLow32);
}

// Seven rounds over counters [n] int64; products wrap around as unsigned ones do.
std::array<at::Tensor, 4> philox7(const at::Tensor& counters, uint64_t key) {
  const auto zero = at::zeros_like(counters);
  std::array<at::Tensor, 4> c = {low(counters), high(counters), zero, zero};
  auto k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 7; ++round) {
    const auto a = c[0] * int64_t{0xD2511F53}, b = c[2] * int64_t{0xCD9E8D57};
    c = {high(b).bitwise_xor(c[1]).bitwise_xor(int64_t{k0}), low(b),
         high(a).bitwise_xor(c[3]).bitwise_xor(int64_t{k1}), low(a)};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return c;
}

// The factors in fp32 on the CPU, without a tensor a step of the arithmetic.
at::Tensor cpu_mask_factors(const MaskSource& mask, at::IntArrayRef sizes) {
  auto factors = at::empty(sizes, at::kFloat);
  for_each_range(factors.numel(), kElementGrain, [&](Range range) {
    kernels().mask_factors(mask, range.first, range.last - range.first,
                           factors.mutable_data_ptr<float>() + range.first);
  });
  return factors;
}

at::Tensor factors_like(const MaskSource& mask, const at::Tensor& y) {
  if (y.is_cpu()) return cpu_mask_factors(mask, y.sizes()).to(y.scalar_type());
  return mask_factors(mask, y.sizes(), y.options());
}

}  // namespace

MaskSource mask_source(uint64_t key, double p) {
  const auto threshold = static_cast<uint32_t>(std::clamp(std::lround(p * 65536), 0L, 65535L));
  return {key, threshold, 65536.0F / static_cast<float>(65536 - threshold)};
}

at::Tensor mask_factors(const MaskSource& mask, at::IntArrayRef sizes, const at::TensorOptions& options) {
  const int64_t count = c10::multiply_integers(sizes);
  const int64_t groups = (count + kGroup - 1) / kGroup;
  const auto words = philox7(at::arange(groups * kBlocks, options.dtype(at::kLong)), mask.key);
  const auto word = at::stack({words[0], words[1], words[2], words[3]}).view({4, groups, kBlocks});
  const auto half = at::stack({word.bitwise_and(0xffff), at::bitwise_right_shift(word, 16)});
  const auto lanes = half.permute({2, 0, 1, 3}).reshape({-1}).narrow(0, 0, count);  // from [2, 4, groups, 16]
  return lanes.ge(static_cast<int64_t>(mask.threshold)).to(options.dtype()).mul_(mask.scale).view(sizes);
}

at::Tensor masked_add(const MaskSource& mask, const at::Tensor& x, const at::Tensor& y) {
  if (!has_kernels(y)) {
    const auto dropped = y * factors_like(mask, y);
    return x.defined() ? x + dropped : dropped;
  }
  const auto from = y.contiguous(), residual = x.defined() ? x.contiguous() : x;
  auto out = at::empty(y.sizes(), y.options());
  for_each_range(y.numel(), kElementGrain, [&](Range range) {
    kernels().masked_add(mask, residual.defined() ? residual.const_data_ptr<float>() : nullptr,
                         from.const_data_ptr<float>(), range, out.mutable_data_ptr<float>());
  });
  return out;
}

}  // namespace attend::ops
