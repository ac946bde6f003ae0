#pragma once

#include <string>
#include <vector>

#include "support/temp_folder.h"

#include "attend/tasks/config.h"

namespace attend::test {

/// A folder with a little data for each task that BERT is fine-tuned on, configurations that train a tiny
/// model from scratch on it, and a cache of its own.
class SmallBertRuns {
 public:
  SmallBertRuns() {
    std::string labelled, tagged, questions;
    const std::vector<std::string> nouns = {"film", "soup", "book", "song"}, good = {"good", "fine", "great"},
                                   bad = {"bad", "poor", "dull"};
    for (const auto& noun : nouns) {
      for (size_t i = 0; i < good.size(); ++i) {
        labelled += "the " + noun + " was " + good[i] + "\tit is " + good[i] + "\tyes\t4.5\tfood,joy\n";
        labelled += "the " + noun + " was really " + bad[i] + "\tno\tno\t0.5\tfood\n";
        tagged += "the\tO\n" + good[i] + "\tB-word\n" + noun + "\tI-word\nwas\tO\nthere\tO\n\n";
        tagged += bad[i] + "\tB-word\n.\tO\n\n";
      }
      questions += (questions.empty() ? "" : ",") + paragraph(noun);
    }
    folder.write("labelled.tsv", "text\tpair\tlabel\tscore\ttopics\n" + labelled);
    folder.write("tagged.conll", tagged);
    folder.write("squad.json", R"({"data": [{"paragraphs": [)" + questions + "]}]}");
    folder.write(
        "sequences.json",
        config("sequence_classification",
               R"("train": {"files": "labelled.tsv"}, "validation": {"files": "labelled.tsv", "limit": 10},
            "header": true, "columns": {"text": "text", "label": "label"}, "max_length": 20)",
               "accuracy"));
    folder.write(
        "tags.json",
        config("token_classification",
               R"("train": {"files": "tagged.conll"}, "validation": {"files": "tagged.conll", "limit": 10},
            "max_length": 20)",
               "f1"));
    folder.write(
        "answers.json",
        config("question_answering",
               R"("train": {"files": "squad.json"}, "validation": {"files": "squad.json", "limit": 3},
            "max_length": 20, "stride": 4, "max_question_length": 8)",
               "exact_match"));
  }

  TaskConfig sequences(const std::vector<std::string>& overrides = {}) const {
    return load_config(folder / "sequences.json", overrides);
  }
  TaskConfig tags(const std::vector<std::string>& overrides = {}) const {
    return load_config(folder / "tags.json", overrides);
  }
  TaskConfig answers(const std::vector<std::string>& overrides = {}) const {
    return load_config(folder / "answers.json", overrides);
  }

  TempFolder folder;

 private:
  // Its context is longer than a window.
  static std::string paragraph(const std::string& noun) {
    return R"({"context": "The )" + noun +
           R"( was here. It was very good, and all of us were there.", "qas": [
      {"id": ")" +
           noun + R"(", "question": "what was here?", "answers": [{"text": ")" + noun +
           R"(", "answer_start": 4}]}]})";
  }

  std::string config(const std::string& task, const std::string& data, const std::string& metric) const {
    return R"({ "task": ")" + task + R"(",
  "data": { "cache": ")" +
           (folder / "cache").string() + R"(", )" + data + R"( },
  "tokenizer": { "vocab_size": 120, "min_frequency": 1 },
  "model": { "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48,
             "max_position_embeddings": 32, "hidden_dropout_prob": 0.1 },
  "training": { "duration": "8 updates", "batch_sentences": 8, "log_every": 2, "optimizer": { "lr": 3e-3 } },
  "validation": { "every": "4 updates", "metrics": [")" +
           metric + R"("], "best": "loss" },
  "checkpoints": { "every": "4 updates" } })";
  }
};

}  // namespace attend::test
