#include <cstdlib>

#include "support/temp_folder.h"
#include <gtest/gtest.h>

#include "attend/data/batch_plan.h"
#include "attend/data/line_reader.h"
#include "attend/data/parallel_tokens.h"
#include "attend/tokenizers/train_tokenizers.h"

namespace attend {
namespace {

namespace fs = std::filesystem;

TEST(Multi30k, LessThanATwentiethOfItsBatchesIsPadding) {
  const char* data = std::getenv("ATTEND_DATA");
  if (data == nullptr) GTEST_SKIP() << "needs the folder of real data that ATTEND_DATA names";
  const fs::path folder = fs::path(data) / "multi30k";
  ParallelFiles files;
  files.source = {folder / "train.de"};
  files.target = {folder / "train.en"};
  // Learnt from a part of the text, which takes a second; the lengths are much the same.
  const auto source = read_lines(files.source[0]), target = read_lines(files.target[0]);
  const auto tokenizers = train_tokenizers(SentencePieceOptions{.vocab_size = 8000, .training_lines = 8000},
                                           lines_of(source), lines_of(target));
  const test::TempFolder cache;
  const auto tokens = load_parallel_tokens(files, *tokenizers, {}, TokenCache(cache.path()));
  ASSERT_EQ(tokens.counts.kept, 29'000);
  const auto lengths = ExampleLengths::of(tokens.store);
  for (int64_t epoch = 0; epoch < 3; ++epoch) {
    const auto plan = plan_by_length(lengths, {.batch_tokens = 4096}, 1, epoch);
    EXPECT_LT(count_padding(plan, lengths).share(), 0.05);
  }
}

}  // namespace
}  // namespace attend
