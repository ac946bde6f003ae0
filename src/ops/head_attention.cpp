#include "head_attention.h"

#include <cmath>

#include "parallel.h"
#include "product.h"

namespace attend::ops {
namespace {

constexpr int64_t kQueries = 128;  // of a block

// One head of one sequence, on one thread.
class Head {
 public:
  Head(const HeadOperands& operands, const HeadCall& call)
      : operands_(operands),
        call_(call),
        size_(operands.q.all.size(2) / call.heads),
        queries_(operands.q.all.size(1)),
        all_keys_(operands.k.all.size(1)),
        scores_(static_cast<size_t>(std::min(kQueries, queries_) * all_keys_)) {}

  void choose(int64_t number) {
    batch_ = number / call_.heads;
    column_ = number % call_.heads * size_;
    keys_ = call_.lengths == nullptr ? all_keys_ : std::clamp<int64_t>(call_.lengths[batch_], 0, all_keys_);
  }

  void forward(const HeadRows& out) {
    for (int64_t first = 0; first < queries_; first += kQueries) {
      const Block block = weigh(first);
      multiply({scores_.data(), all_keys_, 1}, by_rows(operands_.v), block.keys, {out, first, block.rows});
    }
  }

  void backward(const HeadRows& gradient, const HeadOperands& gradients) {
    score_gradients_.resize(scores_.size());
    clear(gradients.k);
    clear(gradients.v);
    for (int64_t first = 0; first < queries_; first += kQueries) {
      const Block block = weigh(first);
      const MatrixView weights_t{scores_.data(), 1, all_keys_};
      const MatrixView scores{score_gradients_.data(), all_keys_, 1},
          scores_t{score_gradients_.data(), 1, all_keys_};
      multiply(weights_t, by_rows(gradient, first), block.rows, {gradients.v, 0, block.keys, /*add=*/true});
      scores_of({by_rows(gradient, first), block.rows}, operands_.v, block.keys, score_gradients_.data());
      kernels().attention_weights_backward(scores_task(block), score_gradients_.data());
      multiply(scores, by_rows(operands_.k), block.keys, {gradients.q, first, block.rows});
      multiply(scores_t, by_rows(operands_.q, first), block.rows, {gradients.k, 0, block.keys, /*add=*/true});
    }
  }

 private:
  // Queries from `first` on, and the keys that they see.
  struct Block {
    int64_t first, rows, keys;
  };
  struct Left {
    MatrixView view;
    int64_t rows;
  };
  // Rows from `first` on of a tensor.
  struct Target {
    const HeadRows& all;
    int64_t first, rows;
    bool add = false;
  };

  MatrixView by_rows(const HeadRows& rows, int64_t first = 0) const {
    return {rows.of(batch_, column_) + first * rows.stride(), rows.stride(), 1};
  }

  // left [rows, depth] right [depth, d] into rows of a tensor.
  void multiply(const MatrixView& left, const MatrixView& right, int64_t depth, const Target& to) const {
    const Product task{.a = left,
                       .b = right,
                       .c = to.all.of(batch_, column_) + to.first * to.all.stride(),
                       .c_stride = to.all.stride(),
                       .depth = depth,
                       .accumulate = to.add};
    if (depth > 0) {
      kernels().product(task, {0, to.rows}, {0, size_}, product_scratch());
    } else if (!to.add) {
      for (int64_t i = 0; i < to.rows; ++i) std::fill_n(task.c + i * task.c_stride, size_, 0.0F);
    }
  }

  // out [rows, keys] = left right^T over the head's dimensions.
  void scores_of(const Left& left, const HeadRows& right, int64_t keys, float* out) const {
    const auto rows = by_rows(right);
    const Product task{.a = left.view,
                       .b = {rows.data, 1, rows.row_stride},
                       .c = out,
                       .c_stride = all_keys_,
                       .depth = size_};
    if (keys > 0) kernels().product(task, {0, left.rows}, {0, keys}, product_scratch());
  }

  AttentionScores scores_task(const Block& block) {
    return {.scores = scores_.data(),
            .stride = all_keys_,
            .rows = block.rows,
            .keys = block.keys,
            .seen_by_first = call_.causal ? block.first + 1 : block.keys,
            .scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(size_)))};
  }

  // The weights of a block's queries, in scores_.
  Block weigh(int64_t first) {
    const int64_t rows = std::min(kQueries, queries_ - first);
    const Block block{first, rows, call_.causal ? std::min(keys_, first + rows) : keys_};
    scores_of({by_rows(operands_.q, first), rows}, operands_.k, block.keys, scores_.data());
    kernels().attention_weights(scores_task(block));
    return block;
  }

  void clear(const HeadRows& rows) const {
    for (int64_t i = 0; i < all_keys_; ++i)
      std::fill_n(rows.of(batch_, column_) + i * rows.stride(), size_, 0.0F);
  }

  const HeadOperands& operands_;
  const HeadCall& call_;
  int64_t size_, queries_, all_keys_;
  int64_t batch_ = 0, column_ = 0, keys_ = 0;
  std::vector<float> scores_, score_gradients_;  // [rows of a block, all keys]
};

// Calls f(Head&) for every head of every sequence.
template <class F>
void for_each_head(const HeadOperands& operands, const HeadCall& call, const F& f) {
  constexpr int64_t worth_a_thread = int64_t{1} << 17;  // multiplications
  const int64_t work = operands.q.all.size(1) * operands.k.all.size(1) * operands.q.all.size(2) / call.heads;
  const int64_t grain = worth_a_thread / std::max<int64_t>(1, work) + 1;
  for_each_range(operands.q.all.size(0) * call.heads, grain, [&](Range range) {
    Head head(operands, call);
    for (int64_t number = range.first; number < range.last; ++number) {
      head.choose(number);
      f(head);
    }
  });
}

}  // namespace

void attend_heads(const HeadOperands& operands, const HeadCall& call, const HeadRows& out) {
  for_each_head(operands, call, [&](Head& head) { head.forward(out); });
}

void attend_heads_backward(const HeadOperands& operands, const HeadCall& call, const HeadRows& gradient,
                           const HeadOperands& gradients) {
  for_each_head(operands, call, [&](Head& head) { head.backward(gradient, gradients); });
}

}  // namespace attend::ops
