#include "attend/tasks/bert_batches.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "attend/data/collate.h"
#include "attend/data/prefetch.h"
#include "attend/tasks/device_tensors.h"

namespace attend {
namespace {

// A batch before it is tensors, as the prefetch thread makes it.
struct CollatedExamples {
  PaddedIds ids;
  PaddedIds notes;
  std::vector<int64_t> segments;  // [rows, width]
};

// Collated batches kept ready beside the one in use.
constexpr size_t examples_ahead = 4;

// 1 behind the first note of each row.
void mark_second_segments(CollatedExamples& examples) {
  for (int64_t row = 0; row < examples.ids.rows; ++row) {
    const auto begin = examples.segments.begin() + row * examples.ids.width;
    const int64_t first = examples.notes.ids[static_cast<size_t>(row * examples.notes.width)];
    const int64_t length = examples.ids.lengths[static_cast<size_t>(row)];
    std::fill(begin + std::min(first, length), begin + length, 1);
  }
}

CollatedExamples collate_examples(const BatchSource& source, std::span<const uint32_t> examples) {
  CollatedExamples collated{
      pad(source.store, examples, 0, source.pad), pad(source.store, examples, 1, 0), {}};
  collated.segments.resize(collated.ids.ids.size());
  if (source.layout == NoteLayout::segment_and_values) mark_second_segments(collated);
  return collated;
}

bool has_padding(const PaddedIds& ids) {
  return std::ranges::any_of(ids.lengths, [&](int64_t length) { return length < ids.width; });
}

std::unique_ptr<BertBatch> to_bert_batch(const CollatedExamples& collated, const BatchSource& source) {
  auto batch = std::make_unique<BertBatch>();
  const auto& [ids, notes, segments] = collated;
  batch->examples = ids.rows;
  batch->source_tokens = batch->target_tokens = ids.tokens();
  batch->input.ids = on_device(ids.ids, {ids.rows, ids.width}, source.device);
  batch->input.segments = on_device(segments, {ids.rows, ids.width}, source.device);
  // Without padding nothing has to be hidden, which is quicker.
  if (has_padding(ids)) batch->input.lengths = on_device(ids.lengths, {ids.rows}, source.device);
  batch->noted =
      static_cast<int64_t>(std::ranges::count_if(notes.ids, [](int64_t note) { return note != 0; }));
  batch->notes = on_device(notes.ids, {notes.rows, notes.width}, source.device);
  if (source.layout == NoteLayout::segment_and_values)
    batch->notes = batch->notes.narrow(1, 1, batch->notes.size(1) - 1);
  return batch;
}

class BertStream final : public BatchStream {
 public:
  BertStream(const BatchSource& source, const BatchPlan& plan, int64_t first)
      : source_(source),
        collated_(
            [this, &plan, next = static_cast<size_t>(first)]() mutable -> std::optional<CollatedExamples> {
              if (next >= plan.size()) return std::nullopt;
              return collate_examples(source_, plan[next++]);
            },
            examples_ahead) {}

  std::unique_ptr<Batch> next() override {
    const auto examples = collated_.next();
    return examples ? to_bert_batch(*examples, source_) : nullptr;
  }

 private:
  BatchSource source_;
  Prefetch<CollatedExamples> collated_;  // after what its thread reads
};

}  // namespace

std::unique_ptr<BatchStream> bert_batches(const BatchSource& source, const BatchPlan& plan, int64_t first) {
  return std::make_unique<BertStream>(source, plan, first);
}

ExampleLengths sequence_lengths(const TokenStore& store) {
  ExampleLengths lengths;
  lengths.source.reserve(static_cast<size_t>(store.size()));
  for (int64_t example = 0; example < store.size(); ++example)
    lengths.source.push_back(static_cast<int32_t>(store.length(example, 0)));
  return lengths;
}

void each_batch(const BatchSource& source, int64_t batch_tokens,
                const std::function<void(const BertBatch&, std::span<const uint32_t>)>& visit) {
  const auto plan = plan_sorted(sequence_lengths(source.store), {.batch_tokens = batch_tokens});
  const auto stream = bert_batches(source, plan, 0);
  for (size_t number = 0; number < plan.size(); ++number) {
    const auto batch = stream->next();
    visit(static_cast<const BertBatch&>(*batch), plan[number]);
  }
}

}  // namespace attend
