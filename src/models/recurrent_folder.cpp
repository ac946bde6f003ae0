#include "attend/models/recurrent_folder.h"

#include <algorithm>
#include <array>
#include <string>

#include "attend/io/model_folder.h"
#include "attend/io/parameters.h"
#include "attend/models/bahdanau_seq2seq.h"
#include "attend/models/gru_seq2seq.h"
#include "attend/models/vocabulary_config.h"

namespace attend {
namespace {

constexpr std::string_view prefix = "attend_";

struct Kind {
  std::string_view type;
  std::shared_ptr<RecurrentSeq2Seq> (*make)(const RecurrentOptions&, const TranslationVocabulary&);
};

template <class Model, class Options>
std::shared_ptr<RecurrentSeq2Seq> make(const RecurrentOptions& options,
                                       const TranslationVocabulary& vocabulary) {
  return std::make_shared<Model>(Options{options}, vocabulary);
}

constexpr std::array kinds = {
    Kind{GruSeq2Seq::type_name, make<GruSeq2Seq, GruSeq2SeqOptions>},
    Kind{BahdanauSeq2Seq::type_name, make<BahdanauSeq2Seq, BahdanauSeq2SeqOptions>}};

const Kind* find_kind(std::string_view model_type) {
  for (const auto& kind : kinds) {
    if (model_type.starts_with(prefix) && model_type.substr(prefix.size()) == kind.type) return &kind;
  }
  return nullptr;
}

RecurrentOptions read_recurrent_options(const JsonFields& fields) {
  RecurrentOptions options;
  options.embedding_size = fields.integer("embedding_size", 1);
  options.hidden_size = fields.integer("hidden_size", 1);
  options.num_hidden_layers = fields.integer("num_hidden_layers", 1);
  options.dropout = fields.number("dropout", options.dropout);
  options.max_length = fields.integer("max_length", 1, options.max_length);
  return options;
}

// Sizes are compared with what is stored before anything is made.
void check_room(const RecurrentOptions& o, const TranslationVocabulary& v, const StoredTensors& weights,
                const std::filesystem::path& config) {
  const auto rows = static_cast<double>(std::max(v.source_size, v.target_size));
  const auto hidden = static_cast<double>(o.hidden_size), layers = static_cast<double>(o.num_hidden_layers);
  weights.check_room(rows * static_cast<double>(o.embedding_size), "vocab_size and embedding_size", config);
  weights.check_room(layers * hidden * hidden, "num_hidden_layers and hidden_size", config);
}

ParameterTable own_names(const RecurrentSeq2Seq& model) {
  ParameterTable table;
  for (const auto& parameter : model.named_parameters()) {
    table.parameters.push_back({parameter.key(), {parameter.key()}});
  }
  return table;
}

}  // namespace

bool is_recurrent(std::string_view model_type) { return find_kind(model_type) != nullptr; }

Json recurrent_config(const RecurrentSeq2Seq& model) {
  const auto& o = model.options();
  Json config = {{"model_type", std::string(prefix) + std::string(model.type())},
                 {"dtype", "float32"},
                 {"is_encoder_decoder", true},
                 {"embedding_size", o.embedding_size},
                 {"hidden_size", o.hidden_size},
                 {"num_hidden_layers", o.num_hidden_layers},
                 {"dropout", o.dropout},
                 {"max_length", o.max_length}};
  write_vocabulary(model.vocabulary(), config);
  return config;
}

NamedTensors recurrent_tensors(const RecurrentSeq2Seq& model) {
  NamedTensors tensors;
  for (const auto& parameter : model.named_parameters())
    tensors.emplace_back(parameter.key(), parameter.value());
  return tensors;
}

std::shared_ptr<RecurrentSeq2Seq> open_recurrent(const Json& config, const std::filesystem::path& path,
                                                 const StoredTensors& weights) {
  const auto fields = config_fields(config, path);
  const auto* kind = find_kind(fields.text("model_type", ""));
  if (!kind) fields.fail("model_type", "that of a recurrent model");
  const auto options = read_recurrent_options(fields);
  const auto vocabulary = read_vocabulary(fields);
  check_room(options, vocabulary, weights, path);
  auto model = kind->make(options, vocabulary);
  load_parameters(weights, own_names(*model), recurrent_tensors(*model));
  return model;
}

}  // namespace attend
