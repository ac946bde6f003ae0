#include "attend/models/bert_model.h"

#include <map>

#include "small_bert.h"
#include "support/expect_error.h"
#include "support/temp_folder.h"

#include "attend/core/file.h"
#include "attend/core/log.h"
#include "attend/io/tensors.h"
#include "attend/models/bert_weights.h"

namespace attend {
namespace {

BertModel small_model(const BertHead& head, const BertOptions& options = test::small_bert()) {
  return make_bert(options, head, test::bert_tokenizer(), 1);
}

void expect_equal_weights(const BertNetwork& first, const BertNetwork& second) {
  const auto others = second.named_parameters();
  ASSERT_EQ(first.named_parameters().size(), others.size());
  for (const auto& parameter : first.named_parameters())
    EXPECT_TRUE(parameter.value().equal(others[parameter.key()])) << parameter.key();
}

// What is logged while `action` runs.
std::string log_of(const std::function<void()>& action) {
  std::string text;
  set_log("info", [&](std::string_view line) { text += std::string(line) + "\n"; });
  action();
  set_log("info", [](std::string_view) {});
  return text;
}

void rewrite_config(const test::TempFolder& folder, const std::function<void(Json&)>& change) {
  auto config = read_json(folder / "config.json");
  change(config);
  folder.write("config.json", config.dump());
}

// The folder's weights, each under the name that `rename` gives; an empty one leaves it out.
void rewrite_weights(const test::TempFolder& folder,
                     const std::function<std::string(const std::string&)>& rename) {
  NamedTensors renamed;
  for (const auto& [name, tensor] : read_tensors(StoredTensors::open(folder.path())))
    if (const auto other = rename(name); !other.empty()) renamed.emplace_back(other, tensor);
  write_safetensors(folder / "model.safetensors", renamed);
}

TEST(BertModel, OpensAsItWasSaved) {
  for (const auto& head :
       {BertHead{}, BertHead{.task = BertTask::pretraining}, BertHead{.task = BertTask::masked_lm},
        test::two_labels(), BertHead{.task = BertTask::token_classification, .labels = {"O", "B-x"}},
        BertHead{.task = BertTask::question_answering}}) {
    const test::TempFolder folder;
    const auto saved = small_model(head);
    save_bert(saved, folder.path());
    const auto opened = open_bert(folder.path());
    expect_equal_weights(*saved.network, *opened.network);
    EXPECT_EQ(opened.network->head().task, head.task);
    EXPECT_EQ(opened.network->head().labels, head.labels);
    EXPECT_EQ(opened.tokenizer->fingerprint(), saved.tokenizer->fingerprint());
  }
}

TEST(BertModel, KeepsWhatTheFormatCannotSay) {
  const test::TempFolder folder;
  auto options = test::small_bert();
  options.embedding_norm = false;
  options.embedding_dropout = 0.0;
  options.tie_word_embeddings = false;
  save_bert(small_model({.task = BertTask::pretraining}, options), folder.path());
  EXPECT_EQ(read_json(folder / "config.json")["model_type"], "attend_bert");
  const auto opened = open_bert(folder.path());
  EXPECT_FALSE(opened.network->options().embedding_norm);
  EXPECT_EQ(opened.network->options().embedding_dropout, 0.0);
  EXPECT_FALSE(opened.network->options().tie_word_embeddings);
}

TEST(BertModel, SaysWhatKindOfLabelsThereAre) {
  const test::TempFolder folder;
  auto head = test::two_labels();
  head.problem = BertProblem::multi_label_classification;
  save_bert(small_model(head), folder.path());
  const auto config = read_json(folder / "config.json");
  EXPECT_EQ(config["architectures"][0], "BertForSequenceClassification");
  EXPECT_EQ(config["model_type"], "bert");
  EXPECT_EQ(config["id2label"]["1"], "good");
  EXPECT_EQ(config["label2id"]["good"], 1);
  EXPECT_EQ(config["problem_type"], "multi_label_classification");
  EXPECT_EQ(open_bert(folder.path()).network->head().problem, BertProblem::multi_label_classification);
}

TEST(BertModel, ANewHeadIsNewInTheSameWayAndTheRestIsTheFolders) {
  const test::TempFolder folder;
  const auto base = small_model({.task = BertTask::masked_lm});
  save_bert(base, folder.path());
  BertOptions asked;  // another shape
  asked.hidden_dropout_prob = 0.3;
  const auto options = with_pretrained_shape(folder.path(), asked);
  EXPECT_EQ(options.hidden_size, 16);
  EXPECT_EQ(options.hidden_dropout_prob, 0.3);
  BertModel first, second;
  const auto log = log_of([&] { first = open_bert_to_train(folder.path(), options, test::two_labels(), 7); });
  second = open_bert_to_train(folder.path(), options, test::two_labels(), 7);
  expect_equal_weights(*first.network, *second.network);
  EXPECT_TRUE(first.network->bert().embedding_table().equal(base.network->bert().embedding_table()));
  EXPECT_NE(first.network->named_parameters()["classifier.weight"].abs().sum().item<float>(), 0);
  EXPECT_THAT(log, testing::HasSubstr("not used: cls.predictions.bias, "));
  EXPECT_THAT(log, testing::HasSubstr(
                       "a new head: bert.pooler.dense.weight, bert.pooler.dense.bias, classifier.weight"));
  const auto other = open_bert_to_train(folder.path(), options, test::two_labels(), 8);
  EXPECT_FALSE(other.network->named_parameters()["classifier.weight"].equal(
      first.network->named_parameters()["classifier.weight"]));
}

TEST(BertModel, AHeadForOtherLabelsIsNew) {
  const test::TempFolder folder;
  save_bert(small_model(test::two_labels()), folder.path());
  BertOptions asked;
  const auto options = with_pretrained_shape(folder.path(), asked);
  const BertHead three{.task = BertTask::sequence_classification, .labels = {"a", "b", "c"}};
  BertModel opened;
  const auto log = log_of([&] { opened = open_bert_to_train(folder.path(), options, three, 1); });
  EXPECT_THAT(log, testing::HasSubstr("a new head: classifier.weight, classifier.bias"));
  EXPECT_EQ(opened.network->named_parameters()["classifier.weight"].size(0), 3);
}

TEST(BertModel, WeightsThatAreMissingBeginAsInANewModelForOneWhoTrains) {
  const test::TempFolder folder;
  const auto saved = small_model(test::two_labels());
  save_bert(saved, folder.path());
  const std::string key = "bert.encoder.layer.1.attention.self.key.weight",
                    dense = "bert.encoder.layer.0.output.dense.weight";
  rewrite_weights(folder, [&](const std::string& name) { return name == key || name == dense ? "" : name; });
  const auto options = with_pretrained_shape(folder.path(), {});
  BertModel opened;
  const auto log =
      log_of([&] { opened = open_bert_to_train(folder.path(), options, test::two_labels(), /*seed=*/7); });
  EXPECT_THAT(log, testing::HasSubstr("warning: "));
  EXPECT_THAT(log, testing::HasSubstr("as in a new model: " + dense + ", " + key));
  EXPECT_THAT(log, testing::Not(testing::HasSubstr("new head")));
  const auto fresh = make_bert(test::small_bert(), test::two_labels(), test::bert_tokenizer(), 7);
  const auto named = [](const BertModel& model) {
    const auto tensors = bert_tensors(*model.network);
    return std::map<std::string, at::Tensor>(tensors.begin(), tensors.end());
  };
  const auto found = named(opened), kept = named(saved), new_ones = named(fresh);
  for (const auto& [name, tensor] : found)
    EXPECT_TRUE(tensor.equal((name == key || name == dense ? new_ones : kept).at(name))) << name;
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }),
              testing::AllOf(testing::HasSubstr("missing: \"" + key), testing::HasSubstr(dense)));
}

