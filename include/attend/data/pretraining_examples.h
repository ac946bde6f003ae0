#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/core/random.h"
#include "attend/data/sentence_store.h"

namespace attend {

/// What an example of pre-training is.
enum class PretrainingInput {
  packed,          ///< as much of a document as fits, one segment (Liu et al. 2019, "RoBERTa", section 4.2)
  segment_pairs,   ///< two runs of sentences that fill the length (Devlin et al. 2019, appendix A.2)
  sentence_pairs,  ///< two sentences, as in the lectures
};
inline auto enum_names(PretrainingInput) {
  using Name = std::pair<PretrainingInput, std::string_view>;
  return std::array{Name{PretrainingInput::packed, "packed"},
                    Name{PretrainingInput::segment_pairs, "segment_pairs"},
                    Name{PretrainingInput::sentence_pairs, "sentence_pairs"}};
}

/// Whether the model has to tell if the second text follows the first.
inline bool has_pairs(PretrainingInput input) { return input != PretrainingInput::packed; }

/// Ids in the store; [CLS] and [SEP] come around them.
struct PretrainingExample {
  std::span<const int32_t> first;
  std::span<const int32_t> second = {};  ///< empty where there are no pairs
  bool follows = true;                   ///< the second follows the first in its document

  /// Ids with their symbols.
  int64_t length() const;
};

/// The examples of one epoch, in the order of the text: a function of store, kind, length and stream. Of
/// pairs about half follow each other; in the others the second text comes from another place of another
/// document. Sentence pairs that are too long are left out, segments are cut.
std::vector<PretrainingExample> make_pretraining_examples(const SentenceStore& store, PretrainingInput input,
                                                          int64_t max_length, Stream stream);

}  // namespace attend
