#include "attend/commands/prediction_source.h"

#include <concepts>
#include <utility>

#include "attend/commands/line_streams.h"
#include "attend/commands/run_paths.h"
#include "attend/core/error.h"
#include "attend/core/log.h"
#include "attend/io/model_folder.h"
#include "attend/models/bert_config.h"
#include "attend/tasks/config.h"

namespace attend {
namespace {

LineFormat format_of_name(const std::filesystem::path& file) {
  const auto name = file.extension() == ".gz" ? file.stem() : file.filename();
  for (const auto& [format, ending] : enum_names(LineFormat{}))
    if (name.extension().string() == "." + std::string(ending)) return format;
  return LineFormat::text;
}

// Inputs are cut as the data of the run was.
struct AsTrained {
  void operator()(const TranslationConfig&) const {}
  void operator()(const MaskedLmConfig& config) const { options.max_length = config.data.max_length(); }
  void operator()(const QuestionAnsweringConfig& config) const {
    options.max_length = config.data.max_length;
    options.windows = config.data.windows();
  }
  template <std::derived_from<FineTuningConfig> C>
  void operator()(const C& config) const {
    options.max_length = config.data.max_length;
  }

  PredictorOptions& options;
};

}  // namespace

void PredictionSource::add_to(CLI::App& command) {
  command.add_option("run", run_, "Run folder (its best checkpoint) or model folder of a BERT")->required();
  command.add_option("--input", input_, "Lines to read, plain or .gz; default: standard input");
  add_named_option(command, "--input-format", format_,
                   "text, tsv, csv or jsonl; default: by the input's name, else text");
  command.add_flag("--header", lines_.header, "The first row of tsv or csv names the columns");
  command
      .add_option("--columns", lines_.columns,
                  "Columns of tsv or csv, by number or name, or keys of jsonl: text,text_pair or "
                  "question,context; default: those of the run's data")
      ->delimiter(',');
  command
      .add_option(
          "--max-length", max_length_,
          "Ids of a text, or of a window on a context, that are read at once; default: as in the run's "
          "training; of a model folder, its positions, and 384 for questions")
      ->check(CLI::Range(int64_t{8}, int64_t{1} << 20));
  command.add_option("--window", window_, "Lines read ahead to be sorted by length")
      ->check(CLI::Range(size_t{1}, size_t{1} << 24));
}

BertModel PredictionSource::open_model(torch::Device device) const {
  const auto folder = find_model_folder(run_);
  const auto type = read_model_config(folder)["model_type"].get<std::string>();
  if (!is_bert(type)) {
    throw UsageError({.operation = "predicting",
                      .where = folder.string(),
                      .found = "a model of type \"" + type + "\"",
                      .expected = "a BERT",
                      .hint = "`attend decode` is for models that translate"});
  }
  auto model = open_bert(folder);
  model.network->to(device);
  return model;
}

PredictorOptions PredictionSource::predictor_options(const BertNetwork& network) const {
  PredictorOptions options(network);
  const int64_t positions = network.options().max_position_embeddings;
  if (max_length_.value_or(0) > positions) {
    throw UsageError({.operation = "predicting",
                      .where = "--max-length",
                      .found = std::to_string(*max_length_),
                      .expected = "at most the model's positions, " + std::to_string(positions)});
  }
  if (is_trained_run(run_)) std::visit(AsTrained{options}, read_run_config(run_ / "config.json"));
  if (max_length_) {
    options.max_length = *max_length_;
    if (*max_length_ > options.windows.max_length) options.windows.max_length = *max_length_;
    options.windows = shortened(options.windows, *max_length_);
  }
  return options;
}

LineOptions PredictionSource::line_options() const {
  auto lines = lines_;
  lines.format = format_.value_or(format_of_name(input_));
  if (!is_trained_run(run_)) return lines;
  const auto config = read_run_config(run_ / "config.json");
  const auto* task = std::get_if<SequenceClassificationConfig>(&config);
  if (task == nullptr) return lines;
  const auto& columns = task->data.columns;
  const size_t texts = columns.text_pair ? 2 : 1;
  if (!lines.columns.empty() && lines.columns.size() != texts) {
    throw UsageError({.operation = "predicting",
                      .where = "--columns",
                      .found = std::to_string(lines.columns.size()) + " columns",
                      .expected = std::to_string(texts) + ", as many texts as the run learned from"});
  }
  if (!lines.columns.empty()) return lines;
  if (lines.format == LineFormat::text) {
    if (!columns.text_pair || format_) return lines;
    throw UsageError(
        {.operation = "predicting",
         .where = name_of_input(input_),
         .found = "lines of text, and a model of pairs",
         .expected = "--input-format tsv, csv or jsonl (text: each line is a first text alone)"});
  }
  if (lines.format == LineFormat::jsonl && column_place(columns.text.name)) return lines;
  lines.header = lines.header || (task->data.header && lines.format != LineFormat::jsonl);
  lines.columns.push_back(columns.text.name);
  if (columns.text_pair) lines.columns.push_back(columns.text_pair->name);
  return lines;
}

void PredictionSource::each_window(const PredictionFields& fields, const UseInputs& use) const {
  const auto options = line_options();
  PredictionLines reader(options, fields);
  const auto origin = name_of_input(input_);
  bool warn_of_tabs = options.format == LineFormat::text && !format_;
  const auto next = read_windows_of(input_, window_);
  uint64_t number = 0;
  for (std::vector<std::string> lines; next(lines);) {
    std::vector<PredictionInput> inputs;
    for (const auto& line : lines) {
      if (warn_of_tabs && line.find('\t') != line.npos) {
        log_warning(
            origin + ", line " + std::to_string(number + 1) +
            ": a tab; the line is read as one text (--input-format tsv reads columns, text is silent)");
        warn_of_tabs = false;
      }
      auto input = reader.read(line, origin + ", line " + std::to_string(++number));
      if (input) inputs.push_back(std::move(*input));
    }
    if (!inputs.empty()) use(inputs);
  }
  reader.finish();
}

}  // namespace attend
