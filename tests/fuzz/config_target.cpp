#include "config/sample_options.h"
#include "fuzz/promise.h"
#include "fuzz/targets.h"

#include "attend/config/load.h"
#include "attend/core/error.h"

namespace attend::fuzz {
namespace {

using test::SampleOptions;

// Either there is a report that says something, or the options are written and read back unchanged.
void check(const Loaded<SampleOptions>& loaded) {
  for (const Problem& problem : loaded.problems.list())
    promise(!problem.found.empty() && !problem.expected.empty(), "a mistake is explained");
  if (!loaded.problems.empty()) return;
  const auto again =
      load(test::sample_schema(), write(test::sample_schema(), loaded.value).dump(), "again.json");
  promise(again.problems.empty() && again.value == loaded.value, "resolved options read back");
}

}  // namespace

void config(std::string_view data) {
  try {
    check(load(test::sample_schema(), data, "input.json"));
  } catch (const UsageError&) {
  }
}

void arguments(std::string_view data) {
  try {
    check(load(test::sample_schema(), "{}", "input.json", {parse_override(std::string(data))}));
  } catch (const UsageError&) {
  }
}

}  // namespace attend::fuzz
