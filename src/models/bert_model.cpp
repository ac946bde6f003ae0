#include "attend/models/bert_model.h"

#include <utility>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/core/strings.h"
#include "attend/io/checksums.h"
#include "attend/io/model_folder.h"
#include "attend/models/bert_config.h"
#include "attend/models/bert_weights.h"
#include "attend/tokenizers/wordpiece_files.h"

namespace attend {
namespace {

// Hugging Face's folders may have rows to spare in the table of embeddings, but never too few.
std::shared_ptr<const WordPieceTokenizer> open_tokenizer(const std::filesystem::path& folder,
                                                         const BertVocabulary& vocabulary) {
  auto tokenizer = open_wordpiece(folder);
  const auto file = find_wordpiece_file(folder).value_or(folder).string();
  const auto size = tokenizer->vocab_size(), pad = tokenizer->special().pad;
  const auto refuse = [&](const std::string& found, const std::string& expected) {
    throw Error({.operation = "opening a model folder",
                 .where = file,
                 .found = found,
                 .expected = expected + ", as config.json says",
                 .hint = "the tokenizer's files are not those this model was trained with"});
  };
  if (size > vocabulary.size)
    refuse("a vocabulary of " + std::to_string(size) + " entries",
           "at most " + std::to_string(vocabulary.size));
  if (pad != vocabulary.pad) refuse("padding with id " + std::to_string(pad), std::to_string(vocabulary.pad));
  if (size < vocabulary.size) {
    log_warning(file + ": a vocabulary of " + std::to_string(size) + " entries; the embeddings have " +
                std::to_string(vocabulary.size) + " rows, the last of which are not used");
  }
  return tokenizer;
}

// config.json of a folder that is whole.
BertShape read_shape(const std::filesystem::path& folder) {
  return read_bert_config(read_model_config(folder), folder / "config.json");
}

// transformers' names of labels that were never named.
bool is_named(const std::vector<std::string>& labels) {
  for (size_t id = 0; id < labels.size(); ++id)
    if (labels[id] != "LABEL_" + std::to_string(id)) return true;
  return false;
}

// A head is taken over where it is for as many labels.
void warn_of_other_labels(const std::filesystem::path& folder, const BertHead& stored, const BertHead& head) {
  const bool same = stored.task != head.task || stored.labels == head.labels;
  const bool numbers = stored.problem == BertProblem::regression || head.problem == BertProblem::regression;
  if (same || numbers || stored.labels.size() != head.labels.size() || !is_named(stored.labels)) return;
  constexpr size_t shown = 10;
  log_warning(folder.string() + ": its head is for the labels " + join_first(stored.labels, shown) +
              "; it is trained on for " + join_first(head.labels, shown) + ", in this order");
}

// What a configuration says of training, in place of what the folder says.
BertOptions with_rates_of(BertOptions shape, const BertOptions& training) {
  shape.hidden_dropout_prob = training.hidden_dropout_prob;
  shape.attention_probs_dropout_prob = training.attention_probs_dropout_prob;
  shape.classifier_dropout = training.classifier_dropout;
  shape.embedding_dropout = training.embedding_dropout;
  shape.initializer_range = training.initializer_range;
  return shape;
}

}  // namespace

BertOptions with_pretrained_shape(const std::filesystem::path& folder, const BertOptions& training) {
  return with_rates_of(read_shape(folder).options, training);
}

std::vector<std::string> labels_of_head(const std::filesystem::path& folder, BertTask task) {
  if (folder.empty()) return {};
  auto head = read_shape(folder).head;
  return head.task == task ? std::move(head.labels) : std::vector<std::string>();
}

BertModel make_bert(const BertOptions& options, const BertHead& head,
                    std::shared_ptr<const WordPieceTokenizer> tokenizer, uint64_t seed) {
  const BertVocabulary vocabulary{tokenizer->vocab_size(), tokenizer->special().pad};
  auto network = make_bert_network(options, vocabulary, head);
  network->initialise(seed);
  return {std::move(network), std::move(tokenizer)};
}

BertModel open_bert(const std::filesystem::path& folder) {
  const auto shape = read_shape(folder);
  (void)verify_model_checksums(folder);  // folders made elsewhere have none
  const auto weights = StoredTensors::open(folder);
  check_room(shape.options, shape.vocabulary, weights, folder / "config.json");
  auto network = make_bert_network(shape.options, shape.vocabulary, shape.head);
  load_bert(*network, weights);
  return {std::move(network), open_tokenizer(folder, shape.vocabulary)};
}

BertModel open_bert_to_train(const std::filesystem::path& folder, const BertOptions& options,
                             const BertHead& head, uint64_t seed) {
  const auto stored = read_shape(folder);
  const auto& vocabulary = stored.vocabulary;
  warn_of_other_labels(folder, stored.head, head);
  (void)verify_model_checksums(folder);
  const auto weights = StoredTensors::open(folder);
  check_room(options, vocabulary, weights, folder / "config.json");
  auto network = make_bert_network(options, vocabulary, head);
  load_bert_to_train(*network, weights, seed);
  return {std::move(network), open_tokenizer(folder, vocabulary)};
}

void save_bert(const BertModel& model, const std::filesystem::path& folder) {
  write_file(folder / "config.json", bert_config(*model.network).dump(2) + "\n");
  write_safetensors(folder / "model.safetensors", bert_tensors(*model.network));
  save_wordpiece(*model.tokenizer, folder, model.network->options().max_position_embeddings);
}

}  // namespace attend
