#include "attend/decoding/schema.h"

namespace attend {
namespace {

Schema<SamplingOptions> sampling_schema() {
  using O = SamplingOptions;
  return Schema<O>("Symbols drawn at random instead of searched for.")
      .field("temperature", &O::temperature, "Of the softmax; 0: no sampling.", non_negative())
      .field("top_k", &O::top_k, "Draw from the likeliest symbols only; 0: from all.", non_negative())
      .field("top_p", &O::top_p, "Draw from the likeliest that together have this probability.",
             range(1e-6, 1.0))
      .field("seed", &O::seed, "Sentence, draw and position are added to it: a run can be repeated.");
}

void check_contradictions(const DecodingOptions& o, Problems& problems) {
  const bool sampled = o.sampling.temperature > 0;
  if (sampled && o.beam_size > 1)
    problems.add("beam_size", std::to_string(o.beam_size), "1 where sampling.temperature is above 0");
  if (!sampled && o.n_best > o.beam_size)
    problems.add("n_best", std::to_string(o.n_best),
                 "at most beam_size, " + std::to_string(o.beam_size) + ", or sampling.temperature above 0");
  if (o.min_length >= o.max_length)
    problems.add("min_length", std::to_string(o.min_length),
                 "less than max_length, " + std::to_string(o.max_length));
}

}  // namespace

Schema<DecodingOptions> decoding_schema() {
  using O = DecodingOptions;
  return Schema<O>("How translations are searched for.")
      .field("beam_size", &O::beam_size, "Hypotheses kept at each step; 1 is greedy search.", range(1, 1024))
      .field("n_best", &O::n_best, "Translations a sentence, best first.", range(1, 1024))
      .field("length_penalty", &O::length_penalty,
             "Hypotheses are ranked by log probability / length^length_penalty.")
      .field("min_length", &O::min_length, "Tokens before a translation may end.", non_negative())
      .field("max_length", &O::max_length, "Longest translation in tokens, the end symbol counted.",
             positive())
      .field("max_length_factor", &O::max_length_factor,
             "Longest translation as a multiple of the source's tokens; 0: no such limit.", non_negative())
      .field("no_repeat_ngram_size", &O::no_repeat_ngram_size,
             "No n-gram of this size comes twice; 0: any may.", non_negative())
      .field("repetition_penalty", &O::repetition_penalty,
             "Divides the positive logits of symbols that came already, multiplies the others; 1: none.",
             positive())
      .section("sampling", &O::sampling, sampling_schema())
      .field("batch_size", &O::batch_size, "Sentences decoded together.", positive())
      .field("precision", &O::precision,
             "What weights are rounded to. int8, on the CPU, rounds what they are multiplied with too.")
      .check(check_contradictions);
}

}  // namespace attend
