#include "attend/commands/report_contents.h"

#include <algorithm>

#include "attend/decoding/generation_config.h"
#include "attend/decoding/translator.h"
#include "attend/reporting/attention_picture.h"
#include "attend/tasks/translation_data.h"

namespace attend {
namespace {

constexpr size_t samples = 8, pictures = 3;  // translations shown, and how many of them with attention
constexpr size_t longest_pictured = 40;      // tokens of a side, so that a picture fits a page
constexpr size_t frequent_pieces = 40;

// The first data file that is not there.
std::filesystem::path missing_file(const ParallelDataOptions& data) {
  auto files = data.train.paths();
  if (data.validation) {
    const auto more = data.validation->paths();
    files.insert(files.end(), more.begin(), more.end());
  }
  const auto missing =
      std::ranges::find_if(files, [](const auto& file) { return !std::filesystem::exists(file); });
  return missing == files.end() ? std::filesystem::path() : *missing;
}

CorpusPart count(const std::string& name, const TokenStore& store, const TokenizerPair& tokenizers) {
  return {.name = name,
          .pairs = store.size(),
          .source = count_side(store, 0, *tokenizers.source(), frequent_pieces),
          .target = count_side(store, 1, *tokenizers.target(), frequent_pieces)};
}

// A few pairs that have text on both sides, from all over the data.
ParallelText sample(const ParallelText& text) {
  ParallelText chosen;
  const size_t count = std::min(samples, text.source.size());
  for (size_t i = 0; i < count; ++i) {
    const size_t from = i * text.source.size() / count;
    if (text.source[from].empty() || text.target[from].empty()) continue;
    chosen.source.push_back(text.source[from]);
    chosen.target.push_back(text.target[from]);
  }
  return chosen;
}

std::string picture(const Translator& translator, const Translation& translation) {
  if (translation.hypotheses.empty()) return "";
  const auto& best = translation.hypotheses.front();
  const auto written = translator.written_pieces(best);
  if (written.empty() || written.size() > longest_pictured ||
      translation.source_ids.size() > longest_pictured) {
    return "";
  }
  const auto cross = translator.attention(translation, best).cross;
  if (!cross.defined()) return "";
  const auto last = cross.size(0) - 1;
  return draw({.title = "How much each target token (row) looks at each source token (column)",
               .rows = written,
               .columns = translator.source_pieces(translation),
               .weights = cross.narrow(0, last, 1),
               .first_layer = last + 1});
}

std::vector<SampleTranslation> translate(const TranslationModel& model, const DecodingOptions& decoding,
                                         const ParallelText& text, torch::Device device) {
  const Translator translator(model, decoding, device);
  const auto translations = translator.translate(text.source);
  std::vector<SampleTranslation> list;
  size_t drawn = 0;
  for (size_t i = 0; i < translations.size(); ++i) {
    auto png = drawn < pictures ? picture(translator, translations[i]) : "";
    if (!png.empty()) ++drawn;
    list.push_back({text.source[i], text.target[i], translations[i].text, std::move(png)});
  }
  return list;
}

}  // namespace

void describe(const TranslationConfig& config, const std::filesystem::path& folder, torch::Device device,
              RunReport& report) {
  if (folder.empty()) {
    report.notes.emplace_back("There is no checkpoint yet, so there is no model to translate with.");
    return;
  }
  const auto model = open_translation_model(folder);
  model.network->to(device);
  if (const auto missing = missing_file(config.data); !missing.empty()) {
    report.notes.push_back("The data is not here any more: " + missing.string());
    return;
  }
  const auto data = load_translation_data(config, *model.tokenizers);
  report.corpora.push_back(count("training data", data.train.store, *model.tokenizers));
  if (!data.validation) {
    report.notes.emplace_back("The run has no validation data.");
    return;
  }
  report.corpora.push_back(count("validation data", data.validation->store, *model.tokenizers));
  report.samples = translate(model, read_generation_config(folder), sample(data.validation_text), device);
}

void describe(const MaskedLmConfig&, const std::filesystem::path&, torch::Device, RunReport& report) {
  report.notes.emplace_back("Of this task no examples are shown.");
}

void describe(const FineTuningConfig&, const std::filesystem::path&, torch::Device, RunReport& report) {
  report.notes.emplace_back("Of this task no examples are shown; `attend predict` gives some.");
}

}  // namespace attend
