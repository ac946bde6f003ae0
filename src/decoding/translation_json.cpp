#include "attend/decoding/translation_json.h"

#include <algorithm>

#include "attend/config/load.h"
#include "attend/config/schema.h"
#include "attend/core/error.h"
#include "attend/data/line_reader.h"

namespace attend {
namespace {

constexpr const char* reading_request = "reading a sentence to translate";

Schema<TranslationRequest> request_schema() {
  using R = TranslationRequest;
  return Schema<R>("A sentence to translate.")
      .field("source", &R::source, "The sentence.")
      .field("prefix", &R::prefix, "Its translation begins so.")
      .field("must", &R::must, "Phrases that have to appear.")
      .field("must_not", &R::must_not, "Phrases that may not appear.");
}

void check_text(const std::string& key, const std::string& text, Problems& problems) {
  if (const auto flaw = find_flaw(text))
    problems.add(key, flaw->found + " at byte " + std::to_string(flaw->offset), "UTF-8 text");
}

void check_request(const TranslationRequest& request, Problems& problems) {
  check_text("source", request.source, problems);
  check_text("prefix", request.prefix, problems);
  for (const auto& phrase : request.must) {
    if (phrase.empty()) problems.add("must", "an empty phrase", "words");
    if (std::ranges::find(request.must_not, phrase) != request.must_not.end())
      problems.add("must", "\"" + phrase + "\", which is in must_not too", "phrases that may appear");
  }
  if (std::ranges::find(request.must_not, "") != request.must_not.end())
    problems.add("must_not", "an empty phrase", "words");
}

// Data, not a configuration: the line is wrong, the command is not.
void refuse_first(const Problems& problems, const std::string& where) {
  if (problems.empty()) return;
  const auto& first = problems.list().front();
  throw Error({.operation = reading_request,
               .where = first.path.empty() ? where : where + ": " + first.path,
               .found = first.found,
               .expected = first.expected,
               .hint = first.hint});
}

// The same of a line that is no JSON.
Loaded<TranslationRequest> load_line(const std::string& line, const std::string& where) {
  try {
    return load(request_schema(), line, where);
  } catch (const UsageError& error) {
    auto parts = error.parts();
    parts.operation = reading_request;
    throw Error(std::move(parts));
  }
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
  auto loaded = load_line(line, where);
  auto& request = loaded.value;
  check_request(request, loaded.problems);
  refuse_first(loaded.problems, where);
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
