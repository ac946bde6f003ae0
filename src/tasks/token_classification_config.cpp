#include "attend/tasks/token_classification_config.h"

namespace attend {

std::vector<std::string> token_metrics() { return {"f1", "precision", "recall", "f1_macro", "accuracy"}; }

Schema<TokenClassificationConfig> token_classification_schema() {
  using C = TokenClassificationConfig;
  return fine_tuning_task_schema<C>("Words into tags: entities in IOB2 or IOBES form, parts of speech.",
                                    tagged_data_schema(), token_metrics())
      .field(
          "labels", &C::labels,
          "The tags in the order of their ids; empty: those of the training data, sorted, or as the head of "
          "model.from has them where it is for the same ones.",
          distinct(), each(non_empty()))
      .check({"validation"}, [](const C& config, Problems& problems) {
        check_scores_asked_for(config, token_metrics(), problems);
      });
}

}  // namespace attend
