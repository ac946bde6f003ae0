#include "attend/tasks/question_answering_task.h"

#include <limits>
#include <utility>

#include "attend/core/code_points.h"
#include "attend/core/log.h"
#include "attend/metrics/answers.h"
#include "attend/nn/evaluation_mode.h"

namespace attend {
namespace {

// logits [B, T, 2], places [B, 2] of an answer's first and last id, lengths [B] without padding or undefined:
// the mean of the cross-entropies of both ends.
LossSum answer_loss(const torch::Tensor& logits, const torch::Tensor& places, const torch::Tensor& lengths) {
  auto scores = logits.to(torch::kFloat);
  if (lengths.defined()) {
    const auto is_padding =
        torch::arange(scores.size(1), lengths.options()).unsqueeze(0) >= lengths.unsqueeze(1);
    scores = scores.masked_fill(is_padding.unsqueeze(2), -std::numeric_limits<float>::infinity());
  }
  const auto sum = at::cross_entropy_loss(scores.transpose(1, 2).flatten(0, 1), places.flatten(),
                                          /*weight=*/{}, at::Reduction::Sum) /
                   2;
  return {sum, sum.detach(), logits.size(0)};
}

// Cross-entropy of one question's windows.
LossSum loss_of(const PreparedQuestion& prepared, const WindowLogits& logits, const Question& question) {
  const auto answer = pieces_of_answer(prepared.context, question.answers);
  LossSum total{torch::zeros({}), torch::zeros({}), 0};
  for (size_t i = 0; i < logits.size(); ++i) {
    const auto [first, last] = find_place(prepared.windows[i], answer);
    const auto places = torch::tensor({int64_t{first}, int64_t{last}}).unsqueeze(0);
    total.nll += answer_loss(logits[i].unsqueeze(0), places, {}).nll;
    ++total.count;
  }
  return total;
}

std::vector<std::string> written_answers(const std::vector<SquadAnswer>& answers) {
  std::vector<std::string> texts;
  for (const auto& answer : answers) texts.push_back(answer.text);
  return texts;
}

}  // namespace

QuestionTexts load_question_texts(const ExampleFiles& files, const QuestionDataOptions& options,
                                  const WordPieceTokenizer& tokenizer) {
  QuestionTexts texts{read_questions(files), {}};
  for (const auto& question : texts.questions)
    texts.prepared.push_back(
        prepare_question(tokenizer, question.question, question.context, options.windows()));
  return texts;
}

QuestionAnsweringData load_question_data(const QuestionAnsweringConfig& config,
                                         const WordPieceTokenizer& tokenizer) {
  QuestionAnsweringData data{
      load_question_windows(config.data.train, config.data, tokenizer, TokenCache(config.data.cache)), {}};
  log_info("training data: " + std::to_string(data.train.store.size()) + " windows" +
           (data.train.reused ? ", encoded before" : ""));
  if (data.train.without_answer > 0 && !config.answers.no_answer) {
    log_warning("training data: " + std::to_string(data.train.without_answer) +
                " questions have no answer, and one is always given; answers.no_answer: true allows none");
  }
  if (config.data.validation) {
    data.validation = load_question_texts(*config.data.validation, config.data, tokenizer);
    log_info("validation data: " + std::to_string(data.validation->questions.size()) + " questions");
  }
  return data;
}

Scores evaluate_answers(const BertModel& model, const QuestionTexts& texts,
                        const QuestionAnsweringConfig& config, torch::Device device) {
  const c10::InferenceMode inference;
  const auto evaluation = nn::EvaluationMode::of(model.network);
  const auto logits = read_windows(dynamic_cast<BertClassifier&>(*model.network), texts.prepared, device);
  AnswerScores answers(config.answers.no_answer ? SquadVersion::v2 : SquadVersion::v1);
  double nll = 0, windows = 0;
  for (size_t i = 0; i < texts.questions.size(); ++i) {
    const auto& question = texts.questions[i];
    const auto found = find_answer(texts.prepared[i], logits[i], config.answers);
    answers.add(cut_code_points(question.context, found.begin, found.end), written_answers(question.answers));
    const auto loss = loss_of(texts.prepared[i], logits[i], question);
    nll += loss.nll.item<double>();
    windows += static_cast<double>(loss.count);
  }
  const Scores all = {{"exact_match", answers.value().exact_match}, {"f1", answers.value().f1}};
  Scores scores = {{"loss", nll / windows}};
  for (const auto& name : config.validation.metrics) scores[name] = all.at(name);
  return scores;
}

QuestionAnsweringTask::QuestionAnsweringTask(const QuestionAnsweringConfig& config,
                                             QuestionAnsweringData data, BertModel model,
                                             torch::Device device)
    : FineTuningTask(config, std::move(model), std::move(data.train.store), NoteLayout::segment_and_values,
                     device),
      config_(config),
      validation_(std::move(data.validation)) {}

LossSum QuestionAnsweringTask::loss(const Batch& batch, Context& context) {
  const auto& windows = static_cast<const BertBatch&>(batch);
  return answer_loss(classifier().forward(windows.input, context), windows.notes, windows.input.lengths);
}

Scores QuestionAnsweringTask::evaluate() {
  if (!validation_) return {};
  return evaluate_answers(bert(), *validation_, config_, device());
}

}  // namespace attend
