// What the commands say to files that a BERT cannot learn from or predict with.
#include <cstring>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A configuration of a tiny model; `data` is the rest of its section.
std::string tiny_bert(const std::string& task, const std::string& data) {
  return R"({ "task": ")" + task + R"(", "data": { )" + data + R"(, "max_length": 24 },
  "tokenizer": { "vocab_size": 100, "min_frequency": 1 },
  "model": { "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32,
             "max_position_embeddings": 24 },
  "training": { "duration": "2 updates", "schedule": { "type": "constant" } } })";
}

std::string one_answer(const std::string& text) {
  return R"({"data": [{"paragraphs": [{"context": "The cat sat here.", "qas": [
      {"id": "first", "question": "who sat?", "answers": [{"text": ")" +
         text + R"(", "answer_start": 4}]}]}]}]})";
}

class BertWrongInput : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("train.tsv", "text\tlabel\na good film\tyes\na bad film\tno\n");
    folder.write("texts.json",
                 tiny_bert("sequence_classification",
                           R"("train": {"files": "train.tsv"}, "validation": {"files": "train.tsv"},
                              "header": true, "columns": {"text": "text", "label": "label"})"));
    folder.write("train.conll", "the\tO\nAda\tB-person\n\nPaul\tB-person\n");
    folder.write("tags.json",
                 tiny_bert("token_classification",
                           R"("train": {"files": "train.conll"}, "validation": {"files": "train.conll"})"));
    folder.write("squad.json", one_answer("cat"));
    folder.write("answers.json",
                 tiny_bert("question_answering",
                           R"("train": {"files": "squad.json"}, "validation": {"files": "squad.json"},
                              "stride": 4, "max_question_length": 8)"));
  }

  test::Outcome train(const std::string& arguments) const {
    return test::run(folder, "train " + arguments + " --threads 1 --quiet");
  }
  // A run on the folder's own files.
  void train_well(const std::string& config, const std::string& run) const {
    const auto outcome = train(config + " --output " + run);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  }
  template <class Matcher>
  void expect_refused(const test::Outcome& outcome, const Matcher& message) const {
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_THAT(outcome.errors, message);
    EXPECT_FALSE(std::filesystem::exists(folder / "x"));
  }
  template <class Matcher>
  void expect_refused(const std::string& training, const Matcher& message) const {
    expect_refused(train(training + " --output x"), message);
  }

  test::TempFolder folder;
};

TEST_F(BertWrongInput, LabelsAndColumnsThatAreNotThere) {
  folder.write("other.tsv", "text\tlabel\na film\tyes\na film\tyess\n");
  const auto label =
      AllOf(HasSubstr("other.tsv, line 3"), HasSubstr("\"yess\""), HasSubstr("one of no, yes"));
  expect_refused("texts.json --set data.validation.files=other.tsv", label);
  expect_refused("texts.json --set data.columns.text=txt",
                 AllOf(HasSubstr("train.tsv, line 1"), HasSubstr("did you mean \"text\"?")));
  expect_refused("texts.json --set data.columns.label=7",
                 AllOf(HasSubstr("train.tsv, line 2"), HasSubstr("2 fields"), HasSubstr("at least 7")));
  expect_refused(
      test::run(folder, "config check texts.json --set data.columns.text=txt --set labels='[\"a\",\"a\"]'"),
      AllOf(HasSubstr("no column \"txt\""), HasSubstr("\"a\" stands there twice")));
  folder.write("short.csv", "text,label\n\"a, b\",yes\nc\n");
  expect_refused("texts.json --set data.train.files=short.csv", HasSubstr("short.csv, line 3"));
  expect_refused("texts.json --set data.max_length=40", HasSubstr("model.max_position_embeddings, 24"));
  train_well("texts.json", "run");
  expect_refused(test::run(folder, "evaluate run --data other.tsv"), label);
  folder.write("in.csv", "text\n\"a\nb\"\n\"c\n");
  expect_refused(test::run(folder, "predict run --input in.csv --header --columns text --output x"),
                 AllOf(HasSubstr("in.csv, line 4"), HasSubstr("does not close")));
  expect_refused(test::run(folder, "predict run --input in.csv --header --columns test --output x"),
                 AllOf(HasSubstr("in.csv, line 1"), HasSubstr("did you mean \"text\"?")));
}

