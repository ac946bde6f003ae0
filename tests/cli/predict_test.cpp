#include <cstring>
#include <sstream>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Trains a tiny classifier on the first sentences of the demo.
std::string tiny_classification() {
  return R"({
  "task": "sequence_classification",
  "data": { "dir": ")" +
         std::string(ATTEND_SOURCE_DIR) + R"(/data/demo-labels",
            "train": { "files": "train.tsv", "limit": 200 }, "validation": { "files": "validation.tsv", "limit": 40 },
            "header": true, "columns": { "text": "text", "label": "label" }, "max_length": 40 },
  "tokenizer": { "vocab_size": 200 },
  "model": { "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32,
             "max_position_embeddings": 48 },
  "training": { "duration": "8 updates", "log_every": 2, "optimizer": { "lr": 1e-3 }, "schedule": { "type": "constant" } },
  "validation": { "every": "4 updates", "metrics": ["accuracy"], "best": "loss" },
  "checkpoints": { "every": "4 updates" }
})";
}

class Predict : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("tiny.json", tiny_classification());
    const auto outcome = test::run(folder, "train tiny.json --threads 1 --output run");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  }

  test::TempFolder folder;
};

std::vector<Json> objects(const std::string& text) {
  std::vector<Json> list;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) list.push_back(Json::parse(line));
  return list;
}

TEST_F(Predict, ALineInAnObjectOut) {
  folder.write("lines.txt", "The soup was good.\n\nNobody liked the film.");
  const auto outcome = test::run(folder, "predict run --quiet < lines.txt");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto predictions = objects(outcome.output);
  ASSERT_EQ(predictions.size(), 3u);
  for (const auto& prediction : predictions) {
    EXPECT_THAT(prediction["label"].get<std::string>(), testing::AnyOf("good", "bad"));
    EXPECT_EQ(prediction["probabilities"].size(), 2u);
  }
  // The same from a table or from objects, in windows of one line.
  folder.write("lines.tsv", "id\ttext\n1\tThe soup was good.\n2\t\n3\tNobody liked the film.\n");
  EXPECT_EQ(
      test::run(folder, "predict run --quiet --input lines.tsv --header --columns text --window 1").output,
      outcome.output);
  folder.write("lines.csv", "\"The soup was good.\",1\n\"\",2\nNobody liked the film.,3\n");
  EXPECT_EQ(test::run(folder, "predict run --quiet --input lines.csv --columns 1 --window 1").output,
            outcome.output);
  EXPECT_EQ(test::run(folder, "predict run --quiet --input-format csv --columns 1 < lines.csv").output,
            outcome.output);
  const auto unsaid = test::run(folder, "predict run/best --quiet --input lines.csv");
  EXPECT_EQ(unsaid.exit_code, 1);
  EXPECT_THAT(unsaid.errors, AllOf(HasSubstr("lines.csv, line 1"), HasSubstr("--columns")));
  folder.write("lines.jsonl",
               "{\"t\": \"The soup was good.\"}\n{\"t\": \"\"}\n{\"t\": \"Nobody liked the film.\"}\n");
  ASSERT_EQ(test::run(folder, "predict run --input lines.jsonl --columns t --output out.jsonl").exit_code, 0);
  EXPECT_EQ(read_file(folder / "out.jsonl"), outcome.output);
}

TEST_F(Predict, ReadsTablesAsTheRunDid) {
  folder.write("lines.txt", "The soup was good.\nNobody liked the film.");
  const auto expected = test::run(folder, "predict run --quiet < lines.txt").output;
  folder.write("rows.tsv", "id\ttext\tlabel\n1\tThe soup was good.\tgood\n2\tNobody liked the film.\tbad\n");
  EXPECT_EQ(test::run(folder, "predict run --quiet --input rows.tsv").output, expected);
  folder.write("other.tsv", "1\tThe soup was good.\n");
  const auto other = test::run(folder, "predict run --quiet --input other.tsv");
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.errors, AllOf(HasSubstr("no column \"text\""), HasSubstr("--columns says")));
}

