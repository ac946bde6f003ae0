#include <algorithm>
#include <filesystem>

#include "fuzz/mutations.h"
#include "fuzz/targets.h"
#include <gtest/gtest.h>

#include "attend/core/file.h"

namespace attend::fuzz {
namespace {

struct Target {
  const char* name;  // its corpus is the folder of this name
  void (*run)(std::string_view);
  uint64_t mutants;
};

// Every target on its corpus, where inputs that once were defects stay, and on as many mutants of it as take
// a moment. The fuzzer proper (see CMakeLists.txt) goes further.
class Fuzz : public testing::TestWithParam<Target> {};

std::vector<std::string> corpus(const std::string& name) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(ATTEND_SOURCE_DIR) /
                                                               "tests/fuzz/corpus" / name))
    files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const auto& file : files) inputs.push_back(read_file(file));
  return inputs;
}

TEST_P(Fuzz, CorpusAndMutants) {
  const Target& target = GetParam();
  const auto seeds = corpus(target.name);
  ASSERT_FALSE(seeds.empty());
  for (const std::string& seed : seeds) ASSERT_NO_THROW(target.run(seed));
  for (uint64_t i = 0; i < target.mutants; ++i) {
    SCOPED_TRACE("mutant " + std::to_string(i));
    ASSERT_NO_THROW(target.run(mutant(seeds, i)));
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Fuzz,
                         testing::Values(Target{"json", json, 5000}, Target{"config", config, 2000},
                                         Target{"arguments", arguments, 2000},
                                         Target{"safetensors", safetensors, 5000},
                                         Target{"vocabulary", vocabulary, 500}, Target{"text", text, 500},
                                         Target{"sentencepiece", sentencepiece, 1000}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace attend::fuzz
