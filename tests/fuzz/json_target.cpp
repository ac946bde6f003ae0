#include "fuzz/promise.h"
#include "fuzz/targets.h"

#include "attend/core/error.h"
#include "attend/core/json.h"

namespace attend::fuzz {

void json(std::string_view data) {
  const auto strict = try_parse_json(data);
  try {
    const JsonDocument document = parse_json(data, "input.json");
    promise(strict && *strict == document.value, "both ways of parsing give the same value");
    promise(parse_json(document.value.dump(), "again.json").value == document.value,
            "what is written reads back");
    const bool placed = document.lines.contains("");
    promise(placed, "the document itself has a line");
  } catch (const UsageError&) {
    promise(!strict, "text that is refused is refused by both");
  }
  try {
    parse_json(data, "input.json", /*comments=*/true);
  } catch (const UsageError&) {
    promise(!strict, "comments only add to what is taken");
  }
}

}  // namespace attend::fuzz
