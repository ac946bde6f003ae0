#include "attend/decoding/translation_json.h"

#include "attend/config/load.h"
#include "attend/config/schema.h"

namespace attend {
namespace {

Schema<TranslationRequest> request_schema() {
  using R = TranslationRequest;
  return Schema<R>("A sentence to translate.")
      .field("source", &R::source, "The sentence.")
      .field("prefix", &R::prefix, "Its translation begins so.")
      .field("must", &R::must, "Phrases that have to appear.")
      .field("must_not", &R::must_not, "Phrases that may not appear.");
}

Json to_json(const Hypothesis& hypothesis, const std::string& text, const Translator& translator) {
  return {{"translation", text},
          {"score", hypothesis.score},
          {"log_probability", hypothesis.log_probability},
          {"tokens", translator.target_pieces(hypothesis)},
          {"finished", hypothesis.finished}};
}

}  // namespace

TranslationRequest parse_request(const std::string& line, const std::string& where,
                                 const TranslationRequest& defaults) {
  auto loaded = load(request_schema(), line, where);
  loaded.problems.throw_if_any();
  auto& request = loaded.value;
  if (request.prefix.empty()) request.prefix = defaults.prefix;
  request.must.insert(request.must.end(), defaults.must.begin(), defaults.must.end());
  request.must_not.insert(request.must_not.end(), defaults.must_not.begin(), defaults.must_not.end());
  return request;
}

Json to_json(const std::string& source, const Translation& translation, const Translator& translator) {
  Json n_best = Json::array();
  for (size_t i = 0; i < translation.hypotheses.size(); ++i)
    n_best.push_back(to_json(translation.hypotheses[i], translation.texts[i], translator));
  return {{"source", source},
          {"translation", translation.text},
          {"score", translation.hypotheses.empty() ? 0.0 : translation.hypotheses.front().score},
          {"n_best", std::move(n_best)}};
}

void add_alignments(Json& json, const Translation& translation, const Translator& translator) {
  json["source_tokens"] = translator.source_pieces(translation);
  json["alignment"] = Json::array();
  for (size_t i = 0; i < translation.hypotheses.size(); ++i) {
    const auto& hypothesis = translation.hypotheses[i];
    std::vector<int64_t> positions;
    if (hypothesis.length() > 0) positions = alignment(translator.attention(translation, hypothesis));
    positions.resize(hypothesis.ids.size());  // the end symbol is not among "tokens"
    json["n_best"][i]["alignment"] = positions;
    if (i == 0) json["alignment"] = std::move(positions);
  }
}

}  // namespace attend
