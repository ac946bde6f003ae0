#include "attend/decoding/schema.h"

namespace attend {

Schema<DecodingOptions> decoding_schema() {
  using O = DecodingOptions;
  return Schema<O>("How translations are searched for.")
      .field("beam_size", &O::beam_size, "Hypotheses kept at each step; 1 is greedy search.", range(1, 1))
      .field("length_penalty", &O::length_penalty,
             "Hypotheses are ranked by log probability / length^length_penalty.")
      .field("max_length", &O::max_length, "Longest translation in tokens, the end symbol counted.",
             positive())
      .field("max_length_factor", &O::max_length_factor,
             "Longest translation as a multiple of the source's tokens; 0: no such limit.", non_negative())
      .field("batch_size", &O::batch_size, "Sentences decoded together.", positive());
}

}  // namespace attend