TEST_F(Predict, ReadsObjectsWithTheKeysOfTheRun) {
  const std::string rows = R"({"review": "The soup was good.", "label": "good"}
{"review": "Nobody liked the film.", "label": "bad"}
)";
  folder.write("rows.jsonl", rows);
  const std::string columns = "--set data.columns.text=review --set data.train.files=rows.jsonl ";
  const auto trained =
      test::run(folder, "train tiny.json --threads 1 --output objects --set data.dir=. " + columns +
                            "--set data.validation.files=rows.jsonl --set data.header=false");
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const auto outcome = test::run(folder, "predict objects --quiet --input rows.jsonl");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(objects(outcome.output).size(), 2u);
}

TEST_F(Predict, WarnsOfRowsReadAsText) {
  folder.write("rows.txt", "good soup\tgood\nbad soup\tbad\n");
  EXPECT_THAT(test::run(folder, "predict run < rows.txt").errors, HasSubstr("line 1: a tab"));
  EXPECT_THAT(test::run(folder, "predict run --input-format text < rows.txt").errors,
              testing::Not(HasSubstr("a tab")));
}

TEST_F(Predict, EmbeddingsAreLinesOrAMatrix) {
  folder.write("lines.txt", "The soup was good.\nThe film\n");
  const auto lines = test::run(folder, "predict run/best --embeddings cls --input lines.txt");
  ASSERT_EQ(lines.exit_code, 0) << lines.errors;
  const auto vectors = objects(lines.output);
  ASSERT_EQ(vectors.size(), 2u);
  ASSERT_EQ(vectors[1]["embedding"].size(), 16u);
  ASSERT_EQ(test::run(folder, "predict run --embeddings cls --input lines.txt --output x.npy").exit_code, 0);
  const auto matrix = read_file(folder / "x.npy");
  ASSERT_EQ(matrix.size(), 128u + 2 * 16 * sizeof(float));
  EXPECT_THAT(matrix.substr(0, 128),
              AllOf(HasSubstr("NUMPY"), HasSubstr("'shape': (2, 16)"), HasSubstr("'<f4'"), HasSubstr(" \n")));
  float number = 0;
  std::memcpy(&number, matrix.data() + 128 + 16 * sizeof(float), sizeof number);
  EXPECT_FLOAT_EQ(number, vectors[1]["embedding"][0].get<float>());
}

TEST_F(Predict, PicturesShowWhatTokensLookAt) {
  folder.write("lines.txt", "The soup was good.\nThe film\n");
  const auto outcome = test::run(folder, "predict run --attention seen --input lines.txt --quiet");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto numbers = read_json(folder / "seen/0001.json");
  const auto tokens = numbers["tokens"].size();
  EXPECT_EQ(numbers["tokens"][0], "[CLS]");
  ASSERT_EQ(numbers["encoder"].size(), 1u);     // layers
  ASSERT_EQ(numbers["encoder"][0].size(), 2u);  // heads
  ASSERT_EQ(numbers["encoder"][0][1].size(), tokens);
  double sum = 0;
  for (const auto& weight : numbers["encoder"][0][1][0]) sum += weight.get<double>();
  EXPECT_NEAR(sum, 1, 1e-5);
  EXPECT_THAT(read_file(folder / "seen/0002-encoder.png"), HasSubstr("PNG"));
}

TEST_F(Predict, EvaluateScoresTheRunsOrOtherData) {
  const auto own = test::run(folder, "evaluate run --quiet");
  ASSERT_EQ(own.exit_code, 0) << own.errors;
  const auto scores = Json::parse(own.output);
  for (const auto* name : {"loss", "accuracy", "f1", "f1_macro", "mcc"})
    EXPECT_TRUE(scores.contains(name)) << name;
  EXPECT_NEAR(
      (scores["labels"]["good"]["f1"].get<double>() + scores["labels"]["bad"]["f1"].get<double>()) / 2,
      scores["f1_macro"].get<double>(), 1e-12);
  folder.write("other.tsv", "text\tlabel\nThe soup was good.\tgood\n");
  EXPECT_EQ(test::run(folder, "evaluate run --data other.tsv --quiet").exit_code, 0);
  folder.write("wrong.tsv", "text\tlabel\nThe soup was good.\tgod\n");
  const auto wrong = test::run(folder, "evaluate run --data wrong.tsv");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.errors, AllOf(HasSubstr("wrong.tsv, line 2"), HasSubstr("did you mean \"good\"?")));
}

