#include "attend/models/translation_model.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/io/checksums.h"
#include "attend/io/model_folder.h"
#include "attend/models/recurrent_folder.h"
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

struct OpenedNetwork {
  std::shared_ptr<Seq2Seq> network;
  TranslationVocabulary vocabulary;
};

// What a configuration says of training, in place of what the folder says.
TransformerOptions with_rates_of(TransformerOptions shape, const TransformerOptions& training) {
  shape.dropout = training.dropout;
  shape.attention_dropout = training.attention_dropout;
  shape.activation_dropout = training.activation_dropout;
  shape.embedding_std = training.embedding_std;
  return shape;
}

// `training`: null for a model that is only used.
OpenedNetwork open_transformer(const std::filesystem::path& folder, const Json& config,
                               const TransformerOptions* training) {
  const auto shape = read_transformer_config(config, folder / "config.json");
  const auto weights = StoredTensors::open(folder);
  check_room(shape.options, shape.vocabulary, weights, folder / "config.json");
  auto options = options_from_weights(shape.options, weights);
  if (training != nullptr) options = with_rates_of(options, *training);
  auto network = std::make_shared<Transformer>(options, shape.vocabulary);
  load_transformer(*network, weights);
  return {std::move(network), shape.vocabulary};
}

OpenedNetwork open_recurrent_network(const std::filesystem::path& folder, const Json& config) {
  auto network = open_recurrent(config, folder / "config.json", StoredTensors::open(folder));
  const auto vocabulary = network->vocabulary();
  return {std::move(network), vocabulary};
}

// The network with the folder's tokenizers, which have to be those of its vocabulary.
TranslationModel with_tokenizers(const std::filesystem::path& folder, OpenedNetwork opened) {
  std::shared_ptr<const TokenizerPair> tokenizers = open_tokenizers(folder);
  check_vocabulary(folder, opened.vocabulary, *tokenizers);
  return {std::move(opened.network), std::move(tokenizers)};
}

template <class Network, class Options>
std::shared_ptr<Seq2Seq> initial_network(const Options& options, const TranslationVocabulary& vocabulary,
                                         uint64_t seed) {
  auto network = std::make_shared<Network>(options, vocabulary);
  network->initialise(seed);
  return network;
}

struct MakeNetwork {
  std::shared_ptr<Seq2Seq> operator()(const TransformerOptions& options) const {
    return initial_network<Transformer>(options, vocabulary, seed);
  }
  std::shared_ptr<Seq2Seq> operator()(const GruSeq2SeqOptions& options) const {
    return initial_network<GruSeq2Seq>(options, vocabulary, seed);
  }
  std::shared_ptr<Seq2Seq> operator()(const BahdanauSeq2SeqOptions& options) const {
    return initial_network<BahdanauSeq2Seq>(options, vocabulary, seed);
  }

  const TranslationVocabulary& vocabulary;
  uint64_t seed;
};

// config.json and the tensors of model.safetensors.
struct StoredNetwork {
  Json config;
  NamedTensors tensors;
};

StoredNetwork stored_form(const Seq2Seq& network) {
  if (const auto* recurrent = dynamic_cast<const RecurrentSeq2Seq*>(&network)) {
    return {recurrent_config(*recurrent), recurrent_tensors(*recurrent)};
  }
  const auto& transformer = dynamic_cast<const Transformer&>(network);
  return {transformer_config(transformer.options(), transformer.vocabulary()),
          transformer_tensors(transformer)};
}

}  // namespace

TranslationModel make_translation_model(const TranslationModelOptions& options,
                                        std::shared_ptr<const TokenizerPair> tokenizers, uint64_t seed) {
  const auto vocabulary = translation_vocabulary(*tokenizers);
  return {std::visit(MakeNetwork{vocabulary, seed}, options), std::move(tokenizers)};
}

TranslationModel open_translation_model(const std::filesystem::path& folder) {
  const auto config = read_model_config(folder);
  (void)verify_model_checksums(folder);  // folders made elsewhere have none
  const bool recurrent = is_recurrent(config["model_type"].get<std::string>());
  return with_tokenizers(folder, recurrent ? open_recurrent_network(folder, config)
                                           : open_transformer(folder, config, /*training=*/nullptr));
}

TransformerOptions with_pretrained_shape(const std::filesystem::path& folder,
                                         const TransformerOptions& training) {
  const auto shape = read_transformer_config(read_model_config(folder), folder / "config.json");
  const auto stored = options_from_weights(shape.options, StoredTensors::open(folder));
  return with_rates_of(stored, training);
}

TranslationModel open_translation_model(const std::filesystem::path& folder,
                                        const TransformerOptions& training) {
  const auto config = read_model_config(folder);
  (void)verify_model_checksums(folder);
  return with_tokenizers(folder, open_transformer(folder, config, &training));
}

void save_translation_model(const TranslationModel& model, const std::filesystem::path& folder) {
  const auto stored = stored_form(*model.network);
  write_file(folder / "config.json", stored.config.dump(2) + "\n");
  write_safetensors(folder / "model.safetensors", stored.tensors);
  model.tokenizers->save(folder, model.network->max_length());
}

}  // namespace attend
