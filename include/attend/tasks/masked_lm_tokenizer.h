#pragma once

#include <filesystem>
#include <memory>

#include "attend/tasks/masked_lm_config.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// The tokenizer of the model folder `from`. Where it is empty the vocabulary is learnt from the sentences of
/// the training text once, and kept in the cache, beside the encoded data, under a hash of both.
std::shared_ptr<const WordPieceTokenizer> make_bert_tokenizer(const MaskedLmConfig& config,
                                                              const std::filesystem::path& from);

}  // namespace attend
