// Attention, alignments and reports through the program.
#include <algorithm>

#include "trained_run.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SeeingCommands : public testing::Test {
 protected:
  const test::TempFolder* folder = &test::trained_run().folder;
};

TEST_F(SeeingCommands, AttentionOfEveryLineIsWritten) {
  const auto plain = test::run(*folder, "decode runs/tiny --quiet --input in.txt");
  const auto outcome = test::run(*folder, "decode runs/tiny --quiet --input in.txt --attention new/maps");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.output, plain.output);
  for (const auto* name : {"0001-encoder.png", "0001-decoder.png", "0001-cross.png", "0004-cross.png"})
    EXPECT_EQ(folder->read(std::string("new/maps/") + name).substr(0, 4), "\x89PNG") << name;
  EXPECT_FALSE(std::filesystem::exists(*folder / "new/maps/0003.json"));  // an empty line

  const auto numbers = read_json(*folder / "new/maps/0001.json");
  const auto s = numbers["source_tokens"].size(), t = numbers["target_tokens"].size();
  EXPECT_EQ(numbers["source_tokens"].back(), "</s>");
  EXPECT_EQ(numbers["decoder_inputs"].size(), t);
  ASSERT_EQ(numbers["cross"][0][1].size(), t);
  for (const auto& row : numbers["cross"][0][1]) {
    ASSERT_EQ(row.size(), s);
    double sum = 0;
    for (const auto& weight : row) sum += weight.get<double>();
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

TEST_F(SeeingCommands, AlignmentsHaveASourceTokenForEachToken) {
  const auto outcome = test::run(
      *folder, "decode runs/tiny --quiet --input in.txt --json --alignments --beam-size 2 --n-best 2");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    const auto json = Json::parse(line);
    for (const auto& translation : json["n_best"]) {
      ASSERT_EQ(translation["alignment"].size(), translation["tokens"].size());
      for (const auto& position : translation["alignment"])
        EXPECT_LT(position.get<size_t>(), json["source_tokens"].size());
    }
    if (!json["n_best"].empty()) {
      EXPECT_EQ(json["alignment"], json["n_best"][0]["alignment"]);
    }
  }
  EXPECT_EQ(test::run(*folder, "decode runs/tiny --alignments </dev/null").exit_code, 2);
}

TEST_F(SeeingCommands, AModelWithoutAttentionIsRefused) {
  const auto trained = test::run(*folder, "train tiny.json --quiet --output gru --set model.type=gru");
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const auto outcome = test::run(*folder, "decode gru --attention maps <in.txt");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("--attention"));
  EXPECT_EQ(test::run(*folder, "decode runs/tiny runs/tiny/last --attention maps <in.txt").exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(*folder / "maps"));
  EXPECT_EQ(test::run(*folder, "report gru").exit_code, 0);
}

TEST_F(SeeingCommands, AFileInTheFoldersPlaceIsNamed) {
  folder->write("file", "");
  const auto outcome = test::run(*folder, "decode runs/tiny --attention file <in.txt");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("file"));
}

TEST_F(SeeingCommands, ReportIsOnePage) {
  const auto outcome = test::run(*folder, "report runs/tiny --quiet");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto html = folder->read("runs/tiny/report.html");
  EXPECT_THAT(html, AllOf(HasSubstr("<svg"), HasSubstr("data:image/png;base64,"), HasSubstr("bleu"),
                          HasSubstr("model.d_model"), HasSubstr("parameters"), HasSubstr("validation data")));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("src=\"http"))));
}

TEST_F(SeeingCommands, ReportWithoutDataSaysSo) {
  auto config = read_json(*folder / "runs/tiny/config.json");
  config["data"]["train"]["source"] = Json::array({"/nowhere/<i>train.en"});
  folder->write("moved/config.json", config.dump());
  folder->write("moved/log.jsonl", "{\"kind\":\"start\",\"updates\":0}\n");
  std::filesystem::copy(*folder / "runs/tiny/last/", *folder / "moved/best");
  const auto outcome = test::run(*folder, "report moved --output page.html");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(folder->read("page.html"), HasSubstr("/nowhere/&lt;i&gt;train.en"));
  EXPECT_FALSE(std::filesystem::exists(*folder / "moved/report.html"));
}

TEST_F(SeeingCommands, ReportOfNoRunIsAWrongArgument) {
  EXPECT_EQ(test::run(*folder, "report nowhere").exit_code, 2);
}

}  // namespace
}  // namespace attend
