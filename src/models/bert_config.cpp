#include "attend/models/bert_config.h"

#include <array>
#include <cmath>
#include <set>
#include <string>

#include "attend/io/model_folder.h"

namespace attend {
namespace {

constexpr const char* published_bert_type = "bert";
constexpr const char* own_bert_type = "attend_bert";

constexpr int64_t most_layers = 1000;
constexpr int64_t fewest_positions = 4;  // a pair of texts has three symbols

struct Architecture {
  BertTask task;
  const char* name;
};
constexpr std::array architectures = {
    Architecture{BertTask::none, "BertModel"},
    Architecture{BertTask::pretraining, "BertForPreTraining"},
    Architecture{BertTask::masked_lm, "BertForMaskedLM"},
    Architecture{BertTask::sequence_classification, "BertForSequenceClassification"},
    Architecture{BertTask::token_classification, "BertForTokenClassification"},
    Architecture{BertTask::question_answering, "BertForQuestionAnswering"}};

std::string architecture_of(BertTask task) {
  for (const auto& architecture : architectures)
    if (architecture.task == task) return architecture.name;
  return {};
}

BertTask read_task(const JsonFields& fields) {
  const auto& names = fields.value("architectures");
  if (!names.is_array() || names.empty()) return BertTask::none;
  for (const auto& architecture : architectures)
    if (names.front() == architecture.name) return architecture.task;
  return BertTask::none;
}

bool has_labels(BertTask task) {
  return task == BertTask::sequence_classification || task == BertTask::token_classification;
}

// id2label's keys are the ids as texts, as JSON has it.
std::vector<std::string> read_labels(const JsonFields& fields) {
  const auto& found = fields.value("id2label");
  if (found.is_null()) return {"LABEL_0", "LABEL_1"};  // as Hugging Face has it
  const std::string expected = "an object of ids from \"0\" on and their labels";
  if (!found.is_object() || found.empty()) fields.fail("id2label", expected);
  std::vector<std::string> labels;
  for (size_t id = 0; id < found.size(); ++id) {
    const auto label = found.find(std::to_string(id));
    if (label == found.end() || !label->is_string()) fields.fail("id2label", expected);
    labels.push_back(label->get<std::string>());
  }
  const std::set<std::string> different(labels.begin(), labels.end());
  if (different.size() < labels.size()) fields.fail("id2label", "each label once");
  return labels;
}

// Hugging Face leaves it out until a training has set it; then a single label is a number.
BertProblem read_problem(const JsonFields& fields, size_t labels) {
  const auto otherwise = labels == 1 ? BertProblem::regression : BertProblem::single_label_classification;
  return fields.named("problem_type", otherwise);
}

AnswerOptions read_answer_options(const JsonFields& fields) {
  AnswerOptions answers;
  answers.max_answer_length = fields.integer("max_answer_length", 1, answers.max_answer_length);
  answers.no_answer = fields.flag("no_answer", answers.no_answer);
  answers.no_answer_threshold = fields.number("no_answer_threshold", answers.no_answer_threshold);
  if (!(std::abs(answers.no_answer_threshold) <= largest_threshold))
    fields.fail("no_answer_threshold", "from -1e6 to 1e6");
  return answers;
}

BertHead read_bert_head(const JsonFields& fields) {
  BertHead head;
  head.task = read_task(fields);
  if (head.task == BertTask::question_answering)
    head.answers = read_answer_options(fields.section("attend").section("answers"));
  if (has_labels(head.task)) head.labels = read_labels(fields);
  if (head.task == BertTask::sequence_classification) head.problem = read_problem(fields, head.labels.size());
  return head;
}

void refuse_unsupported(const JsonFields& fields) {
  if (fields.text("position_embedding_type", "absolute") != "absolute")
    fields.fail("position_embedding_type", "\"absolute\"");
  for (const auto* key : {"is_decoder", "add_cross_attention"})
    if (fields.flag(key, false)) fields.fail(key, "false: an encoder");
}

double rate_field(const JsonFields& fields, const std::string& key, double otherwise) {
  const double value = fields.number(key, otherwise);
  if (value < 0 || value >= 1) fields.fail(key, "from 0 to below 1");
  return value;
}

std::optional<double> optional_rate(const JsonFields& fields, const std::string& key) {
  if (!fields.has(key)) return std::nullopt;
  return rate_field(fields, key, 0);
}

double positive_field(const JsonFields& fields, const std::string& key, double otherwise) {
  const double value = fields.number(key, otherwise);
  if (!(value > 0)) fields.fail(key, "more than 0");
  return value;
}

BertOptions read_bert_options(const JsonFields& fields) {
  BertOptions o;
  o.hidden_size = fields.integer("hidden_size", 1, o.hidden_size);
  o.num_hidden_layers = fields.integer("num_hidden_layers", 1, o.num_hidden_layers, most_layers);
  o.num_attention_heads = fields.integer("num_attention_heads", 1, o.num_attention_heads);
  if (o.hidden_size % o.num_attention_heads != 0)
    fields.fail("num_attention_heads", "a divisor of hidden_size, " + std::to_string(o.hidden_size));
  o.intermediate_size = fields.integer("intermediate_size", 1, o.intermediate_size);
  o.hidden_act = fields.named("hidden_act", o.hidden_act);
  o.hidden_dropout_prob = rate_field(fields, "hidden_dropout_prob", o.hidden_dropout_prob);
  o.attention_probs_dropout_prob =
      rate_field(fields, "attention_probs_dropout_prob", o.attention_probs_dropout_prob);
  o.classifier_dropout = optional_rate(fields, "classifier_dropout");
  o.max_position_embeddings =
      fields.integer("max_position_embeddings", fewest_positions, o.max_position_embeddings);
  o.type_vocab_size = fields.integer("type_vocab_size", 1, o.type_vocab_size);
  o.layer_norm_eps = positive_field(fields, "layer_norm_eps", o.layer_norm_eps);
  o.initializer_range = positive_field(fields, "initializer_range", o.initializer_range);
  o.tie_word_embeddings = fields.flag("tie_word_embeddings", true);
  const auto own = fields.section("attend");
  o.embedding_norm = own.flag("embedding_norm", true);
  o.embedding_dropout = optional_rate(own, "embedding_dropout");
  return o;
}

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

void write_head(const BertHead& head, Json& config) {
  if (head.task == BertTask::question_answering) {
    config["attend"]["answers"] = {{"max_answer_length", head.answers.max_answer_length},
                                   {"no_answer", head.answers.no_answer},
                                   {"no_answer_threshold", head.answers.no_answer_threshold}};
  }
  if (!has_labels(head.task)) return;
  Json id2label = Json::object(), label2id = Json::object();
  for (size_t id = 0; id < head.labels.size(); ++id) {
    id2label[std::to_string(id)] = head.labels[id];
    label2id[head.labels[id]] = id;
  }
  config["id2label"] = id2label;
  config["label2id"] = label2id;
  if (head.task == BertTask::sequence_classification) config["problem_type"] = name_of(head.problem);
}

}  // namespace

Json bert_config(const BertNetwork& network) {
  const auto& o = network.options();
  const auto& v = network.vocabulary();
  Json config = {
      {"architectures", Json::array({architecture_of(network.head().task)})},
      {"model_type", o.embedding_norm ? published_bert_type : own_bert_type},
      {"dtype", "float32"},
      {"vocab_size", v.size},
      {"pad_token_id", v.pad},
      {"hidden_size", o.hidden_size},
      {"num_hidden_layers", o.num_hidden_layers},
      {"num_attention_heads", o.num_attention_heads},
      {"intermediate_size", o.intermediate_size},
      {"hidden_act", name_of(o.hidden_act)},
      {"hidden_dropout_prob", o.hidden_dropout_prob},
      {"attention_probs_dropout_prob", o.attention_probs_dropout_prob},
      {"classifier_dropout", or_null(o.classifier_dropout)},
      {"max_position_embeddings", o.max_position_embeddings},
      {"type_vocab_size", o.type_vocab_size},
      {"layer_norm_eps", o.layer_norm_eps},
      {"initializer_range", o.initializer_range},
      {"tie_word_embeddings", o.tie_word_embeddings},
      {"attend",
       {{"embedding_norm", o.embedding_norm}, {"embedding_dropout", or_null(o.embedding_dropout)}}}};
  write_head(network.head(), config);
  return config;
}

bool is_bert(std::string_view model_type) {
  return model_type == published_bert_type || model_type == own_bert_type;
}

BertShape read_bert_config(const Json& config, const std::filesystem::path& path) {
  const auto fields = config_fields(config, path);
  const auto type = fields.text("model_type", "");
  if (!is_bert(type)) fields.fail("model_type", std::string("\"bert\" or \"") + own_bert_type + "\"");
  refuse_unsupported(fields);
  BertShape shape{read_bert_options(fields), {}, read_bert_head(fields)};
  shape.vocabulary.size = fields.integer("vocab_size", 1);
  shape.vocabulary.pad = fields.integer("pad_token_id", 0, 0);
  if (shape.vocabulary.pad >= shape.vocabulary.size)
    fields.fail("pad_token_id", "below vocab_size, " + std::to_string(shape.vocabulary.size));
  return shape;
}

}  // namespace attend
