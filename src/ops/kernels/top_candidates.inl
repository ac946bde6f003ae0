#pragma once

// The largest log probabilities of each row of logits.

#include "vector.inl"

// Keeps the `count` best so far in falling order; of equal values the earlier id stays before the later.
ATTEND_INLINE void insert_candidate(float value, int64_t id, int64_t count, float* values, int64_t* ids) {
  int64_t at = count - 1;
  for (; at > 0 && value > values[at - 1]; --at) {
    values[at] = values[at - 1];
    ids[at] = ids[at - 1];
  }
  values[at] = value;
  ids[at] = id;
}

ATTEND_INLINE bool is_any_nan(const float* z, int64_t count) {
  float total = 0;
#pragma omp simd reduction(+ : total)
  for (int64_t i = 0; i < count; ++i) total += z[i] - z[i] == 0 ? 0 : z[i];  // infinite ones as they are
  return total != total;
}

void top_candidates(const TopCandidates& task, Range rows) {
  constexpr int64_t kBlock = 64;  // logits that are looked at one by one only if their largest is a candidate
  const int64_t classes = task.classes, count = task.count;
  for (int64_t row = rows.first; row < rows.last; ++row) {
    const float* z = task.logits + row * classes;
    float* values = task.values + row * count;
    int64_t* ids = task.ids + row * count;
    for (int64_t i = 0; i < count; ++i) {
      values[i] = -__builtin_inff();
      ids[i] = i;
    }
    for (int64_t begin = 0; begin < classes; begin += kBlock) {
      const int64_t end = begin + kBlock < classes ? begin + kBlock : classes;
      float largest = z[begin];
#pragma omp simd reduction(max : largest)
      for (int64_t i = begin; i < end; ++i) largest = z[i] > largest ? z[i] : largest;
      if (!(largest > values[count - 1])) continue;
      for (int64_t i = begin; i < end; ++i)
        if (z[i] > values[count - 1]) insert_candidate(z[i], i, count, values, ids);
    }
    const float largest = values[0];
    if (largest == -__builtin_inff() && !is_any_nan(z, classes)) continue;  // no class may follow
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < classes; ++i) sum += exp_of_negative(z[i] - largest);
    const float log_sum = largest + __builtin_logf(sum);
    for (int64_t i = 0; i < count; ++i) values[i] -= log_sum;
  }
}
