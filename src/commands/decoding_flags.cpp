#include "attend/commands/decoding_flags.h"

#include "attend/config/load.h"
#include "attend/config/option.h"
#include "attend/decoding/schema.h"

namespace attend {

void DecodingFlags::add_to(CLI::App& command) {
  for (const auto& option : options_of(decoding_schema())) {
    auto doc = option.doc + (option.range.empty() ? "" : " (" + option.range + ")");
    command.add_option_function<std::string>(
        option.flag, [this, path = option.path](const std::string& text) { values_[path] = text; },
        doc + " Default: the model's.");
  }
}

DecodingOptions DecodingFlags::over(DecodingOptions options) const {
  std::vector<Override> overrides;
  for (const auto& option : options_of(decoding_schema())) {
    const auto given = values_.find(option.path);
    if (given != values_.end()) overrides.push_back(option.parse(given->second));
  }
  auto loaded = with_overrides(decoding_schema(), options, overrides);
  loaded.problems.throw_if_any();
  return loaded.value;
}

}  // namespace attend
