#include "attend/models/transformer_weights.h"

#include <algorithm>
#include <string>
#include <vector>

#include "attend/core/error.h"
#include "attend/io/tensors.h"
#include "attend/models/transformer_config.h"

namespace attend {
namespace {

constexpr const char* logits_bias = "final_logits_bias";
constexpr const char* source_positions = "model.encoder.embed_positions.weight";
// Marian's logits of pad: low enough that it never wins, and finite.
constexpr double never = -1e9;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// One matrix of ours may hold several of theirs, one below the other.
std::vector<std::string> unfused(const std::string& name) {
  std::vector<std::string> names;
  if (name.find("qkv_proj") != std::string::npos) {
    for (const auto* part : {"q_proj", "k_proj", "v_proj"}) names.push_back(replaced(name, "qkv_proj", part));
  } else if (name.find("kv_proj") != std::string::npos) {
    for (const auto* part : {"k_proj", "v_proj"}) names.push_back(replaced(name, "kv_proj", part));
  } else {
    names.push_back(name);
  }
  return names;
}

StoredParameter stored_parameter(const std::string& ours, TiedEmbeddings tied) {
  if (ours == "shared.weight") {
    return {
        ours,
        {"model.shared.weight"},
        {{"model.encoder.embed_tokens.weight"}, {"model.decoder.embed_tokens.weight"}, {"lm_head.weight"}}};
  }
  if (ours == "lm_head.weight") return {ours, {ours}};
  auto name = replaced(ours, "encoder_embed_", "encoder.embed_");
  name = "model." + replaced(replaced(name, "decoder_embed_", "decoder.embed_"), "feed_forward.", "");
  if (tied == TiedEmbeddings::target && ours == "decoder_embed_tokens.weight")
    return {ours, {name}, {{"lm_head.weight"}}};
  return {ours, unfused(name)};
}

// Parameters, and the position tables that a reader of Marian's format could not make by itself.
NamedTensors stored_by_table(const Transformer& model) {
  NamedTensors tensors;
  for (const auto& parameter : model.named_parameters()) {
    if (parameter.key() != "output_bias") tensors.emplace_back(parameter.key(), parameter.value());
  }
  const bool marian = is_marian(model.options(), model.vocabulary());
  if (marian && model.options().positions == nn::PositionType::interleaved) {
    for (const auto& buffer : model.named_buffers()) tensors.emplace_back(buffer.key(), buffer.value());
  }
  return tensors;
}

torch::Tensor find_output_bias(const Transformer& model) {
  const auto parameters = model.named_parameters(/*recurse=*/false);
  const auto* bias = parameters.find("output_bias");
  return bias ? *bias : torch::Tensor();
}

// For tensors that the table of parameters leaves out.
void require_shape(const StoredTensors& source, const std::string& name, const std::vector<int64_t>& shape) {
  const auto& entry = source.entry(name);
  if (entry.shape == shape) return;
  throw Error({.operation = "reading a model's weights",
               .where = source.path().string() + ", tensor " + name,
               .found = describe(entry.type, entry.shape),
               .expected = describe(entry.type, shape)});
}

// Whether the stored table is the one that every reader makes by itself.
bool is_sinusoidal(const torch::Tensor& table) {
  const auto own = nn::sinusoidal_table(nn::PositionType::sinusoidal, table.size(0), table.size(1));
  return torch::allclose(table.to(torch::kFloat), own, /*rtol=*/0, /*atol=*/1e-3);
}

}  // namespace

ParameterTable transformer_table(const Transformer& model) {
  ParameterTable table;
  for (const auto& [name, tensor] : stored_by_table(model)) {
    table.parameters.push_back(stored_parameter(name, model.options().tied_embeddings));
  }
  table.ignored = {logits_bias};
  if (model.options().positions != nn::PositionType::learned) {
    table.ignored.push_back("model\\.(encoder|decoder)\\.embed_positions\\.weight");
  }
  return table;
}

NamedTensors transformer_tensors(const Transformer& model) {
  auto tensors = store_parameters(transformer_table(model), stored_by_table(model));
  const auto trained = find_output_bias(model);
  auto bias = trained.defined() ? trained.detach().to(torch::kCPU, torch::kFloat).clone()
                                : torch::zeros({model.vocabulary().target_size});
  bias[model.vocabulary().target_pad] = never;
  tensors.emplace_back(logits_bias, bias.unsqueeze(0));
  return tensors;
}

void check_room(const TransformerOptions& o, const TranslationVocabulary& v, const StoredTensors& source,
                const std::filesystem::path& config) {
  const auto size = [](int64_t rows, int64_t columns) { return static_cast<double>(rows) * columns; };
  const double d = size(o.d_model, o.d_model);
  const auto layers = [&](int64_t count, double attentions, int64_t ffn) {
    return static_cast<double>(count) * (4 * attentions * d + 2 * size(ffn, o.d_model));
  };
  source.check_room(size(std::max(v.source_size, v.target_size), o.d_model), "vocab_size and d_model",
                    config);
  source.check_room(layers(o.encoder_layers, 1, o.encoder_ffn_dim), "encoder_layers and encoder_ffn_dim",
                    config);
  source.check_room(layers(o.decoder_layers, 2, o.decoder_ffn_dim), "decoder_layers and decoder_ffn_dim",
                    config);
}

TransformerOptions options_from_weights(TransformerOptions options, const StoredTensors& source) {
  if (source.contains(logits_bias)) {
    const auto bias = read_tensor(source, logits_bias);
    options.output_bias |= bias.masked_fill(bias == never, 0).count_nonzero().item<int64_t>() > 0;
  }
  const bool own_table =
      options.positions == nn::PositionType::sinusoidal && source.contains(source_positions);
  if (!own_table) return options;
  require_shape(source, source_positions, {options.max_position_embeddings, options.d_model});
  if (!is_sinusoidal(read_tensor(source, source_positions))) {
    options.positions = nn::PositionType::learned;
  }
  return options;
}

void load_transformer(Transformer& model, const StoredTensors& source) {
  load_parameters(source, transformer_table(model), stored_by_table(model));
  if (!source.contains(logits_bias)) return;
  require_shape(source, logits_bias, {1, model.vocabulary().target_size});
  const auto stored = read_weight(source, logits_bias);
  torch::NoGradGuard no_grad;
  if (auto bias = find_output_bias(model); bias.defined()) bias.copy_(stored.reshape_as(bias));
}

}  // namespace attend
