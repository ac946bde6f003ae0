#pragma once

// Cross-entropy with label smoothing, its gradient in place of the logits. With log p = z - log sum exp z
// over C classes:
//   loss = -(1 - s) log p[t] - s / C sum log p,   d loss / d z = p - s / C - (1 - s) [target]

#include "vector.inl"

ATTEND_INLINE void ignore_row(const SoftmaxLoss& task, int64_t row, float* z) {
  task.loss[row] = 0;
  task.nll[row] = 0;
  if (!task.gradient) return;
  for (int64_t i = 0; i < task.classes; ++i) z[i] = 0;
}

void softmax_loss(const SoftmaxLoss& task, Range rows) {
  const int64_t classes = task.classes;
  const float share = task.smoothing / static_cast<float>(classes);
  for (int64_t row = rows.first; row < rows.last; ++row) {
    float* z = task.logits + row * classes;
    const int64_t target = task.targets[row];
    if (target < 0) {
      ignore_row(task, row, z);
      continue;
    }
    const float wanted = z[target];
    float largest = z[0], sum = 0, total = 0;
#pragma omp simd reduction(max : largest)
    for (int64_t i = 0; i < classes; ++i) largest = z[i] > largest ? z[i] : largest;
#pragma omp simd reduction(+ : sum, total)
    for (int64_t i = 0; i < classes; ++i) {
      const float shifted = z[i] - largest;
      const float e = exp_of_negative(shifted);
      total += shifted;
      sum += e;
      z[i] = e;
    }
    const float log_sum = __builtin_logf(sum);
    task.nll[row] = log_sum - (wanted - largest);
    task.loss[row] = (1 - task.smoothing) * task.nll[row] + task.smoothing * log_sum - share * total;
    if (!task.gradient) continue;
    const float scale = 1.0F / sum;
#pragma omp simd
    for (int64_t i = 0; i < classes; ++i) z[i] = z[i] * scale - share;
    z[target] -= 1 - task.smoothing;
  }
}
