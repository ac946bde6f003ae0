#include "attend/data/label_set.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

// More are likely the wrong column, such as one of ids or texts.
constexpr size_t most_discovered = 10'000;

std::optional<int64_t> parse_integer(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

[[noreturn]] void refuse_labels(std::string where, std::string found, std::string expected,
                                std::string hint = "") {
  throw Error({.operation = "reading labels",
               .where = std::move(where),
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = std::move(hint)});
}

}  // namespace

LabelSet::LabelSet(std::vector<std::string> names) : names_(std::move(names)) {
  std::set<std::string_view> seen;
  for (const auto& name : names_) {
    if (name.empty()) refuse_labels("", "an empty label", "a name for each label");
    if (!seen.insert(name).second) refuse_labels("", '"' + name + "\" twice", "each label once");
  }
}

LabelSet LabelSet::discover(const std::vector<std::string>& labels, const std::vector<std::string>& known) {
  const std::set<std::string> different(labels.begin(), labels.end());
  if (different.size() > most_discovered) {
    refuse_labels("",
                  fmt::format("{} different labels, such as \"{}\"", different.size(), *different.begin()),
                  fmt::format("at most {}", most_discovered),
                  "is this the column of the labels? Where it is, name them all under \"labels\"");
  }
  if (std::set<std::string>(known.begin(), known.end()) == different) return LabelSet(known);
  std::vector<std::string> names(different.begin(), different.end());
  if (std::all_of(names.begin(), names.end(), [](const auto& name) { return parse_integer(name); })) {
    std::stable_sort(names.begin(), names.end(),
                     [](const auto& a, const auto& b) { return parse_integer(a) < parse_integer(b); });
  }
  return LabelSet(std::move(names));
}

int64_t LabelSet::id(std::string_view label, const std::string& where) const {
  const auto found = std::find(names_.begin(), names_.end(), label);
  if (found != names_.end()) return found - names_.begin();
  const auto meant = nearest(label, names_);
  refuse_labels(where, fmt::format("the label \"{}\"", label), "one of " + join_first(names_, 20),
                meant ? "did you mean \"" + *meant + "\"?" : "labels are those of the training data");
}

}  // namespace attend
