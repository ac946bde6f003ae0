#include "attend/tokenizers/sentencepiece_model.h"

#include "support/expect_error.h"
#include "tokenizers/small_corpus.h"
#include <gmock/gmock.h>

namespace attend {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(SentencePieceModel, GivesTheTextOfUnknownPieces) {
  const auto model = test::train_small(test::german_lines());
  EXPECT_THAT(model->pieces("\u6f22\u5b57"), ::testing::ElementsAre("\u2581", "\u6f22\u5b57"));
  EXPECT_EQ(model->encode("\u6f22\u5b57").back(), model->unknown_id());
}

TEST(SentencePieceModel, KeepsItsBytes) {
  const auto model = test::train_small(test::german_lines());
  EXPECT_EQ(SentencePieceModel(model->bytes(), "copy").bytes(), model->bytes());
}

TEST(SentencePieceModel, RefusesWhatIsNotAModel) {
  const std::string whole = test::train_small(test::german_lines())->bytes();
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n";
  for (const std::string& bytes : {std::string(), std::string("text\n"), pointer, whole.substr(0, 100),
                                   whole.substr(0, whole.size() / 2)}) {
    EXPECT_THAT(test::error_of([&] { SentencePieceModel(bytes, "folder/source.spm"); }),
                AllOf(HasSubstr("folder/source.spm"), HasSubstr(std::to_string(bytes.size()) + " bytes")));
  }
}

}  // namespace
}  // namespace attend