TEST_F(Predict, ARunInTwoPartsIsBitIdenticalToOneInOne) {
  const std::string train = "train tiny.json --threads 1 --output parts ";
  ASSERT_EQ(test::run(folder, train + "--set training.duration='4 updates'").exit_code, 0);
  ASSERT_EQ(test::run(folder, train + "--resume").exit_code, 0);
  for (const auto* name : {"last/model.safetensors", "last/training_state.safetensors"})
    EXPECT_EQ(read_file(folder / "parts" / name), read_file(folder / "run" / name)) << name;
}

TEST_F(Predict, TextsAreCutAsInTrainingWithAWarning) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "good ";
  folder.write("lines.txt", "short\n" + text + "\n" + text + "\n");
  const auto outcome = test::run(folder, "predict run --input lines.txt --output out.jsonl");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.errors, HasSubstr("lines.txt, line 2 and 1 more: longer than 40 ids"));
  EXPECT_THAT(test::run(folder, "predict run/best --input lines.txt").errors,
              HasSubstr("longer than 48 ids"));
  EXPECT_THAT(test::run(folder, "predict run --max-length 12 --input lines.txt").errors,
              HasSubstr("longer than 12 ids"));
  const auto beyond = test::run(folder, "predict run --max-length 49 --input lines.txt");
  EXPECT_EQ(beyond.exit_code, 2);
  EXPECT_THAT(beyond.errors, HasSubstr("at most the model's positions, 48"));
}

TEST_F(Predict, WhatLooksLikeAMistakeOfLabelsIsWarnedOf) {
  std::string rows = "text\tlabel\n";
  for (int i = 0; i < 15; ++i) rows += "The soup was good.\tyes\nThe film was bad.\tno\n";
  folder.write("rows.tsv", rows);
  const std::string train =
      "train tiny.json --threads 1 --set data.dir=. --set data.train.files=rows.tsv --set "
      "data.validation.files=rows.tsv --set data.columns.text=1 --set data.columns.label=2 ";
  const auto header = test::run(folder, train + "--set data.header=false --output header");
  EXPECT_THAT(header.errors, AllOf(HasSubstr("rows.tsv, line 1"), HasSubstr("data.header=true")));
  const auto other = test::run(folder, train + "--set model='{\"from\": \"run\"}' --output other");
  EXPECT_EQ(other.exit_code, 0) << other.errors;
  EXPECT_THAT(other.errors, AllOf(HasSubstr("labels bad, good"), HasSubstr("trained on for no, yes"),
                                  testing::Not(HasSubstr("data.header=true"))));
}

TEST_F(Predict, OtherDataIsScoredWithoutThatOfTheRun) {
  folder.write("a.tsv", "text\tlabel\nThe soup was good.\tgood\nThe film was bad.\tbad\n");
  const auto trained = test::run(folder,
                                 "train tiny.json --threads 1 --output moved --set data.dir=. --set "
                                 "data.train.files=a.tsv --set data.validation.files=a.tsv");
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  std::filesystem::rename(folder / "a.tsv", folder / "b.tsv");
  const auto other = test::run(folder, "evaluate moved --quiet --data b.tsv");
  EXPECT_EQ(other.exit_code, 0) << other.errors;
  const auto named = test::run(folder, "evaluate moved --quiet --set data.validation.files=b.tsv");
  EXPECT_EQ(named.output, other.output) << named.errors;
  const auto missing = test::run(folder, "evaluate moved --data a.tsv");
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.errors, HasSubstr("a.tsv does not exist"));
  const auto gone = test::run(folder, "evaluate moved");
  EXPECT_EQ(gone.exit_code, 2);
  EXPECT_THAT(gone.errors, AllOf(HasSubstr("data.validation.files"), testing::Not(HasSubstr("data.train"))));
}

