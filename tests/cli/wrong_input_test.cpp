#include "program.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class WrongInput : public testing::Test {
 protected:
  void SetUp() override { folder.write("tiny.json", test::tiny_config()); }

  // Trains on two files of ours.
  test::Outcome train_on(const std::string& source, const std::string& target) {
    folder.write("a.en", source);
    folder.write("a.fr", target);
    return test::run(folder,
                     "train tiny.json --output run --set data.validation=null --set validation.metrics=[] "
                     "--set data.dir=" +
                         folder.path().string() +
                         " --set data.train.source=a.en --set data.train.target=a.fr");
  }

  test::TempFolder folder;
};

TEST_F(WrongInput, AllMistakesOfAConfigurationComeInOneReport) {
  folder.write("bad.json",
               R"({"task": "translation", "data": {"train": {"source": "no.en", "target": "no.fr"}},
    "model": {"d_modle": 32, "dropout": 2}, "training": {"duration": "ten epochs", "seed": "one"}})");
  const auto outcome = test::run(folder, "train bad.json");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("d_modle"), HasSubstr("d_model"), HasSubstr("dropout"), HasSubstr("duration"),
                    HasSubstr("seed"), HasSubstr("no.en"), HasSubstr("no.fr"), HasSubstr("bad.json:2")));
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

TEST_F(WrongInput, AKeyThatStandsTwiceIsRefused) {
  folder.write("bad.json", "{\n\"task\": \"translation\",\n\"task\": \"translation\"}");
  const auto outcome = test::run(folder, "config check bad.json");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("task"), HasSubstr("3")));
}

TEST_F(WrongInput, UnknownCommandsAndOptionsExitWithTwo) {
  EXPECT_EQ(test::run(folder, "").exit_code, 2);
  EXPECT_EQ(test::run(folder, "trian tiny.json").exit_code, 2);
  EXPECT_THAT(test::run(folder, "trian tiny.json").errors,
              AllOf(StartsWith("attend: "), HasSubstr("\"trian\""), HasSubstr("did you mean \"train\"?")));
  EXPECT_THAT(test::run(folder, "config shwo tiny.json").errors, HasSubstr("did you mean \"show\"?"));
  EXPECT_THAT(test::run(folder, "train --outptu x").errors, StartsWith("attend: "));
  EXPECT_EQ(test::run(folder, "train tiny.json --outptu x").exit_code, 2);
  EXPECT_EQ(test::run(folder, "train tiny.json --device gpu").exit_code, 2);
  EXPECT_EQ(test::run(folder, "--help").exit_code, 0);
}

TEST_F(WrongInput, AllWrongArgumentsComeInOneReport) {
  const auto outcome = test::run(
      folder,
      "train tiny.json --set training.sed=7 --set nothing --set model.dropout=2 --set training.duration=20");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("did you mean \"seed\"?"), HasSubstr("\"nothing\""),
                                    HasSubstr("model.dropout"), HasSubstr("or \"20 epochs\"?")));
}

TEST_F(WrongInput, AMissingDataFolderIsNamedOnce) {
  const auto outcome = test::run(folder, "train tiny.json --set data.dir=nowhere");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("data.dir"), testing::Not(HasSubstr("train.en"))));
}

