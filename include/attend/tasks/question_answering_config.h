#pragma once

#include <string>
#include <vector>

#include "attend/data/question_data.h"
#include "attend/tasks/fine_tuning_config.h"

namespace attend {

/// The configuration of a run with "task": "question_answering".
struct QuestionAnsweringConfig : FineTuningConfig {
  QuestionDataOptions data;
  AnswerOptions answers;
};

/// The keys of such a task's configuration, with what contradicts itself in it.
Schema<QuestionAnsweringConfig> question_answering_schema();

/// The metrics of answers, beside the loss.
std::vector<std::string> answer_metrics();

}  // namespace attend
