#pragma once

#include <memory>

#include "attend/models/bert_model.h"

namespace attend::test {

inline std::shared_ptr<const WordPieceTokenizer> bert_tokenizer() {
  return std::make_shared<const WordPieceTokenizer>(
      Vocabulary({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "cat", "dog", "##s", "run", "sit", "."}),
      WordPieceSettings{});
}

inline BertOptions small_bert() {
  BertOptions options;
  options.hidden_size = 16;
  options.num_hidden_layers = 2;
  options.num_attention_heads = 4;
  options.intermediate_size = 24;
  options.max_position_embeddings = 20;
  return options;
}

inline BertHead two_labels() {
  return {.task = BertTask::sequence_classification, .labels = {"bad", "good"}};
}

/// A sentence of 5 tokens and a pair of 3.
inline BertInput small_input() {
  return {torch::tensor({{2, 5, 6, 9, 3}, {2, 7, 3, 0, 0}}, torch::kLong),
          torch::tensor({{0, 0, 0, 1, 1}, {0, 0, 0, 0, 0}}, torch::kLong),
          torch::tensor({5, 3}, torch::kLong)};
}

}  // namespace attend::test
