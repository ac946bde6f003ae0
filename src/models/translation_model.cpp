#include "attend/models/translation_model.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/io/checksums.h"
#include "attend/io/model_folder.h"
#include "attend/models/transformer_config.h"
#include "attend/models/transformer_weights.h"

namespace attend {
namespace {

void check_vocabulary(const std::filesystem::path& folder, const TranslationVocabulary& model,
                      const TokenizerPair& tokenizers) {
  const auto check = [&](const char* side, int64_t expected, int64_t found) {
    if (expected == found) return;
    throw Error({.operation = "opening a model folder",
                 .where = folder.string(),
                 .found = "a " + std::string(side) + " vocabulary of " + std::to_string(found) + " entries",
                 .expected = std::to_string(expected) + ", as config.json says",
                 .hint = "the tokenizer's files are not those this model was trained with"});
  };
  check("source", model.source_size, tokenizers.source()->vocab_size());
  check("target", model.target_size, tokenizers.target()->vocab_size());
}

}  // namespace

TranslationModel make_translation_model(const TranslationModelOptions& options,
                                        std::shared_ptr<const TokenizerPair> tokenizers, uint64_t seed) {
  const auto vocabulary = translation_vocabulary(*tokenizers);
  auto network = std::make_shared<Transformer>(std::get<TransformerOptions>(options), vocabulary);
  network->initialise(seed);
  return {network, std::move(tokenizers)};
}

TranslationModel open_translation_model(const std::filesystem::path& folder) {
  const auto config = read_model_config(folder);
  (void)verify_checksums(folder);  // folders made elsewhere have none
  auto shape = read_transformer_config(config, folder / "config.json");
  std::shared_ptr<const TokenizerPair> tokenizers = open_tokenizers(folder);
  check_vocabulary(folder, shape.vocabulary, *tokenizers);
  const auto weights = StoredTensors::open(folder);
  auto network =
      std::make_shared<Transformer>(options_from_weights(shape.options, weights), shape.vocabulary);
  load_transformer(*network, weights);
  return {network, std::move(tokenizers)};
}

void save_translation_model(const TranslationModel& model, const std::filesystem::path& folder) {
  const auto& network = dynamic_cast<const Transformer&>(*model.network);
  const auto config = transformer_config(network.options(), network.vocabulary());
  write_file(folder / "config.json", config.dump(2) + "\n");
  write_safetensors(folder / "model.safetensors", transformer_tensors(network));
  model.tokenizers->save(folder, network.max_length());
}

}  // namespace attend