TEST_F(Predict, WrongUsesAreNamed) {
  const auto decode = test::run(folder, "decode run </dev/null");
  EXPECT_EQ(decode.exit_code, 1);
  EXPECT_THAT(decode.errors, HasSubstr("bert"));
  const auto matrix = test::run(folder, "predict run --output x.npy </dev/null");
  EXPECT_EQ(matrix.exit_code, 2);
  EXPECT_THAT(matrix.errors, HasSubstr("--embeddings"));
  EXPECT_EQ(test::run(folder, "predict run --embeddings cls --no-answer </dev/null").exit_code, 2);
  folder.write("short.tsv", "a\tb\nc\n");
  const auto missing = test::run(folder, "predict run --input short.tsv --columns 2 --output out.jsonl");
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.errors, HasSubstr("short.tsv, line 2"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.jsonl"));
}

TEST(PredictAnswers, AContextMayHoldNoneAsInTrainingUnlessTheFlagSaysOtherwise) {
  test::TempFolder folder;
  std::string questions;
  for (const auto* noun : {"film", "soup", "book", "song"}) {
    questions += std::string(questions.empty() ? "" : ",") + R"({"context": "The )" + noun +
                 R"( was here.", "qas": [{"id": "1", "question": "Who ate?", "is_impossible": true}]})";
  }
  folder.write("squad.json", R"({"data": [{"paragraphs": [)" + questions + "]}]}");
  folder.write("answers.json", R"({
  "task": "question_answering",
  "data": { "train": { "files": "squad.json" }, "max_length": 24, "stride": 4, "max_question_length": 8 },
  "answers": { "no_answer": true },
  "tokenizer": { "vocab_size": 60, "min_frequency": 1 },
  "model": { "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32,
             "max_position_embeddings": 32 },
  "training": { "duration": "60 updates", "optimizer": { "lr": 2e-2 }, "schedule": { "type": "constant" } }
})");
  const auto trained = test::run(folder, "train answers.json --threads 1 --output run");
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  folder.write("lines.csv", "Who ate?,\"The soup was here, it seems.\"\n");
  const auto answer = [&](const std::string& flags) {
    const auto outcome = test::run(folder, "predict run --quiet --input lines.csv " + flags);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
    return objects(outcome.output).at(0)["answer"].get<std::string>();
  };
  EXPECT_EQ(answer(""), "");
  EXPECT_NE(answer("--always-answer"), "");
  EXPECT_EQ(answer("--no-answer"), "");
  const auto warned = test::run(folder,
                                "train answers.json --threads 1 --output other --set answers.no_answer=false "
                                "--set training.duration='2 updates'");
  EXPECT_THAT(warned.errors, HasSubstr("4 questions have no answer"));
  EXPECT_NE(answer("--no-answer-threshold 1000"), "");
}

TEST_F(Predict, ATranslationIsRefused) {
  folder.write("translation.json", test::tiny_config());
  ASSERT_EQ(test::run(folder, "train translation.json --threads 1 --output other").exit_code, 0);
  const auto outcome = test::run(folder, "predict other </dev/null");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("marian"), HasSubstr("attend decode")));
}

TEST_F(Predict, VerifyAndReportKnowTheTask) {
  const auto verified = test::run(folder, "verify run --threads 1 --quiet");
  EXPECT_EQ(verified.exit_code, 0) << verified.output << verified.errors;
  EXPECT_THAT(verified.output, HasSubstr("resumed"));
  EXPECT_EQ(test::run(folder, "report run --quiet").exit_code, 0);
  EXPECT_EQ(test::run(folder, "bench train tiny.json --threads 1 --updates 4 --quiet").exit_code, 0);
  const auto speed = test::run(folder, "bench predict run --input " ATTEND_SOURCE_DIR
                                       "/data/demo-labels/validation.tsv --repeats 1 --quiet");
  ASSERT_EQ(speed.exit_code, 0) << speed.errors;
  EXPECT_GT(Json::parse(speed.output)["sentences_per_s"].get<double>(), 0);
  const auto tokens = test::run(folder, "bench tokenize run --input " ATTEND_SOURCE_DIR
                                        "/data/demo-labels/validation.tsv --repeats 1 --quiet");
  ASSERT_EQ(tokens.exit_code, 0) << tokens.errors;
  EXPECT_GT(Json::parse(tokens.output)["mb_per_s"].get<double>(), 0);
  EXPECT_EQ(test::run(folder, "tokenizer train tiny.json vocabulary --quiet").exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "vocabulary/vocab.txt"));
}

}  // namespace
}  // namespace attend
