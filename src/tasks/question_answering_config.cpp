#include "attend/tasks/question_answering_config.h"

namespace attend {
namespace {

Schema<AnswerOptions> answer_schema() {
  using O = AnswerOptions;
  return Schema<O>("How an answer is chosen.")
      .field("max_answer_length", &O::max_answer_length, "Longest answer in pieces.", positive(),
             at_most(longest_answer))
      .field("no_answer", &O::no_answer,
             "Whether a context may hold none, as in SQuAD 2.0: then none is what [CLS] stands for.")
      .field("no_answer_threshold", &O::no_answer_threshold,
             "no_answer: by how much the logits of none have to exceed those of the best answer.",
             range(-largest_threshold, largest_threshold))
      .check({"no_answer", "no_answer_threshold"}, [](const O& options, Problems& problems) {
        if (options.no_answer || options.no_answer_threshold == 0) return;
        problems.add("no_answer_threshold", "a threshold",
                     "no_answer: true, without which there is no such answer");
      });
}

}  // namespace

std::vector<std::string> answer_metrics() { return {"exact_match", "f1"}; }

Schema<QuestionAnsweringConfig> question_answering_schema() {
  using C = QuestionAnsweringConfig;
  return fine_tuning_task_schema<C>("Answers to questions, found in texts.", question_data_schema(),
                                    answer_metrics())
      .section("answers", &C::answers, answer_schema())
      .check({"validation"},
             [](const C& config, Problems& problems) {
               check_scores_asked_for(config, answer_metrics(), problems);
             })
      .check({"training"}, [](const C& config, Problems& problems) {
        refuse_smoothing(config.training,
                         "smoothing is for task sequence_classification or token_classification", problems);
      });
}

}  // namespace attend
