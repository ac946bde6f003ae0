#include "attend/models/bert_weights.h"

#include <algorithm>
#include <array>
#include <set>

#include "attend/core/error.h"
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

// Not pooler or head, which a model that is trained on may well lack.
bool is_of_body(const std::string& ours) {
  return ours.starts_with("bert.") && !ours.starts_with("bert.pooler.");
}

// A head is for as many labels as its shape says. Its parameters are stored in one part.
bool has_another_shape(const StoredTensors& source, const StoredParameter& parameter,
                       const at::Tensor& ours) {
  const auto& name = parameter.stored[0];
  return source.contains(name) && at::IntArrayRef(source.entry(name).shape) != ours.sizes();
}

// The names, of those that fit best, under which a parameter is not in the source.
Names missing_names(const StoredTensors& source, const StoredParameter& parameter) {
  const auto is_there = [&](const std::string& name) { return source.contains(name); };
  const auto any_is_there = [&](const Names& names) { return std::ranges::any_of(names, is_there); };
  const auto alias = std::ranges::find_if(parameter.aliases, any_is_there);
  const bool as_stored = any_is_there(parameter.stored) || alias == parameter.aliases.end();
  Names names = as_stored ? parameter.stored : *alias;
  std::erase_if(names, is_there);
  return names;
}

// Under an unknown prefix everything would be missing.
void require_body(const BertNetwork& network, const StoredTensors& source) {
  for (const auto& [ours, tensor] : parameters_of(network)) {
    const auto parameter = stored_parameter(ours, network);
    if (is_of_body(ours) && missing_names(source, parameter).size() < parameter.stored.size()) return;
  }
  const auto names = source.names();
  throw Error({.operation = "loading a model's weights",
               .where = source.path().string(),
               .found = "nothing of a BERT's embeddings and blocks among " + std::to_string(names.size()) +
                        " tensors" + (names.empty() ? "" : ", the first of which is \"" + names[0] + '"'),
               .expected = "names such as \"bert.embeddings.word_embeddings.weight\", or the same without "
                           "\"bert.\"",
               .hint = "is there another prefix before the names?"});
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
  const auto left = unused(source, table);
  const auto is_of_block = [](const auto& name) { return name.find("encoder.layer.") != name.npos; };
  const auto log = std::ranges::any_of(left, is_of_block) ? log_warning : log_info;
  if (!left.empty()) log(source.path().string() + ": weights that are not used: " + join_first(left, 10));
  table.ignored = {".*"};  // they are logged instead
  load_parameters(source, table, ours);
}

// What a network is to be filled with, and what of it has to be new.
struct TrainingWeights {
  ParameterTable table;
  NamedTensors read;        // ours, wholly or in part
  Names created;            // ours, wholly or in part
  Names new_head, missing;  // the latter as they are stored

  TrainingWeights(const BertNetwork& network, const StoredTensors& source) {
    for (const auto& [name, tensor] : parameters_of(network)) {
      auto parameter = stored_parameter(name, network);
      parameter.optional = true;
      const auto absent = missing_names(source, parameter);
      const bool of_body = is_of_body(name), other = !of_body && has_another_shape(source, parameter, tensor);
      if (other || !absent.empty()) created.push_back(name);
      auto& list = of_body ? missing : new_head;
      list.insert(list.end(), absent.begin(), absent.end());
      if (other) {
        new_head.push_back(parameter.stored[0]);
        continue;
      }
      table.parameters.push_back(std::move(parameter));
      read.emplace_back(name, tensor);
    }
  }
};

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
  require_body(network, source);
  load(source, bert_table(network), parameters_of(network));
}

void load_bert_to_train(BertNetwork& network, const StoredTensors& source, uint64_t seed) {
  require_body(network, source);
  const TrainingWeights weights(network, source);
  const auto file = source.path().string();
  if (!weights.missing.empty())
    log_warning(file +
                ": weights that are missing and begin as in a new model: " + join(weights.missing, ", "));
  if (!weights.new_head.empty()) log_info(file + ": weights of a new head: " + join(weights.new_head, ", "));
  network.initialise(seed, weights.created);  // first: of a fused parameter some parts may be there
  load(source, weights.table, weights.read);
}

}  // namespace attend