TEST_F(WrongInput, AFailedStartLeavesNoRunFolder) {
  const auto outcome = train_on("one\ntwo\nthree\n", "un\ndeux\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST_F(WrongInput, ABinaryFileIsNotText) {
  const auto outcome = train_on(std::string("good line\n\x89PNG\0\xff\xfe\n", 18), "une ligne\ndeux\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("a.en"), HasSubstr("line 2")));
}

TEST_F(WrongInput, FilesOfUnequalLengthAreBothNamed) {
  const auto outcome = train_on("one\ntwo\nthree\n", "un\ndeux\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("a.en"), HasSubstr("a.fr"), HasSubstr("3"), HasSubstr("2")));
}

TEST_F(WrongInput, AnEmptyFileIsNamed) {
  const auto outcome = train_on("", "");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("a.en"));
}

TEST_F(WrongInput, AFolderWithoutAModelIsAWrongArgument) {
  EXPECT_EQ(test::run(folder, "decode nowhere </dev/null").exit_code, 2);
  EXPECT_THAT(test::run(folder, "decode . </dev/null").errors, HasSubstr("a model folder"));
}

TEST_F(WrongInput, ALinkToItselfIsNamedWithWhatToDo) {
  std::filesystem::create_symlink("self.json", folder / "self.json");
  std::filesystem::create_directory(folder / "model");
  std::filesystem::create_symlink("config.json", folder / "model/config.json");
  const auto says_so = AllOf(StartsWith("attend: "), HasSubstr("Too many levels of symbolic links"),
                             testing::Not(HasSubstr("filesystem error")));
  const auto config = test::run(folder, "config check self.json");
  EXPECT_EQ(config.exit_code, 2);
  EXPECT_THAT(config.errors, AllOf(says_so, HasSubstr("self.json")));
  const auto model = test::run(folder, "decode model </dev/null");
  EXPECT_EQ(model.exit_code, 1);
  EXPECT_THAT(model.errors, AllOf(says_so, HasSubstr("model/config.json"), HasSubstr("hint: ")));
}

TEST_F(WrongInput, ALinkToItselfInAConfigurationIsAWrongArgument) {
  std::filesystem::create_symlink("loop", folder / "loop");
  for (const std::string key : {"data.train.source", "model.from", "data.dir"}) {
    const auto outcome =
        test::run(folder, "train tiny.json --set " + key + "='\"" + (folder / "loop").string() + "\"'");
    EXPECT_EQ(outcome.exit_code, 2) << key;
    EXPECT_THAT(outcome.errors, HasSubstr("Too many levels of symbolic links")) << key;
  }
}

TEST_F(WrongInput, EscapesOfAFileDoNotReachTheTerminal) {
  folder.write("bad.json", R"({"task": "translation", "\u001b[2J": 1})");
  EXPECT_THAT(test::run(folder, "config check bad.json").errors, testing::Not(HasSubstr("\x1b")));
  EXPECT_THAT(test::run(folder, "decode '\x1b[2J'").errors, testing::Not(HasSubstr("\x1b")));
}

TEST_F(WrongInput, ARunBeforeItsFirstCheckpointIsNoModel) {
  folder.write("run/config.json", test::tiny_config());
  for (const std::string command : {"decode run </dev/null", "inspect run", "evaluate run"})
    EXPECT_THAT(test::run(folder, command).errors, HasSubstr("run")) << command;
  EXPECT_THAT(test::run(folder, "decode run </dev/null").errors,
              HasSubstr("a run without a whole checkpoint"));
  EXPECT_THAT(test::run(folder, "inspect run").errors, HasSubstr("a run without a whole checkpoint"));
}

TEST_F(WrongInput, AFileWhereAFolderIsToBeIsAWrongArgument) {
  EXPECT_EQ(test::run(folder, "train tiny.json --output tiny.json").exit_code, 2);
  EXPECT_EQ(test::run(folder, "train tiny.json --output tiny.json --set training.seeds=2").exit_code, 2);
  EXPECT_EQ(test::run(folder, "average nowhere").exit_code, 2);
}

TEST_F(WrongInput, AFileOfOtherThingsIsInspectedWithAWordOnItsName) {
  folder.write("text.txt", "text");
  const auto outcome = test::run(folder, "inspect text.txt");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("not called .safetensors"));
}

TEST_F(WrongInput, ATokenizerOfADamagedFolderIsRefused) {
  folder.write("model/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
  EXPECT_EQ(test::run(folder, "tokenizer encode model </dev/null").exit_code, 0);
  folder.write("model/checksums.json",
               R"({"files": {"vocab.txt": {"size": 24, "xxh3_64": "0000000000000000"}}})");
  const auto outcome = test::run(folder, "tokenizer encode model </dev/null");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("vocab.txt"));
}

TEST_F(WrongInput, AnotherTasksModelIsRefused) {
  folder.write("bert/config.json", R"({"model_type": "bert"})");
  const auto outcome = test::run(folder, "decode bert </dev/null");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("bert"), HasSubstr("marian")));
}

TEST_F(WrongInput, AnUnwritableOutputIsNamedAndLeavesNothing) {
  folder.write("file", "");
  const auto outcome = test::run(folder, "train tiny.json --output file/run");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("file/run"));
}

TEST_F(WrongInput, LearntTokenizersReplaceNothing) {
  folder.write("there/kept", "");
  const auto outcome = test::run(folder, "tokenizer train tiny.json there");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("there"));
  EXPECT_TRUE(std::filesystem::exists(folder / "there/kept"));
}

TEST_F(WrongInput, AResultThatCannotBeWrittenIsAFailure) {
  for (const std::string redirection : {">/dev/full", ">&-"}) {
    for (const std::string arguments : {"config defaults", "--help"}) {
      const auto outcome = test::run(folder, arguments, redirection);
      EXPECT_EQ(outcome.exit_code, 1) << arguments << redirection;
      EXPECT_THAT(outcome.errors, HasSubstr("standard output"));
    }
  }
}

// Otherwise the first file that is opened gets the number of the closed stream: the log went into the lock.
TEST_F(WrongInput, ClosedStreamsAreNotTakenForFiles) {
  EXPECT_EQ(test::run(folder, "train tiny.json --threads 1 --output run <&-", ">&- 2>&-").exit_code, 0);
  EXPECT_EQ(read_file(folder / "run/.lock").find_first_not_of("0123456789"), std::string::npos);
  const auto outcome = test::run(folder, "decode run <&-");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("standard input"));
}

}  // namespace
}  // namespace attend
