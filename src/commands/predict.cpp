#include <map>

#include "attend/commands/attention_files.h"
#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/line_streams.h"
#include "attend/commands/npy_file.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/io/model_folder.h"
#include "attend/models/bert_config.h"
#include "attend/tasks/config.h"
#include "attend/tasks/prediction_lines.h"
#include "attend/tasks/text_embedder.h"

namespace attend {
namespace {

struct PredictOptions {
  std::filesystem::path run;
  std::filesystem::path input;
  std::filesystem::path output;
  std::optional<LineFormat> format;  // absent: by the input's name
  LineOptions lines;
  std::optional<bool> no_answer;  // absent, as the next one: as the model was trained
  std::optional<int64_t> max_answer_length;
  std::optional<Pooling> embeddings;
  std::filesystem::path attention;  // a folder; empty: no pictures
  size_t window = 4096;
  std::shared_ptr<CommonOptions> common;
};

constexpr const char* predicting = "predicting";

LineFormat format_of_name(const std::filesystem::path& file) {
  const auto name = file.extension() == ".gz" ? file.stem() : file.filename();
  for (const auto& [format, ending] : enum_names(LineFormat{}))
    if (name.extension().string() == "." + std::string(ending)) return format;
  return LineFormat::text;
}

BertModel open_model(const PredictOptions& options, torch::Device device) {
  const auto folder = find_model_folder(options.run);
  const auto type = read_model_config(folder)["model_type"].get<std::string>();
  if (!is_bert(type)) {
    throw UsageError({.operation = predicting,
                      .where = folder.string(),
                      .found = "a model of type \"" + type + "\"",
                      .expected = "a BERT",
                      .hint = "`attend decode` is for models that translate"});
  }
  auto model = open_bert(folder);
  model.network->to(device);
  return model;
}

// As the command line says; where it says nothing of columns, the rows of a table are read as those of the
// run's data.
LineOptions line_options(const PredictOptions& options) {
  auto lines = options.lines;
  lines.format = options.format.value_or(format_of_name(options.input));
  const bool is_table = lines.format == LineFormat::tsv || lines.format == LineFormat::csv;
  if (!is_table || !lines.columns.empty() || options.embeddings || !is_trained_run(options.run)) return lines;
  const auto config = read_run_config(options.run / "config.json");
  const auto* task = std::get_if<SequenceClassificationConfig>(&config);
  if (task == nullptr) return lines;
  const auto& columns = task->data.columns;
  lines.header = lines.header || task->data.header;
  lines.columns.push_back(columns.text.name);
  if (columns.text_pair) lines.columns.push_back(columns.text_pair->name);
  return lines;
}

// Takes the inputs of a window.
using UseInputs = std::function<void(const std::vector<PredictionInput>&)>;

// Pictures of the first inputs, before `use` has them.
UseInputs with_pictures(const PredictOptions& options, const BertModel& model, torch::Device device,
                        UseInputs use) {
  if (options.attention.empty()) return use;
  const AttentionFiles files(options.attention);
  return [=, number = uint64_t{0}](const std::vector<PredictionInput>& inputs) mutable {
    for (const auto& input : inputs)
      if (++number <= AttentionFiles::most_lines) files.write(number, look_at(model, input, device));
    use(inputs);
  };
}

void each_window(const PredictOptions& options, const PredictionFields& fields, const UseInputs& use) {
  PredictionLines reader(line_options(options), fields);
  const auto origin = is_standard_stream(options.input) ? "standard input" : options.input.string();
  const auto next = read_windows_of(options.input, options.window);
  uint64_t number = 0;
  for (std::vector<std::string> lines; next(lines);) {
    std::vector<PredictionInput> inputs;
    for (const auto& line : lines) {
      auto input = reader.read(line, origin + ", line " + std::to_string(++number));
      if (input) inputs.push_back(std::move(*input));
    }
    if (!inputs.empty()) use(inputs);
  }
  reader.finish();
}

void write_vectors(const PredictOptions& options, const TextEmbedder& embedder) {
  NpyFile file(options.output, embedder.size());
  each_window(options, embedder.fields(), [&](const auto& inputs) { file.add(embedder.embed(inputs)); });
  file.commit();
}

void write_predictions(const PredictOptions& options, const Predictor& predictor, const BertModel& model,
                       torch::Device device) {
  write_to(options.output, [&](const Sink& sink) {
    const auto use = [&](const std::vector<PredictionInput>& inputs) {
      std::string text;
      for (const auto& prediction : predictor.predict(inputs)) text += prediction.dump() + '\n';
      sink(text);
    };
    each_window(options, predictor.fields(), with_pictures(options, model, device, use));
  });
}

AnswerOptions answer_options(const PredictOptions& options, const BertModel& model) {
  const bool asked = options.no_answer || options.max_answer_length;
  if (asked && model.network->head().task != BertTask::question_answering) {
    throw UsageError({.operation = predicting,
                      .where = "--no-answer, --always-answer, --max-answer-length",
                      .found = "a model that does not answer questions",
                      .expected = "one of task question_answering"});
  }
  auto answers = model.network->head().answers;
  answers.no_answer = options.no_answer.value_or(answers.no_answer);
  answers.max_answer_length = options.max_answer_length.value_or(answers.max_answer_length);
  return answers;
}

int predict(const PredictOptions& options) {
  const auto device = apply(*options.common);
  const bool as_matrix = options.output.extension() == ".npy";
  if (as_matrix && !options.embeddings) {
    throw UsageError({.operation = predicting,
                      .where = "--output " + options.output.string(),
                      .found = "predictions as a matrix",
                      .expected = "--embeddings with an output of that name"});
  }
  const auto model = open_model(options, device);
  if (!options.embeddings) {
    const auto predictor = make_predictor(model, answer_options(options, model), device);
    write_predictions(options, *predictor, model, device);
    return 0;
  }
  const TextEmbedder embedder(model, *options.embeddings, device);
  if (as_matrix)
    write_vectors(options, embedder);
  else
    write_predictions(options, embedder, model, device);
  return 0;
}

template <class E>
std::map<std::string, E> choices() {
  std::map<std::string, E> choices;
  for (const auto& [value, name] : enum_names(E{})) choices.emplace(name, value);
  return choices;
}

}  // namespace

void add_predict_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<PredictOptions>();
  auto* command = app.add_subcommand(
      "predict", "Labels, scores, entities or answers for texts: a line in, a JSON object out");
  command->add_option("run", options->run, "Run folder (its best checkpoint) or model folder of a BERT")
      ->required();
  command->add_option("--input", options->input, "Lines to read, plain or .gz; default: standard input");
  command->add_option("--output", options->output, "Default: standard output, as the input comes");
  command
      ->add_option("--input-format", options->format,
                   "text, tsv, csv or jsonl; default: by the input's name, else text")
      ->transform(CLI::CheckedTransformer(choices<LineFormat>()).description(""));
  command->add_flag("--header", options->lines.header, "The first row of tsv or csv names the columns");
  command
      ->add_option("--columns", options->lines.columns,
                   "Columns of tsv or csv, by number or name, or keys of jsonl: text,text_pair or "
                   "question,context; default: those of the run's data")
      ->delimiter(',');
  command->add_flag_callback(
      "--no-answer", [options] { options->no_answer = true; },
      "Questions: a context may hold no answer (SQuAD 2.0); default: as in training");
  command
      ->add_flag_callback(
          "--always-answer", [options] { options->no_answer = false; },
          "Questions: every context holds an answer")
      ->excludes("--no-answer");
  command
      ->add_option("--max-answer-length", options->max_answer_length,
                   "Questions: longest answer in pieces; default: as in training")
      ->check(CLI::Range(1, 1 << 16));
  command
      ->add_option("--embeddings", options->embeddings,
                   "Vectors of texts instead, from any BERT: mean or cls; as a matrix where --output ends in "
                   ".npy")
      ->transform(CLI::CheckedTransformer(choices<Pooling>()).description(""));
  command->add_option("--attention", options->attention,
                      "Folder for pictures and numbers of what each token looks at, line by line");
  command->add_option("--window", options->window, "Lines read ahead to be sorted by length")
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return predict(*options); }; });
}

}  // namespace attend
