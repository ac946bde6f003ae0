#include "attend/training/batch_cursor.h"

#include <string>
#include <utility>

#include <ATen/record_function.h>

#include "attend/core/error.h"

namespace attend {

BatchCursor::BatchCursor(Task& task, uint64_t seed, int64_t epoch, int64_t batch) : task_(task), seed_(seed) {
  open(epoch, batch);
}

void BatchCursor::open(int64_t epoch, int64_t batch) {
  stream_.reset();  // its thread ends before the next one's begins
  epoch_ = epoch;
  batch_ = batch;
  count_ = task_.batch_count(seed_, epoch);
  if (count_ < 1 || batch > count_) {
    throw Error({.operation = "reading the training data",
                 .where = "epoch " + std::to_string(epoch + 1),
                 .found = std::to_string(count_) + " batches",
                 .expected = "at least " + std::to_string(batch > 0 ? batch : 1)});
  }
  stream_ = task_.batches(seed_, epoch, batch);
}

std::unique_ptr<Batch> BatchCursor::next() {
  RECORD_USER_SCOPE("data");
  if (batch_ == count_) open(epoch_ + 1, 0);
  std::unique_ptr<Batch> batch = stream_->next();
  if (!batch) {
    throw Error({.operation = "reading the training data",
                 .where = "epoch " + std::to_string(epoch_ + 1),
                 .found = "an end after " + std::to_string(batch_) + " batches",
                 .expected = std::to_string(count_)});
  }
  ++batch_;
  return batch;
}

int64_t planned_updates(Task& task, const Duration& duration, uint64_t seed, int64_t accumulate) {
  if (duration.unit == DurationUnit::tokens) return 0;
  if (duration.unit == DurationUnit::updates) return duration.amount;
  int64_t updates = 0;
  for (int64_t epoch = 0; epoch < duration.amount; ++epoch)
    updates += (task.batch_count(seed, epoch) + accumulate - 1) / accumulate;
  return updates;
}

bool is_due(const Duration& every, const Progress& before, const Progress& now) {
  return every.amount > 0 && now.in(every.unit) / every.amount > before.in(every.unit) / every.amount;
}

}  // namespace attend
