#pragma once

// Attention of single queries over rows picked from anywhere: a step of decoding. Each query is computed
// alone over the keys that it sees, so its result depends neither on its neighbours nor on padding.

#include "vector.inl"

ATTEND_INLINE float dot(const float* a, const float* b, int64_t size) {
  Floats sums = {};
  int64_t i = 0;
  for (; i + kLanes <= size; i += kLanes) sums += load(a + i) * load(b + i);
  float sum = 0;
  for (int64_t lane = 0; lane < kLanes; ++lane) sum += sums[lane];
  for (; i < size; ++i) sum += a[i] * b[i];
  return sum;
}

// to += factor * from
ATTEND_INLINE void add_scaled(float factor, const float* from, int64_t size, float* to) {
  int64_t i = 0;
  for (; i + kLanes <= size; i += kLanes) store(to + i, load(to + i) + factor * load(from + i));
  for (; i < size; ++i) to[i] += factor * from[i];
}

ATTEND_INLINE void softmax(float* scores, int64_t count) {
  float largest = scores[0], sum = 0;
#pragma omp simd reduction(max : largest)
  for (int64_t i = 0; i < count; ++i) largest = scores[i] > largest ? scores[i] : largest;
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) scores[i] = exp_of_negative(scores[i] - largest);
  for (int64_t i = 0; i < count; ++i) sum += scores[i];
  for (int64_t i = 0; i < count; ++i) scores[i] /= sum;
}

void gathered_attention(const GatheredAttention& task, Range queries, float* scores) {
  const int64_t d = task.head_size, width = task.heads * d;
  for (int64_t n = queries.first; n < queries.last; ++n) {
    const int64_t* rows = task.rows + n * task.positions;
    const int64_t count = task.counts == nullptr ? task.positions : task.counts[n];
    const float* q = task.queries + n * task.query_stride;
    float* out = task.out + n * width;
    for (int64_t i = 0; i < width; ++i) out[i] = 0;
    if (count == 0) continue;
    for (int64_t p = 0; p < count; ++p) {
      const float* key = task.keys_values + rows[p] * 2 * width;
      for (int64_t h = 0; h < task.heads; ++h)
        scores[h * count + p] = task.scale * dot(q + h * d, key + h * d, d);
    }
    for (int64_t h = 0; h < task.heads; ++h) softmax(scores + h * count, count);
    for (int64_t p = 0; p < count; ++p) {
      const float* value = task.keys_values + rows[p] * 2 * width + width;
      for (int64_t h = 0; h < task.heads; ++h)
        add_scaled(scores[h * count + p], value + h * d, d, out + h * d);
    }
  }
}
