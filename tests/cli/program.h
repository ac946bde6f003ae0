#pragma once

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "support/temp_folder.h"
#include <sys/wait.h>

#include "attend/core/file.h"

namespace attend::test {

/// What a run of the program gave.
struct Outcome {
  int exit_code = -1;
  std::string output;  ///< standard output
  std::string errors;  ///< standard error
};

/// Runs `attend` from the shell: `arguments` may redirect standard input, and `redirections` the outputs,
/// after they were sent to files.
inline Outcome run(const TempFolder& folder, const std::string& arguments,
                   const std::string& redirections = "") {
  const auto output = (folder / "stdout").string(), errors = (folder / "stderr").string();
  const std::string command = std::string("cd ") + folder.path().string() +
                              " && XDG_CACHE_HOME=" + folder.path().string() + "/cache " + ATTEND_BINARY +
                              " " + arguments + " >" + output + " 2>" + errors + " " + redirections;
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(output), read_file(errors)};
}

/// A configuration that trains in a moment on the first pairs of the demo data.
inline std::string tiny_config() {
  const std::string demo = std::string(ATTEND_SOURCE_DIR) + "/data/demo";
  return R"({
  "task": "translation",
  "data": { "dir": ")" +
         demo + R"(",
            "train": { "source": "train.en", "target": "train.fr", "limit": 300 },
            "validation": { "source": "validation.en", "target": "validation.fr", "limit": 20 } },
  "tokenizer": { "type": "sentencepiece", "vocab_size": 300 },
  "model": { "type": "transformer", "d_model": 16, "encoder_layers": 1, "decoder_layers": 1,
             "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32 },
  "training": { "duration": "8 updates", "batch_tokens": 512, "log_every": 2,
                "optimizer": { "lr": 1e-3 }, "schedule": { "type": "constant", "warmup": "0 updates" } },
  "validation": { "every": "4 updates", "metrics": ["bleu"], "best": "loss" },
  "checkpoints": { "every": "4 updates", "keep": 3 },
  "decoding": { "max_length": 12 }
})";
}

}  // namespace attend::test
