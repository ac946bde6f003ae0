#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attend/data/parallel_tokens.h"
#include "attend/tasks/translation_config.h"

namespace attend {

/// Sentence pairs as text, for translating and scoring.
struct ParallelText {
  std::vector<std::string> source;
  std::vector<std::string> target;
};

/// What a translation run learns from and is scored on.
struct TranslationData {
  ParallelTokens train;
  std::optional<ParallelTokens> validation;
  ParallelText validation_text;  ///< every line, also those that `validation` leaves out
};

/// Tokenizers for the configuration: those of the model folder `from` where it is not empty, else learnt from
/// the training text, or found in the cache where they were.
std::shared_ptr<const TokenizerPair> make_tokenizers(const TranslationConfig& config,
                                                     const std::filesystem::path& from);

/// All pairs of `files`, in order.
ParallelText read_parallel_text(const ParallelFiles& files);

/// Encodes the data, or finds it encoded in the cache. Logs what was left out.
TranslationData load_translation_data(const TranslationConfig& config, const TokenizerPair& tokenizers);

}  // namespace attend