TEST_F(BertWrongInput, OptionsOfOtherTasks) {
  train_well("texts.json", "run");
  expect_refused(test::run(folder, "evaluate run --source train.tsv --reference train.tsv"),
                 HasSubstr("a model that does not translate"));
  expect_refused(test::run(folder, "evaluate run --metrics bleu"), HasSubstr("every metric of the task"));
  expect_refused(test::run(folder, "evaluate run --beam-size 5"), HasSubstr("every metric of the task"));
  expect_refused(test::run(folder, "predict run --no-answer"), HasSubstr("does not answer questions"));
  expect_refused(test::run(folder, "predict run --input ''"), HasSubstr("expected a value"));
}

TEST_F(BertWrongInput, TagsThatDoNotFitTheirWords) {
  folder.write("missing.conll", "the\tO\nAda\n");
  folder.write("unknown.conll", "the\tO\nAda\tB-place\n");
  const auto missing = AllOf(HasSubstr("missing.conll, line 2"), HasSubstr("and its tag"));
  const auto unknown = AllOf(HasSubstr("unknown.conll, line 2"), HasSubstr("one of B-person, O"));
  expect_refused("tags.json --set data.train.files=missing.conll", missing);
  expect_refused("tags.json --set data.validation.files=unknown.conll", unknown);
  train_well("tags.json", "run");
  expect_refused(test::run(folder, "evaluate run --data missing.conll"), missing);
  expect_refused(test::run(folder, "evaluate run --data unknown.conll"), unknown);
  folder.write("in.jsonl", "{\"tokens\": [\"Ada\"]}\n{\"tokens\": [\"Ada\", 3]}\n");
  expect_refused(test::run(folder, "predict run --input in.jsonl --output x"),
                 AllOf(HasSubstr("in.jsonl, line 2"), HasSubstr("a list of words")));
}

TEST_F(BertWrongInput, AnswersThatAreNotInTheirContext) {
  folder.write("wrong.json", one_answer("dog"));
  const auto message = AllOf(HasSubstr("wrong.json, data[0], paragraphs[0], qas[0], answers[0]"),
                             HasSubstr("\"dog\" of question \"first\""), HasSubstr("\"cat sat here.\""));
  expect_refused("answers.json --set data.train.files=wrong.json", message);
  expect_refused("answers.json --set data.validation.files=wrong.json", message);
  train_well("answers.json", "run");
  expect_refused(test::run(folder, "evaluate run --data wrong.json"), message);
  folder.write("in.txt", "who?\n");
  expect_refused(test::run(folder, "predict run --input in.txt --output x"),
                 HasSubstr("question and context"));
  // A question that is longer than the positions leaves room for the context.
  std::string question;
  for (int i = 0; i < 50; ++i) question += "who sat ";
  folder.write("long.tsv", question + "\tThe cat sat here.\n");
  const auto outcome = test::run(folder, "predict run --input long.tsv --quiet");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_TRUE(Json::parse(outcome.output).contains("answer"));
}

TEST_F(BertWrongInput, FoldersWhoseFilesDoNotFitEachOther) {
  train_well("texts.json", "run");
  const auto model = folder / "model", weights = model / "model.safetensors";
  std::filesystem::copy(std::filesystem::canonical(folder / "run/best"), model);
  std::filesystem::remove(model / "checksums.json");
  const auto expect_both = [&](const std::string& message) {
    expect_refused("texts.json --set model.from=model", HasSubstr(message));
    expect_refused(test::run(folder, "predict model --input train.tsv --output x"), HasSubstr(message));
  };
  const std::string pieces = read_file(model / "vocab.txt"), whole = read_file(weights);
  std::filesystem::remove(model / "tokenizer.json");
  write_file(model / "vocab.txt", pieces + "more\n");
  expect_both("model/vocab.txt");
  std::filesystem::remove(model / "vocab.txt");
  expect_both("neither vocab.txt nor tokenizer.json");
  write_file(model / "vocab.txt", pieces);
  write_file(weights, whole.substr(0, whole.size() - 10));
  expect_both("model.safetensors, tensor ");
  std::string lie = whole;
  const uint64_t header = uint64_t{1} << 50;
  std::memcpy(lie.data(), &header, sizeof header);
  write_file(weights, lie);
  expect_both("a header of 1125899906842624 bytes");
}

}  // namespace
}  // namespace attend
