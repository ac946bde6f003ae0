#include "attend/commands/decoding_flags.h"

#include <algorithm>
#include <functional>

#include "attend/config/load.h"
#include "attend/config/option.h"
#include "attend/decoding/schema.h"

namespace attend {
namespace {

// `text` with the flag in place of each key.
std::string with_flags(std::string text, const std::vector<Option>& options) {
  for (const auto& option : options) {
    for (auto at = text.find(option.path); at != text.npos;
         at = text.find(option.path, at + option.flag.size()))
      text.replace(at, option.path.size(), option.flag);
  }
  return text;
}

// Throws one UsageError that speaks of flags where the problems are those of keys.
void throw_if_any(const Problems& problems) {
  auto options = options_of(decoding_schema());
  std::ranges::sort(options, std::greater(), [](const Option& option) { return option.path.size(); });
  Problems told;
  for (const auto& problem : problems.list()) {
    const bool by_flag = problem.place.is_argument;
    told.add(Problem{.path = by_flag ? with_flags(problem.path, options) : "the model's " + problem.path,
                     .found = problem.found,
                     .expected = with_flags(problem.expected, options),
                     .hint = problem.hint});
  }
  told.throw_if_any();
}

}  // namespace

void DecodingFlags::add_to(CLI::App& command) {
  for (const auto& option : options_of(decoding_schema())) {
    auto doc = option.doc + (option.range.empty() ? "" : " (" + option.range + ")");
    const auto set = [this, path = option.path](const std::string& text) { values_[path] = text; };
    command.add_option_function<std::string>(option.flag, set, doc)
        ->option_text(option.type)
        ->group("Search, by default as the model's folder says");
  }
}

DecodingOptions DecodingFlags::over(DecodingOptions options) const {
  std::vector<Override> overrides;
  for (const auto& option : options_of(decoding_schema())) {
    const auto given = values_.find(option.path);
    if (given != values_.end()) overrides.push_back(option.parse(given->second));
  }
  auto loaded = with_overrides(decoding_schema(), options, overrides);
  throw_if_any(loaded.problems);
  return loaded.value;
}

}  // namespace attend
