#pragma once

// Layer normalisation of a residual sum: one row stays in the first-level cache through all its passes.

#include "dropout.inl"

// h = x + factor * y
ATTEND_INLINE void residual_row(const AddNormForward& task, int64_t row, float* h) {
  const int64_t size = task.size, start = row * size;
  const float *x = task.x + start, *y = task.y + start;
  if (task.mask.threshold == 0) {
    for (int64_t i = 0; i < size; ++i) h[i] = x[i] + y[i];
  } else {
    for_mask_pieces(task.mask, {start, start + size}, [&](int64_t at, int64_t n, const float* factors) {
      const int64_t o = at - start;
      for (int64_t i = 0; i < n; ++i) h[o + i] = x[o + i] + y[o + i] * factors[i];
    });
  }
}

void add_norm(const AddNormForward& task, Range rows) {
  const int64_t size = task.size;
  const auto count = static_cast<float>(size);
  for (int64_t row = rows.first; row < rows.last; ++row) {
    float* out = task.out + row * size;
    float* h = task.normalised == nullptr ? out : task.normalised + row * size;
    residual_row(task, row, h);
    float sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < size; ++i) sum += h[i];
    const float mean = sum / count;
#pragma omp simd reduction(+ : squares)
    for (int64_t i = 0; i < size; ++i) squares += (h[i] - mean) * (h[i] - mean);
    const float rstd = 1.0F / __builtin_sqrtf(squares / count + task.eps);
    if (task.rstd != nullptr) task.rstd[row] = rstd;
    const float *weight = task.weight, *bias = task.bias;
#pragma omp simd
    for (int64_t i = 0; i < size; ++i) {
      const float normalised = (h[i] - mean) * rstd;
      h[i] = normalised;
      out[i] = normalised * weight[i] + bias[i];
    }
  }
}

void add_norm_backward(const AddNormBackward& task, Range rows, float* weight_gradient,
                       float* bias_gradient) {
  const int64_t size = task.size;
  const auto count = static_cast<float>(size);
  const float* weight = task.weight;
  for (int64_t row = rows.first; row < rows.last; ++row) {
    const int64_t start = row * size;
    const float *g = task.gradient + start, *normalised = task.normalised + start;
    float sum = 0, product = 0;
#pragma omp simd reduction(+ : sum, product)
    for (int64_t i = 0; i < size; ++i) {
      const float scaled = g[i] * weight[i];
      sum += scaled;
      product += scaled * normalised[i];
      weight_gradient[i] += g[i] * normalised[i];
      bias_gradient[i] += g[i];
    }
    const float mean = sum / count, slope = product / count, rstd = task.rstd[row];
    float* dx = task.x_gradient + start;
#pragma omp simd
    for (int64_t i = 0; i < size; ++i) dx[i] = rstd * (g[i] * weight[i] - mean - normalised[i] * slope);
    if (task.y_gradient != nullptr) {
      masked_add(task.mask, nullptr, task.x_gradient, {start, start + size}, task.y_gradient);
    }
  }
}

void column_sums(const float* matrix, int64_t columns, Range rows, float* sums) {
  for (int64_t row = rows.first; row < rows.last; ++row) {
    const float* values = matrix + row * columns;
#pragma omp simd
    for (int64_t i = 0; i < columns; ++i) sums[i] += values[i];
  }
}
