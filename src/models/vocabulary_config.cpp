#include "attend/models/vocabulary_config.h"

namespace attend {
namespace {

void check_ids(const JsonFields& fields, const JsonFields& own, const TranslationVocabulary& v) {
  const auto check = [](const JsonFields& in, const char* key, int64_t id, int64_t size) {
    if (id >= size) in.fail(key, "an id below the vocabulary's size, " + std::to_string(size));
  };
  check(fields, "pad_token_id", v.target_pad, v.target_size);
  check(fields, "eos_token_id", v.target_end, v.target_size);
  check(fields, "decoder_start_token_id", v.start, v.target_size);
  check(own, "source_pad_token_id", v.source_pad, v.source_size);
  check(own, "source_eos_token_id", v.source_end, v.source_size);
  if (v.shared && v.source_size != v.target_size) {
    fields.fail("decoder_vocab_size", "the same as vocab_size, " + std::to_string(v.source_size) +
                                          ": separate vocabularies are not supported in this format");
  }
}

}  // namespace

void write_vocabulary(const TranslationVocabulary& v, Json& config) {
  config["vocab_size"] = v.source_size;
  config["decoder_vocab_size"] = v.target_size;
  config["pad_token_id"] = v.target_pad;
  config["decoder_start_token_id"] = v.start;
  config["eos_token_id"] = v.target_end;
  config["forced_eos_token_id"] = v.target_end;
  config["bos_token_id"] = nullptr;
  if (v.shared) return;
  config["attend"]["source_pad_token_id"] = v.source_pad;
  config["attend"]["source_eos_token_id"] = v.source_end;
}

TranslationVocabulary read_vocabulary(const JsonFields& fields) {
  const auto own = fields.section("attend");
  TranslationVocabulary v;
  v.source_size = fields.integer("vocab_size", 1);
  v.target_size = fields.integer("decoder_vocab_size", 1, v.source_size);
  v.target_pad = fields.integer("pad_token_id", 0);
  v.target_end = fields.integer("eos_token_id", 0);
  v.start = fields.integer("decoder_start_token_id", 0);
  v.shared = !own.has("source_pad_token_id");
  v.source_pad = own.integer("source_pad_token_id", 0, v.target_pad);
  v.source_end = own.integer("source_eos_token_id", 0, v.target_end);
  check_ids(fields, own, v);
  return v;
}

}  // namespace attend
