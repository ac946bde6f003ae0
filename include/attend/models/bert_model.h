#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "attend/config/schema.h"
#include "attend/models/bert_heads.h"
#include "attend/models/model_section.h"
#include "attend/tokenizers/wordpiece_tokenizer.h"

namespace attend {

/// The configuration's section "model" of a task that trains a BERT.
using BertModelSection = ModelSection<BertOptions>;
/// The keys of the section "model".
Schema<BertModelSection> bert_model_schema();

/// A BERT and the tokenizer whose ids it was made for.
struct BertModel {
  std::shared_ptr<BertNetwork> network;
  std::shared_ptr<const WordPieceTokenizer> tokenizer;
};

/// The shape of the model in `folder` with what is about training, the dropout rates, from `training`. Throws
/// Error where the folder holds no BERT.
BertOptions with_pretrained_shape(const std::filesystem::path& folder, const BertOptions& training);

/// The labels of the head that the model in `folder` has for `task`; none where its head is another, and of
/// an empty path.
std::vector<std::string> labels_of_head(const std::filesystem::path& folder, BertTask task);

/// A network with initial weights, a function of options, vocabulary and seed.
BertModel make_bert(const BertOptions& options, const BertHead& head,
                    std::shared_ptr<const WordPieceTokenizer> tokenizer, uint64_t seed);

/// Opens a model folder to use it, with the head that it was trained with: one of ours, or a BERT folder of
/// Hugging Face's transformers. Throws Error where a file is missing or altered, or where weights, shape and
/// vocabulary do not fit each other.
BertModel open_bert(const std::filesystem::path& folder);

/// Opens a folder to train on with another head, or the same: weights that the folder lacks, and those of a
/// head for another number of labels, are initial ones, a function of the seed (bert_weights.h). Where a head
/// is taken over that had other labels, a warning says so. `options` have the folder's shape.
BertModel open_bert_to_train(const std::filesystem::path& folder, const BertOptions& options,
                             const BertHead& head, uint64_t seed);

/// Writes config.json, model.safetensors and the tokenizer's files into `folder`, which exists.
void save_bert(const BertModel& model, const std::filesystem::path& folder);

}  // namespace attend
