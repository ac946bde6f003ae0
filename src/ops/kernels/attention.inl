#pragma once

// Scores of attention, row by row.

#include "vector.inl"

ATTEND_INLINE int64_t seen_by(const AttentionScores& task, int64_t row) {
  const int64_t seen = task.seen_by_first + row;
  return seen < task.keys ? seen : task.keys;
}

void attention_weights(const AttentionScores& task) {
  for (int64_t row = 0; row < task.rows; ++row) {
    float* z = task.scores + row * task.stride;
    const int64_t seen = seen_by(task, row);
    float largest = -__builtin_inff(), sum = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t i = 0; i < seen; ++i) largest = z[i] > largest ? z[i] : largest;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < seen; ++i) {
      z[i] = exp_of_negative((z[i] - largest) * task.scale);
      sum += z[i];
    }
    const float share = 1.0F / sum;
#pragma omp simd
    for (int64_t i = 0; i < seen; ++i) z[i] *= share;
    for (int64_t i = seen; i < task.keys; ++i) z[i] = 0;
  }
}

void attention_weights_backward(const AttentionScores& task, float* gradient) {
  for (int64_t row = 0; row < task.rows; ++row) {
    const float* weights = task.scores + row * task.stride;
    float* g = gradient + row * task.stride;
    float mean = 0;
#pragma omp simd reduction(+ : mean)
    for (int64_t i = 0; i < task.keys; ++i) mean += weights[i] * g[i];
#pragma omp simd
    for (int64_t i = 0; i < task.keys; ++i) g[i] = weights[i] * (g[i] - mean) * task.scale;
  }
}
