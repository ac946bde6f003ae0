#include "attend/commands/attention_files.h"
#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/decoding_flags.h"
#include "attend/commands/line_streams.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/log.h"
#include "attend/decoding/generation_config.h"
#include "attend/decoding/schema.h"
#include "attend/decoding/translation_json.h"
#include "attend/decoding/translator.h"

namespace attend {
namespace {

struct DecodeOptions {
  std::vector<std::filesystem::path> runs;
  std::filesystem::path input;
  std::filesystem::path output;
  size_t window = 4096;
  TranslationRequest asked;  // of every sentence
  bool json_input = false;
  bool json_output = false;
  bool alignments = false;
  std::filesystem::path attention;  // a folder; empty: no pictures
  DecodingFlags decoding;
  std::shared_ptr<CommonOptions> common;
};

// What is written for a line: the text, or an object.
std::string output_of(const std::string& source, const Translation& translation, const Translator& translator,
                      const DecodeOptions& options) {
  if (!options.json_output) return translation.text;
  auto json = to_json(source, translation, translator);
  if (options.alignments) add_alignments(json, translation, translator);
  return json.dump();
}

void write_attention(const Translator& translator, const std::vector<TranslationRequest>& requests,
                     const std::vector<Translation>& translations, uint64_t first_line,
                     const std::filesystem::path& folder) {
  const AttentionFiles files(folder);
  for (size_t i = 0; i < translations.size(); ++i) {
    const auto line = first_line + i;
    if (line <= AttentionFiles::most_lines)
      files.write(line, requests[i].source, translations[i], translator);
    if (line != AttentionFiles::most_lines + 1) continue;
    log_warning("--attention: only the first " + std::to_string(AttentionFiles::most_lines) +
                " lines get pictures and numbers");
  }
}

// A window of lines from `first_line` on, as text for the output.
std::string translate_window(const Translator& translator, const std::vector<std::string>& lines,
                             uint64_t first_line, const DecodeOptions& options) {
  std::vector<TranslationRequest> requests;
  for (size_t i = 0; i < lines.size(); ++i) {
    auto request = options.asked;
    request.source = lines[i];
    if (options.json_input)
      request = parse_request(
          lines[i], name_of_input(options.input) + ", line " + std::to_string(first_line + i), request);
    requests.push_back(std::move(request));
  }
  const auto translations = translator.translate(requests, first_line - 1);
  if (!options.attention.empty())
    write_attention(translator, requests, translations, first_line, options.attention);
  std::string text;
  for (size_t i = 0; i < translations.size(); ++i) {
    text += output_of(requests[i].source, translations[i], translator, options) + '\n';
    const auto warn = [&](const char* of) { log_warning("line " + std::to_string(first_line + i) + of); };
    if (translations[i].truncated) warn(": longer than the model's positions; its end is left out");
    if (translations[i].lacks_phrase)
      warn(": a phrase that has to appear does not; a larger --beam-size may find room for it");
  }
  return text;
}

void translate_all(const Translator& translator, const NextLines& next, const Sink& sink,
                   const DecodeOptions& options) {
  std::vector<std::string> lines;
  uint64_t first_line = 1;
  while (next(lines)) {
    sink(translate_window(translator, lines, first_line, options));
    first_line += lines.size();
  }
}

std::vector<TranslationModel> open_models(const std::vector<std::filesystem::path>& runs,
                                          torch::Device device) {
  std::vector<TranslationModel> models;
  for (const auto& run : runs) {
    models.push_back(open_translation_model(find_model_folder(run)));
    models.back().network->to(device);
  }
  return models;
}

void check_attention(const DecodeOptions& options, const Translator& translator,
                     const TokenizerPair& tokenizers) {
  const auto end = tokenizers.source()->special().eos;
  if (!options.attention.empty()) check_attention("--attention", options.runs.size(), translator, end);
  if (options.alignments) check_attention("--alignments", options.runs.size(), translator, end);
}

int decode(const DecodeOptions& options) {
  const auto device = apply(*options.common);
  const auto decoding =
      options.decoding.over(read_generation_config(find_model_folder(options.runs.front())));
  const auto models = open_models(options.runs, device);
  std::vector<const TranslationModel*> members;
  for (const auto& model : models) members.push_back(&model);
  const Translator translator(members, decoding, device);
  check_attention(options, translator, *models.front().tokenizers);
  const auto next = read_windows_of(options.input, options.window);
  write_to(options.output, [&](const Sink& sink) { translate_all(translator, next, sink, options); });
  return 0;
}

}  // namespace

void add_decode_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<DecodeOptions>();
  auto* command = app.add_subcommand("decode", "Translate, a line in, a line out");
  command->alias("greedy-decode");
  command
      ->add_option("run", options->runs,
                   "Run folder (its best checkpoint) or model folder; several translate together")
      ->required();
  command->add_option("--input", options->input,
                      "Text to translate, plain or .gz; default or -: standard input");
  command->add_option("--output", options->output, "Default or -: standard output, as the input comes");
  command->add_option("--window", options->window, "Lines read ahead to be sorted by length")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
  command->add_option("--prefix", options->asked.prefix, "Every translation begins so");
  command->add_option("--must", options->asked.must, "A phrase that has to appear; may be repeated")
      ->expected(1)
      ->take_all();
  command->add_option("--must-not", options->asked.must_not, "A phrase that may not appear; may be repeated")
      ->expected(1)
      ->take_all();
  command->add_flag("--json-input", options->json_input,
                    R"(Lines are objects {"source", "prefix", "must", "must_not"})");
  auto* json = command->add_flag("--json", options->json_output,
                                 "Write objects: translations with scores, log probabilities and pieces");
  command->add_flag("--alignments", options->alignments, "Add the source token that each token looks at most")
      ->needs(json);
  command->add_option("--attention", options->attention,
                      "Folder for pictures and numbers of what each token looks at, line by line");
  options->decoding.add_to(*command);
  command->get_option("--n-best")->needs(json);
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return decode(*options); }; });
}

}  // namespace attend
