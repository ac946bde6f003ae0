#include "attend/decoding/generation_config.h"

#include "support/expect_error.h"
#include "support/temp_folder.h"
#include <gmock/gmock.h>

#include "attend/core/error.h"
#include "attend/core/json.h"

namespace attend {
namespace {

const TranslationVocabulary marian{.source_size = 19,
                                   .target_size = 19,
                                   .source_pad = 18,
                                   .target_pad = 18,
                                   .source_end = 0,
                                   .target_end = 0,
                                   .start = 18,
                                   .shared = true};

TEST(GenerationConfig, ReadsWhatItWrites) {
  const test::TempFolder folder;
  write_generation_config(folder.path(), {.length_penalty = 0.6, .max_length = 77, .batch_size = 5}, marian,
                          512);
  const auto options = read_generation_config(folder.path());
  EXPECT_EQ(options.length_penalty, 0.6);
  EXPECT_EQ(options.max_length, 77);
  EXPECT_EQ(options.batch_size, 5);
}

TEST(GenerationConfig, TellsHuggingFaceToDecodeAsWeDo) {
  const test::TempFolder folder;
  write_generation_config(folder.path(), {.max_length = 1000}, marian, 512);
  const auto config = read_json(folder / "generation_config.json");
  EXPECT_EQ(config["bad_words_ids"], Json::parse("[[18]]"));
  EXPECT_EQ(config["decoder_start_token_id"], 18);
  EXPECT_EQ(config["max_length"], 512);
}

TEST(GenerationConfig, ReadsHuggingFacesKeys) {
  const test::TempFolder folder;
  folder.write("generation_config.json", R"({"num_beams": 4, "max_length": 60, "length_penalty": 0.5})");
  const auto options = read_generation_config(folder.path());
  EXPECT_EQ(options.beam_size, 4);
  EXPECT_EQ(options.max_length, 60);
  EXPECT_EQ(options.max_length_factor, 0);
}

TEST(GenerationConfig, RefusesNonsenseNamingFileAndKey) {
  const test::TempFolder folder;
  folder.write("generation_config.json", R"({"num_beams": "four"})");
  EXPECT_THAT(test::error_of([&] { read_generation_config(folder.path()); }),
              testing::AllOf(testing::HasSubstr("generation_config.json"), testing::HasSubstr("num_beams")));
}

}  // namespace
}  // namespace attend
