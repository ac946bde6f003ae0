#include "attend/data/pretraining_examples.h"

#include <algorithm>

#include "attend/tokenizers/wordpiece_input.h"

namespace attend {
namespace {

using IdSpan = std::span<const int32_t>;
using Examples = std::vector<PretrainingExample>;

int64_t size_of(IdSpan ids) { return static_cast<int64_t>(ids.size()); }
IdSpan shortened(IdSpan ids, int64_t length) { return ids.first(static_cast<size_t>(length)); }

int64_t below(int64_t bound, Stream& stream) {
  return static_cast<int64_t>(stream.next_below(static_cast<uint64_t>(bound)));
}

bool coin(Stream& stream) { return stream.next_u32() & 1; }

// A document that is not `number`, where there is another.
int64_t other_document(const SentenceStore& store, int64_t number, Stream& stream) {
  if (store.documents() == 1) return 0;
  const int64_t drawn = below(store.documents() - 1, stream);
  return drawn < number ? drawn : drawn + 1;
}

int64_t any_sentence(SentenceRange document, Stream& stream) {
  return document.begin + below(document.size(), stream);
}

void add_packed(const SentenceStore& store, SentenceRange document, int64_t room, Examples& examples) {
  const IdSpan all = store.ids(document);
  for (int64_t begin = 0; begin < size_of(all); begin += room) {
    const auto length = std::min(room, size_of(all) - begin);
    examples.push_back({all.subspan(static_cast<size_t>(begin), static_cast<size_t>(length))});
  }
}

void add_sentence_pairs(const SentenceStore& store, int64_t number, int64_t room, Stream& stream,
                        Examples& examples) {
  const auto document = store.document(number);
  for (int64_t sentence = document.begin; sentence + 1 < document.end; ++sentence) {
    PretrainingExample example{store.ids(sentence), store.ids(sentence + 1), coin(stream)};
    if (!example.follows) {
      const auto elsewhere = store.document(other_document(store, number, stream));
      example.second = store.ids(any_sentence(elsewhere, stream));
    }
    if (size_of(example.first) + size_of(example.second) <= room) examples.push_back(example);
  }
}

// As many sentences from `begin` on as make at least `room` ids, or all that there are.
SentenceRange fill(const SentenceStore& store, int64_t begin, int64_t end, int64_t room) {
  SentenceRange range{begin, begin};
  for (int64_t length = 0; range.end < end && length < room; ++range.end)
    length += size_of(store.ids(range.end));
  return range;
}

// Both segments cut so that they fit together.
PretrainingExample fitted(PretrainingExample example, int64_t room) {
  const auto [first, second] =
      truncate_longest_first({size_of(example.first), size_of(example.second)}, room);
  example.first = shortened(example.first, first);
  example.second = shortened(example.second, second);
  return example;
}

// Runs of sentences that fill the length, parted somewhere. Where the second part is taken from elsewhere,
// the one it replaces begins the next run.
void add_segment_pairs(const SentenceStore& store, int64_t number, int64_t room, Stream& stream,
                       Examples& examples) {
  const auto document = store.document(number);
  for (int64_t begin = document.begin; begin < document.end;) {
    const auto run = fill(store, begin, document.end, room);
    const bool has_two = run.size() > 1;
    const int64_t middle = has_two ? run.begin + 1 + below(run.size() - 1, stream) : run.end;
    const SentenceRange first{run.begin, middle};
    PretrainingExample example{store.ids(first), store.ids(SentenceRange{middle, run.end})};
    example.follows = has_two && coin(stream);
    if (!example.follows) {
      const auto elsewhere = store.document(other_document(store, number, stream));
      const auto rest = std::max<int64_t>(1, room - size_of(example.first));
      example.second = store.ids(fill(store, any_sentence(elsewhere, stream), elsewhere.end, rest));
    }
    examples.push_back(fitted(example, room));
    begin = example.follows ? run.end : middle;
  }
}

}  // namespace

int64_t PretrainingExample::length() const {
  const auto symbols = second.empty() ? symbols_of_sentence : symbols_of_pair;
  return size_of(first) + size_of(second) + symbols;
}

std::vector<PretrainingExample> make_pretraining_examples(const SentenceStore& store, PretrainingInput input,
                                                          int64_t max_length, Stream stream) {
  Examples examples;
  for (int64_t number = 0; number < store.documents(); ++number) {
    switch (input) {
      case PretrainingInput::packed:
        add_packed(store, store.document(number), max_length - symbols_of_sentence, examples);
        break;
      case PretrainingInput::segment_pairs:
        add_segment_pairs(store, number, max_length - symbols_of_pair, stream, examples);
        break;
      case PretrainingInput::sentence_pairs:
        add_sentence_pairs(store, number, max_length - symbols_of_pair, stream, examples);
        break;
    }
  }
  return examples;
}

}  // namespace attend
