#include "attend/decoding/generation_config.h"

#include <algorithm>

#include "attend/config/load.h"
#include "attend/core/file.h"
#include "attend/decoding/schema.h"
#include "attend/io/model_folder.h"

namespace attend {
namespace {

constexpr const char* file_name = "generation_config.json";

DecodingOptions from_hugging_face(const JsonFields& fields) {
  DecodingOptions options;
  options.beam_size = fields.integer("num_beams", 1, options.beam_size);
  options.length_penalty = fields.number("length_penalty", options.length_penalty);
  options.max_length = fields.integer("max_length", 1, options.max_length);
  options.max_length_factor = 0;  // Hugging Face has no such limit
  return options;
}

}  // namespace

void write_generation_config(const std::filesystem::path& folder, const DecodingOptions& options,
                             const TranslationVocabulary& vocabulary, int64_t positions) {
  const Json config = {{"decoder_start_token_id", vocabulary.start},
                       {"pad_token_id", vocabulary.target_pad},
                       {"eos_token_id", vocabulary.target_end},
                       {"forced_eos_token_id", vocabulary.target_end},
                       {"bos_token_id", nullptr},
                       {"bad_words_ids", Json::array({Json::array({vocabulary.target_pad})})},
                       {"max_length", std::min(options.max_length, positions)},
                       {"num_beams", options.beam_size},
                       {"length_penalty", options.length_penalty},
                       {"attend", write(decoding_schema(), options)}};
  write_file(folder / file_name, config.dump(2) + "\n");
}

DecodingOptions read_generation_config(const std::filesystem::path& folder) {
  const auto path = folder / file_name;
  if (!std::filesystem::exists(path)) return {};
  const auto config = read_json_object(path);
  if (!config.contains("attend")) return from_hugging_face(config_fields(config, path));
  auto loaded = load(decoding_schema(), config["attend"].dump(), path.string() + ", \"attend\"");
  loaded.problems.throw_if_any();
  return loaded.value;
}

}  // namespace attend
