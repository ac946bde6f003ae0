// The files in configs/ on the data that they are for.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>
#include <sstream>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::HasSubstr;

std::string data_folder() {
  const char* data = std::getenv("ATTEND_DATA");
  return data ? std::filesystem::absolute(data).string() : "";
}

std::string config(const std::string& name) { return std::string(ATTEND_SOURCE_DIR) + "/configs/" + name; }

TEST(Recipes, TheDemoIsComplete) {
  const test::TempFolder folder;
  for (const auto* name : {"demo.json", "demo-classification.json"}) {
    const auto outcome = test::run(folder, "config check " + config(name));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  }
}

TEST(Recipes, Multi30kIsComplete) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  for (const auto* name : {"multi30k-de-en.json", "multi30k-en-de.json", "multi30k-en-fr.json"}) {
    const auto outcome =
        test::run(folder, "config check " + config(name) + " --set data.dir=" + data_folder() + "/multi30k");
    EXPECT_EQ(outcome.exit_code, 0) << name << ": " << outcome.errors;
  }
}

// Sentences of the first column, without what scripts/split-pairs passes over.
std::set<std::string> first_sentences(const std::string& file) {
  std::set<std::string> sentences;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    std::string sentence = line.substr(0, line.find('\t'));
    std::erase_if(sentence, [](unsigned char c) { return std::isspace(c) || std::ispunct(c); });
    std::ranges::transform(sentence, sentence.begin(), [](unsigned char c) { return std::tolower(c); });
    sentences.insert(sentence);
  }
  return sentences;
}

TEST(Recipes, TatoebaIsCompleteOnItsParts) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const std::string pairs = data_folder() + "/tatoeba-fra-eng/fra.txt";
  const std::string parts = folder / "parts";
  ASSERT_EQ(std::system((ATTEND_SOURCE_DIR "/scripts/split-pairs " + pairs + " " + parts).c_str()), 0);

  size_t bytes = 0;
  for (const auto* part : {"/train.tsv", "/validation.tsv", "/test.tsv"})
    bytes += std::filesystem::file_size(parts + part);
  EXPECT_EQ(bytes, std::filesystem::file_size(pairs));
  auto sentences = first_sentences(parts + "/train.tsv");
  for (const auto* part : {"/validation.tsv", "/test.tsv"}) {
    for (const auto& sentence : first_sentences(parts + part))
      EXPECT_TRUE(sentences.insert(sentence).second) << "in two parts: " << sentence;
  }
  const auto outcome =
      test::run(folder, "config check " + config("tatoeba-en-fr.json") + " --set data.dir=" + parts);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
}

// A tiny model in place of the published weights.
TEST(Recipes, FineTuningMakesAStepOnRealData) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const std::string tiny =
      " --set model='{\"hidden_size\": 16, \"num_hidden_layers\": 1, \"num_attention_heads\": 2, "
      "\"intermediate_size\": 16}' --set tokenizer.vocab_size=1200 --threads 1 --set data.dir=" +
      data_folder() + "/";
  for (const std::string name : {"sst2", "cola", "mrpc", "stsb", "sick", "wnut17"}) {
    const auto outcome =
        test::run(folder, "train --dry-run " + config("bert-" + name + ".json") + tiny + name);
    EXPECT_EQ(outcome.exit_code, 0) << name << ": " << outcome.errors;
  }
}

test::Outcome on_the_lectures_data(const test::TempFolder& folder, const std::string& command,
                                   const std::string& name) {
  return test::run(folder,
                   command + " " + config(name) + " --threads 1 --set data.dir=" + data_folder() + "/d2l");
}

TEST(Recipes, TheLecturesTransformerHasTheirNumberOfParameters) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome = on_the_lectures_data(folder, "train --dry-run", "d2l-transformer.json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("60937 parameters, 10 batches"));
  EXPECT_THAT(outcome.errors, HasSubstr("601 pairs"));
}

TEST(Recipes, TheLecturesOtherModelsMakeAStep) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  for (const auto* name : {"d2l-transformer-en.json", "d2l-gru.json", "d2l-bahdanau.json"}) {
    const auto outcome = on_the_lectures_data(folder, "train --dry-run", name);
    EXPECT_EQ(outcome.exit_code, 0) << name << ": " << outcome.errors;
  }
}

TEST(Recipes, ProbesAreScoredAndShown) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome = on_the_lectures_data(
      folder, "train --output run --set training.seeds=1 --set training.duration='2 updates'",
      "d2l-gru.json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("probe \"he's calm .\": \""));
  const auto log = read_file(folder / "run/log.jsonl");
  EXPECT_THAT(log, HasSubstr("\"probe_bleu\":"));
  EXPECT_THAT(log, HasSubstr("\"lecture_loss\":"));
}

TEST(Recipes, TheLecturesBertMakesAStep) {
  if (data_folder().empty()) GTEST_SKIP() << "ATTEND_DATA names no folder";
  const test::TempFolder folder;
  const auto outcome =
      test::run(folder, "train --dry-run " + config("d2l-bert.json") + " --set data.dir=" + data_folder() +
                            "/wikitext2 --set training.batch_sentences=64");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.errors, HasSubstr("parameters"));
}

}  // namespace
}  // namespace attend
