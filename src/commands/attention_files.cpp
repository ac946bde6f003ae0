#include "attend/commands/attention_files.h"

#include <cmath>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/json.h"
#include "attend/reporting/attention_picture.h"

namespace attend {
namespace {

// Nested lists of the numbers, seven digits after the point: weights are fp32.
Json to_json(const torch::Tensor& weights) {
  Json list = Json::array();
  if (weights.dim() > 1) {
    for (const auto& part : weights.unbind(0)) list.push_back(to_json(part));
    return list;
  }
  const auto row = weights.to(torch::kCPU, torch::kDouble).contiguous();
  for (int64_t i = 0; i < row.size(0); ++i)
    list.push_back(std::round(row.const_data_ptr<double>()[i] * 1e7) / 1e7);
  return list;
}

}  // namespace

AttentionFiles::AttentionFiles(std::filesystem::path folder) : folder_(std::move(folder)) {
  create_folders(folder_);
}

void AttentionFiles::write(uint64_t number, const std::string& source, const Translation& translation,
                           const Translator& translator) const {
  if (translation.hypotheses.empty() || translation.hypotheses.front().length() == 0) return;
  const auto& best = translation.hypotheses.front();
  const auto maps = translator.attention(translation, best);
  const auto sources = translator.source_pieces(translation), targets = translator.written_pieces(best),
             inputs = translator.input_pieces(best);
  Json numbers = {{"source", source},         {"translation", translation.text},
                  {"source_tokens", sources}, {"target_tokens", targets},
                  {"decoder_inputs", inputs}, {"alignment", alignment(maps)}};
  const auto add = [&](const char* part, const AttentionPicture& picture) {
    if (!picture.weights.defined()) return;
    numbers[part] = to_json(picture.weights);
    write_file(folder_ / (fmt::format("{:04}-{}.png", number, part)), draw(picture));
  };
  add("encoder", {"Encoder: how much each source token (row) looks at each source token (column)", sources,
                  sources, maps.encoder});
  add("decoder", {"Decoder: how much each target token (row) looks at what was written before it (column)",
                  targets, inputs, maps.decoder});
  add("cross", {"Cross-attention: how much each target token (row) looks at each source token (column)",
                targets, sources, maps.cross});
  write_file(folder_ / (fmt::format("{:04}.json", number)), numbers.dump() + "\n");
}

void AttentionFiles::write(uint64_t number, const EncoderAttention& attention) const {
  const Json numbers = {{"tokens", attention.tokens}, {"encoder", to_json(attention.weights)}};
  write_file(folder_ / fmt::format("{:04}-encoder.png", number),
             draw({"How much each token (row) looks at each token (column)", attention.tokens,
                   attention.tokens, attention.weights}));
  write_file(folder_ / fmt::format("{:04}.json", number), numbers.dump() + "\n");
}

void check_attention(const std::string& flag, size_t models, const Translator& translator,
                     int64_t source_end) {
  const auto refuse = [&](const std::string& found) {
    throw UsageError({.operation = "looking at attention",
                      .where = flag,
                      .found = found,
                      .expected = "one model with attention between source and target"});
  };
  if (models > 1) refuse(std::to_string(models) + " models");
  Translation nothing;
  nothing.source_ids = {source_end};
  Hypothesis empty;
  empty.finished = true;
  if (!translator.attention(nothing, empty).cross.defined()) refuse("a model without it");
}

}  // namespace attend