TEST(BertModel, AFolderWithoutABodyIsAnErrorThatSaysWhatItHas) {
  const test::TempFolder folder;
  save_bert(small_model(test::two_labels()), folder.path());
  rewrite_weights(folder, [](const std::string& name) { return "student." + name; });
  const auto options = with_pretrained_shape(folder.path(), {});
  const auto says_what_is_there = testing::AllOf(
      testing::HasSubstr("\"student.bert.embeddings.LayerNorm.bias\""), testing::HasSubstr("another prefix"));
  EXPECT_THAT(test::error_of([&] { open_bert_to_train(folder.path(), options, test::two_labels(), 1); }),
              says_what_is_there);
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }), says_what_is_there);
}

TEST(BertModel, ReadsOldNamesAndNamesOfAModelWithoutHead) {
  const test::TempFolder folder;
  const auto saved = small_model(test::two_labels());
  save_bert(saved, folder.path());
  rewrite_weights(folder, [](std::string name) {
    const auto exchange = [&](std::string_view from, std::string_view to) {
      if (const auto at = name.find(from); at != name.npos) name.replace(at, from.size(), to);
    };
    exchange("LayerNorm.weight", "LayerNorm.gamma");
    exchange("LayerNorm.bias", "LayerNorm.beta");
    exchange("bert.", "");
    return name;
  });
  expect_equal_weights(*saved.network, *open_bert(folder.path()).network);
}

