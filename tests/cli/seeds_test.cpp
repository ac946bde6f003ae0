#include <cmath>

#include "program.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"

namespace attend {
namespace {

class Seeds : public testing::Test {
 protected:
  void SetUp() override { folder.write("tiny.json", test::tiny_config()); }

  test::Outcome train(const std::string& more) {
    return test::run(folder,
                     "train tiny.json --threads 1 --set training.seed=4 --set training.seeds=2 " + more);
  }

  test::TempFolder folder;
};

TEST_F(Seeds, EachHasARunOfItsOwnAndAllHaveASummary) {
  const auto outcome = train("--output runs/all");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  const auto summary = read_json(folder / "runs/all/seeds.json");
  EXPECT_EQ(Json::parse(outcome.output), summary);
  ASSERT_EQ(summary["runs"].size(), 2u);
  const auto first = summary["runs"][0]["last"]["loss"].get<double>(),
             second = summary["runs"][1]["last"]["loss"].get<double>();
  EXPECT_NE(first, second);
  EXPECT_DOUBLE_EQ(summary["mean"]["last"]["loss"].get<double>(), (first + second) / 2);
  EXPECT_NEAR(summary["standard_deviation"]["last"]["loss"].get<double>(),
              std::abs(first - second) / std::sqrt(2.0), 1e-12);

  // The second run is the one that its seed gives alone.
  EXPECT_EQ(read_json(folder / "runs/all/seed-5/config.json")["training"]["seed"], 5);
  ASSERT_EQ(test::run(folder, "train runs/all/seed-5/config.json --threads 1 --output alone").exit_code, 0);
  EXPECT_EQ(read_file(folder / "alone/last/model.safetensors"),
            read_file(folder / "runs/all/seed-5/last/model.safetensors"));
}

TEST_F(Seeds, ResumingSkipsWhatIsDoneAndGoesOnWithTheRest) {
  ASSERT_EQ(train("--output runs/all").exit_code, 0);
  const auto summary = read_file(folder / "runs/all/seeds.json");
  const auto again = train("--output runs/all");
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.errors, testing::HasSubstr("--resume"));

  std::filesystem::remove_all(folder / "runs/all/seed-5");
  std::filesystem::remove(folder / "runs/all/seed-4/last/training_state.safetensors");  // not looked at again
  const auto resumed = train("--output runs/all --resume");
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_THAT(resumed.errors, testing::HasSubstr("seed 4 is done already"));
  EXPECT_EQ(read_file(folder / "runs/all/seeds.json"), summary);
}

TEST_F(Seeds, OneOfThemIsToBeNamedAsTheModel) {
  ASSERT_EQ(train("--output runs/all --quiet").exit_code, 0);
  const auto outcome = test::run(folder, "evaluate runs/all");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, testing::HasSubstr("seed-N"));
  EXPECT_EQ(test::run(folder, "evaluate runs/all/seed-4 --quiet").exit_code, 0);
}

}  // namespace
}  // namespace attend
