#pragma once

#include <string>
#include <vector>

#include "support/temp_folder.h"

#include "attend/tasks/config.h"

namespace attend::test {

/// A folder with 36 sentence pairs, a configuration that trains on them and scores on the last six, and a
/// cache of its own.
class SmallCorpus {
 public:
  SmallCorpus() {
    const std::vector<std::pair<std::string, std::string>> subjects = {{"the cat", "le chat"},
                                                                       {"a dog", "un chien"},
                                                                       {"the black cat", "le chat noir"},
                                                                       {"my brother", "mon frère"},
                                                                       {"the old man", "le vieil homme"},
                                                                       {"she", "elle"}};
    const std::vector<std::pair<std::string, std::string>> verbs = {{"sleeps", "dort"},
                                                                    {"runs", "court"},
                                                                    {"sees a house", "voit une maison"},
                                                                    {"eats", "mange"},
                                                                    {"sings well", "chante bien"},
                                                                    {"does not work", "ne travaille pas"}};
    std::string english, french;
    for (const auto& verb : verbs) {
      for (const auto& subject : subjects) {
        english += subject.first + " " + verb.first + ".\n";
        french += subject.second + " " + verb.second + ".\n";
      }
    }
    folder.write("train.en", english);
    folder.write("train.fr", french);
    folder.write("validation.en", "a dog sleeps.\nshe runs.\nmy brother eats.\n");
    folder.write("validation.fr", "un chien dort.\nelle court.\nmon frère mange.\n");
    folder.write("small.json", R"({
  "task": "translation",
  "data": { "cache": ")" + (folder / "cache").string() +
                                   R"(", "max_length": 24,
            "train": { "source": "train.en", "target": "train.fr" },
            "validation": { "source": "validation.en", "target": "validation.fr" } },
  "tokenizer": { "type": "sentencepiece", "vocab_size": 60 },
  "model": { "type": "transformer", "d_model": 32, "encoder_layers": 1, "decoder_layers": 1,
             "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 48,
             "decoder_ffn_dim": 48, "dropout": 0.1, "max_position_embeddings": 40 },
  "training": { "duration": "6 updates", "batch_tokens": 200, "label_smoothing": 0.1, "log_every": 2,
                "optimizer": { "lr": 1e-3 }, "schedule": { "type": "constant", "warmup": "0 updates" } },
  "validation": { "every": "3 updates", "metrics": ["chrf"], "best": "loss" },
  "checkpoints": { "every": "6 updates" },
  "decoding": { "max_length": 12 }
})");
  }

  TaskConfig config(const std::vector<std::string>& overrides = {}) const {
    return load_config(folder / "small.json", overrides);
  }

  TempFolder folder;
};

}  // namespace attend::test
