#include "attend/models/bert_weights.h"

#include <algorithm>
#include <array>
#include <set>

#include "attend/core/log.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr std::string_view model_prefix = "bert.";
constexpr const char* decoder_weight = "cls.predictions.decoder.weight";
// Constants that older versions of transformers stored.
constexpr const char* position_ids = "embeddings.position_ids";

struct Renaming {
  std::string_view ours, stored;
};
// Of parts of names; at most one beside the first applies to a name, the more special ones come first.
constexpr std::array renamings = {
    Renaming{"encoder.layers.", "encoder.layer."},
    Renaming{"self_attn_layer_norm.", "attention.output.LayerNorm."},
    Renaming{"self_attn.out_proj.", "attention.output.dense."},
    Renaming{"feed_forward.fc1.", "intermediate.dense."},
    Renaming{"feed_forward.fc2.", "output.dense."},
    Renaming{"final_layer_norm.", "output.LayerNorm."},
    Renaming{"embeddings.layer_norm.", "embeddings.LayerNorm."},
    Renaming{"bert.pooler.", "bert.pooler.dense."},
    Renaming{"predictions.layer_norm.", "cls.predictions.transform.LayerNorm."},
    Renaming{"predictions.dense.", "cls.predictions.transform.dense."},
    Renaming{"predictions.bias", "cls.predictions.bias"},
    Renaming{"seq_relationship.", "cls.seq_relationship."},
};

std::string renamed(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

using Names = std::vector<std::string>;

Names each_renamed(Names names, std::string_view from, std::string_view to) {
  for (auto& name : names) name = renamed(name, from, to);
  return names;
}

// Their names of one of our parameters, in models with a head.
Names names_with_prefix(const std::string& ours) {
  if (ours == "decoder.weight") return {decoder_weight};
  std::string name = ours;
  for (const auto& [from, to] : renamings) name = renamed(name, from, to);
  constexpr std::string_view fused = "self_attn.qkv_proj.";
  if (name.find(fused) == std::string::npos) return {name};
  return {renamed(name, fused, "attention.self.query."), renamed(name, fused, "attention.self.key."),
          renamed(name, fused, "attention.self.value.")};
}

// Norms in weights that come from TensorFlow.
Names old_norm_names(const Names& names) {
  return each_renamed(each_renamed(names, "LayerNorm.weight", "LayerNorm.gamma"), "LayerNorm.bias",
                      "LayerNorm.beta");
}

Names without_prefix(Names names) {
  for (auto& name : names)
    if (name.starts_with(model_prefix)) name.erase(0, model_prefix.size());
  return names;
}

StoredParameter stored_parameter(const std::string& ours, const BertNetwork& network) {
  const Names with = names_with_prefix(ours), without = without_prefix(with);
  const bool plain = network.head().task == BertTask::none;
  StoredParameter parameter{ours, plain ? without : with};
  for (const auto& names : {with, without, old_norm_names(with), old_norm_names(without)}) {
    const bool known = names == parameter.stored || std::ranges::count(parameter.aliases, names) > 0;
    if (!known) parameter.aliases.push_back(names);
  }
  const bool projects =
      dynamic_cast<const BertForMaskedLm*>(&network) && network.options().tie_word_embeddings;
  if (projects && ours == "bert.embeddings.word_embeddings.weight")
    parameter.aliases.push_back({decoder_weight});
  if (ours == "predictions.bias") parameter.aliases.push_back({"cls.predictions.decoder.bias"});
  return parameter;
}

NamedTensors parameters_of(const BertNetwork& network) {
  NamedTensors tensors;
  for (const auto& parameter : network.named_parameters())
    tensors.emplace_back(parameter.key(), parameter.value());
  return tensors;
}

// Pooler and head may be new; the rest of a BERT may not.
bool may_be_new(const std::string& ours) {
  return !ours.starts_with("bert.") || ours.starts_with("bert.pooler.");
}

bool holds(const StoredTensors& source, const StoredParameter& parameter, const at::Tensor& ours) {
  auto choices = parameter.aliases;
  choices.push_back(parameter.stored);
  return std::ranges::any_of(choices, [&](const Names& names) {
    return names.size() == 1 && source.contains(names[0]) &&
           at::IntArrayRef(source.entry(names[0]).shape) == ours.sizes();
  });
}

void log_names(const std::string& what, const Names& names) {
  if (!names.empty()) log_info(what + ": " + join(names, ", "));
}

// What the source has and `table` does not name.
Names unused(const StoredTensors& source, const ParameterTable& table) {
  std::set<std::string> known;
  for (const auto& parameter : table.parameters) {
    known.insert(parameter.stored.begin(), parameter.stored.end());
    for (const auto& names : parameter.aliases) known.insert(names.begin(), names.end());
  }
  Names left;
  for (const auto& name : source.names())
    if (!known.contains(name) && !name.ends_with(position_ids)) left.push_back(name);
  return left;
}

void load(const StoredTensors& source, ParameterTable table, const NamedTensors& ours) {
  log_names(source.path().string() + ": weights that are not used", unused(source, table));
  table.ignored = {".*"};  // they are logged instead
  load_parameters(source, table, ours);
}

}  // namespace

void check_room(const BertOptions& options, const BertVocabulary& vocabulary, const StoredTensors& source,
                const std::filesystem::path& config) {
  const auto hidden = static_cast<double>(options.hidden_size);
  const auto check = [&](int64_t rows, const char* keys) {
    source.check_room(static_cast<double>(rows) * hidden, keys, config);
  };
  check(vocabulary.size, "vocab_size and hidden_size");
  check(options.max_position_embeddings, "max_position_embeddings and hidden_size");
  check(options.type_vocab_size, "type_vocab_size and hidden_size");
  const auto layers = static_cast<double>(options.num_hidden_layers);
  const auto layer = 4 * hidden * hidden + 2 * hidden * static_cast<double>(options.intermediate_size);
  source.check_room(layers * layer, "num_hidden_layers, hidden_size and intermediate_size", config);
}

ParameterTable bert_table(const BertNetwork& network) {
  ParameterTable table;
  for (const auto& [name, tensor] : parameters_of(network))
    table.parameters.push_back(stored_parameter(name, network));
  return table;
}

NamedTensors bert_tensors(const BertNetwork& network) {
  return store_parameters(bert_table(network), parameters_of(network));
}

void load_bert(BertNetwork& network, const StoredTensors& source) {
  load(source, bert_table(network), parameters_of(network));
}

void load_bert_to_train(BertNetwork& network, const StoredTensors& source, uint64_t seed) {
  ParameterTable found;
  NamedTensors filled;
  Names created;
  for (const auto& [name, tensor] : parameters_of(network)) {
    const auto parameter = stored_parameter(name, network);
    if (may_be_new(name) && !holds(source, parameter, tensor)) {
      created.push_back(name);
      continue;
    }
    found.parameters.push_back(parameter);
    filled.emplace_back(name, tensor);
  }
  load(source, found, filled);
  log_names(source.path().string() + ": weights that are new", created);
  network.initialise(seed, created);
}

}  // namespace attend
