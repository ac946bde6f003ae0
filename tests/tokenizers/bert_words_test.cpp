#include "attend/tokenizers/bert_words.h"

#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/json.h"
#include "attend/tokenizers/tokenizer_pair.h"
#include "attend/tokenizers/wordpiece_files.h"

namespace attend {
namespace {

using testing::ElementsAre;

const std::vector<std::string> lines = {"The cost , 3 @.@ 5 <unk> isn't café",
                                        "the cost isn't the cost\tcafé rare"};

std::shared_ptr<const WordPieceTokenizer> learn(int64_t min_frequency) {
  return train_bert_words({.min_frequency = min_frequency}, lines_of(lines));
}

TEST(BertWords, AreWhatStandsBetweenWhiteSpaceInLowerCase) {
  EXPECT_THAT(learn(1)->pieces("THE cost ,  isn't Café @.@ 5"),
              ElementsAre("the", "cost", ",", "isn't", "café", "@.@", "5"));
}

TEST(BertWords, AreNumberedByFrequencyAfterTheSymbols) {
  const auto tokenizer = learn(2);
  EXPECT_THAT(tokenizer->vocabulary().pieces(),
              ElementsAre("<unk>", "<pad>", "<mask>", "<cls>", "<sep>", "the", "cost", "isn't", "café"));
  EXPECT_EQ(tokenizer->special().pad, 1);
  EXPECT_EQ(tokenizer->mask_id(), 2);
}

TEST(BertWords, RareOnesAndLongerOnesAreUnknown) {
  EXPECT_THAT(learn(2)->pieces("the rare costs <unk> cost"),
              ElementsAre("the", "<unk>", "<unk>", "<unk>", "cost"));
}

TEST(BertWords, AreThereAgainInAModelFolder) {
  const test::TempFolder folder;
  const auto saved = learn(1);
  save_wordpiece(*saved, folder.path(), 64);
  EXPECT_EQ(open_wordpiece(folder.path())->fingerprint(), saved->fingerprint());
  EXPECT_EQ(open_tokenizers(folder.path())->source()->pieces("it isn't"), saved->pieces("it isn't"));
  const auto json = read_json(folder / "tokenizer.json");
  EXPECT_EQ(json["pre_tokenizer"]["type"], "WhitespaceSplit");
}

}  // namespace
}  // namespace attend