TEST(BertModel, AHeadThatIsNotThereIsAnErrorForOneWhoUsesIt) {
  const test::TempFolder folder;
  save_bert(small_model(test::two_labels()), folder.path());
  rewrite_weights(folder, [](const std::string& name) { return name.starts_with("classifier") ? "" : name; });
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }),
              testing::HasSubstr("missing: \"classifier.weight\""));
}

TEST(BertModel, WeightsOfAnotherShapeAreAnError) {
  const test::TempFolder folder;
  save_bert(small_model(test::two_labels()), folder.path());
  rewrite_config(folder, [](Json& config) { config["intermediate_size"] = 32; });
  BertOptions asked;
  const auto options = with_pretrained_shape(folder.path(), asked);
  EXPECT_THAT(test::error_of([&] { open_bert_to_train(folder.path(), options, test::two_labels(), 1); }),
              testing::HasSubstr("encoder.layer.0.intermediate.dense.weight"));
}

TEST(BertModel, AVocabularyLargerThanTheWeightsIsAnError) {
  const test::TempFolder folder;
  save_bert(small_model({}), folder.path());
  std::filesystem::remove(folder / "tokenizer.json");
  folder.write("vocab.txt", folder.read("vocab.txt") + "one\nmore\n");
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }),
              testing::AllOf(testing::HasSubstr("vocab.txt"), testing::HasSubstr("14 entries"),
                             testing::HasSubstr("at most 12")));
}

TEST(BertModel, AVocabularySmallerThanTheWeightsIsAWarning) {
  const test::TempFolder folder;
  save_bert(small_model({}), folder.path());
  std::filesystem::remove(folder / "tokenizer.json");
  const auto pieces = folder.read("vocab.txt");
  folder.write("vocab.txt", pieces.substr(0, pieces.find("sit")));
  EXPECT_THAT(log_of([&] { open_bert(folder.path()); }),
              testing::AllOf(testing::HasSubstr("warning: "), testing::HasSubstr("vocab.txt"),
                             testing::HasSubstr("10 entries"), testing::HasSubstr("12 rows")));
  std::filesystem::remove(folder / "vocab.txt");
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }),
              testing::HasSubstr("neither vocab.txt nor tokenizer.json"));
}

TEST(BertModel, SizesBeyondTheWeightsAreRefusedBeforeAnythingIsMade) {
  const test::TempFolder folder;
  save_bert(small_model({}), folder.path());
  rewrite_config(folder, [](Json& config) { config["vocab_size"] = 2'000'000'000; });
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }),
              testing::HasSubstr("vocab_size and hidden_size"));
}

TEST(BertModel, WrongValuesInConfigAreErrorsThatNameThem) {
  const test::TempFolder folder;
  save_bert(small_model(test::two_labels()), folder.path());
  const auto error_with = [&](const std::string& key, const Json& value) {
    const auto before = folder.read("config.json");
    rewrite_config(folder, [&](Json& config) { config[key] = value; });
    const auto error = test::error_of([&] { open_bert(folder.path()); });
    folder.write("config.json", before);
    EXPECT_THAT(error, testing::HasSubstr("\"" + key + "\""));
  };
  error_with("hidden_size", -1);
  error_with("num_attention_heads", 3);
  error_with("hidden_act", "gelu_new");
  error_with("hidden_dropout_prob", 1.5);
  error_with("layer_norm_eps", 0);
  error_with("position_embedding_type", "relative_key");
  error_with("is_decoder", true);
  error_with("id2label", Json{{"0", "bad"}, {"2", "good"}});
  error_with("problem_type", "ranking");
  error_with("pad_token_id", 12);
  error_with("vocab_size", "many");
}

TEST(BertModel, AFolderWithOnlyAPickleIsRefusedWithAWordOnHowToConvertIt) {
  const test::TempFolder folder;
  save_bert(small_model({}), folder.path());
  std::filesystem::remove(folder / "model.safetensors");
  folder.write("pytorch_model.bin", "PK");
  EXPECT_THAT(test::error_of([&] { open_bert(folder.path()); }), testing::HasSubstr("save_pretrained"));
}

}  // namespace
}  // namespace attend
