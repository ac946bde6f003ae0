#include "attend/commands/attention_files.h"
#include "attend/commands/command.h"
#include "attend/commands/common_options.h"
#include "attend/commands/line_streams.h"
#include "attend/commands/npy_file.h"
#include "attend/commands/prediction_source.h"
#include "attend/core/error.h"
#include "attend/tasks/text_embedder.h"

namespace attend {
namespace {

using UseInputs = PredictionSource::UseInputs;

struct PredictOptions {
  PredictionSource source;
  std::filesystem::path output;
  std::optional<bool> no_answer;  // absent, as the next two: as the model was trained
  std::optional<double> no_answer_threshold;
  std::optional<int64_t> max_answer_length;
  std::optional<Pooling> embeddings;
  std::filesystem::path attention;  // a folder; empty: no pictures
  std::shared_ptr<CommonOptions> common;
};

constexpr const char* predicting = "predicting";

// What a model looks at as it reads an input.
using Look = std::function<EncoderAttention(const PredictionInput&)>;

// Pictures of the first inputs, before `use` has them.
UseInputs with_pictures(const std::filesystem::path& folder, const Look& look, UseInputs use) {
  if (folder.empty()) return use;
  const AttentionFiles files(folder);
  return [=, number = uint64_t{0}](const std::vector<PredictionInput>& inputs) mutable {
    for (const auto& input : inputs)
      if (++number <= AttentionFiles::most_lines) files.write(number, look(input));
    use(inputs);
  };
}

void write_vectors(const PredictOptions& options, const TextEmbedder& embedder, const Look& look) {
  NpyFile file(options.output, embedder.size());
  const auto use = [&](const std::vector<PredictionInput>& inputs) { file.add(embedder.embed(inputs)); };
  options.source.each_window(embedder.fields(), with_pictures(options.attention, look, use));
  file.commit();
}

void write_predictions(const PredictOptions& options, const Predictor& predictor, const Look& look) {
  write_to(options.output, [&](const Sink& sink) {
    const auto use = [&](const std::vector<PredictionInput>& inputs) {
      std::string text;
      for (const auto& prediction : predictor.predict(inputs)) text += prediction.dump() + '\n';
      sink(text);
    };
    options.source.each_window(predictor.fields(), with_pictures(options.attention, look, use));
  });
}

void check_answer_flags(const PredictOptions& options, const BertNetwork& network) {
  if (!options.no_answer && !options.no_answer_threshold && !options.max_answer_length) return;
  if (network.head().task == BertTask::question_answering && !options.embeddings) return;
  throw UsageError({.operation = predicting,
                    .where = "--no-answer, --no-answer-threshold, --always-answer, --max-answer-length",
                    .found = options.embeddings ? "--embeddings" : "a model that does not answer questions",
                    .expected = "a model of task question_answering, without --embeddings"});
}

PredictorOptions predictor_options(const PredictOptions& options, const BertNetwork& network) {
  auto chosen = options.source.predictor_options(network);
  auto& answers = chosen.answers;
  answers.no_answer = options.no_answer.value_or(answers.no_answer);
  if (options.no_answer_threshold && !answers.no_answer) {
    throw UsageError({.operation = predicting,
                      .where = "--no-answer-threshold",
                      .found = "a model that always answers",
                      .expected = "--no-answer, or a model that was trained with answers.no_answer"});
  }
  answers.no_answer_threshold = options.no_answer_threshold.value_or(answers.no_answer_threshold);
  answers.max_answer_length = options.max_answer_length.value_or(answers.max_answer_length);
  return chosen;
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
  const auto model = options.source.open_model(device);
  check_answer_flags(options, *model.network);
  const auto chosen = predictor_options(options, *model.network);
  const Look look = [&](const auto& input) { return look_at(model, input, chosen.max_length, device); };
  if (!options.embeddings) {
    write_predictions(options, *make_predictor(model, chosen, device), look);
    return 0;
  }
  const TextEmbedder embedder(model, *options.embeddings, chosen.max_length, device);
  if (as_matrix)
    write_vectors(options, embedder, look);
  else
    write_predictions(options, embedder, look);
  return 0;
}

}  // namespace

void add_predict_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<PredictOptions>();
  auto* command = app.add_subcommand(
      "predict", "Labels, scores, entities or answers for texts: a line in, a JSON object out");
  options->source.add_to(*command);
  command->add_option("--output", options->output, "Default: standard output, as the input comes");
  command->add_flag_callback(
      "--no-answer", [options] { options->no_answer = true; },
      "Questions: a context may hold no answer (SQuAD 2.0); default: as in training");
  command
      ->add_flag_callback(
          "--always-answer", [options] { options->no_answer = false; },
          "Questions: every context holds an answer")
      ->excludes("--no-answer");
  command
      ->add_option("--no-answer-threshold", options->no_answer_threshold,
                   "Questions: by how much the logits of none have to exceed those of the best answer; "
                   "default: as in training")
      ->check(CLI::Range(-largest_threshold, largest_threshold))
      ->excludes("--always-answer");
  command
      ->add_option("--max-answer-length", options->max_answer_length,
                   "Questions: longest answer in pieces; default: as in training")
      ->check(CLI::Range(int64_t{1}, longest_answer));
  add_named_option(
      *command, "--embeddings", options->embeddings,
      "Vectors of texts instead, from any BERT: mean or cls; as a matrix where --output ends in .npy");
  command->add_option("--attention", options->attention,
                      "Folder for pictures and numbers of what each token looks at, line by line");
  options->common = add_common_options(*command);
  command->callback([options, &action] { action = [options] { return predict(*options); }; });
}

}  // namespace attend
