#include "attend/config/constraints.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attend/core/duration.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

/// Bounds are shown as people write them: 1, not 1.0.
Json number(double bound) {
  constexpr double kExact = 1e15;  // whole numbers up to here print without an exponent
  if (std::trunc(bound) == bound && std::abs(bound) < kExact) return static_cast<int64_t>(bound);
  return bound;
}

/// What a bound is compared with: a number, or a duration's amount. A double would round whole numbers from
/// 2^53 on.
std::optional<long double> measure(const Json& json) {
  if (json.is_number()) return json.get<long double>();
  if (!json.is_string()) return std::nullopt;
  const auto duration = try_parse_duration(json.get_ref<const std::string&>());
  if (!duration) return std::nullopt;
  return static_cast<long double>(duration->amount);
}

template <class Compare>
Constraint bound(const char* words, double limit, const char* keyword, Compare compare) {
  const auto holds = [limit, compare](const Json& json) {
    const auto value = measure(json);
    return value && compare(*value, limit);
  };
  return {fmt::format("{} {}", words, limit), holds, {{keyword, number(limit)}}};
}

}  // namespace

Constraint at_least(double limit) { return bound("at least", limit, "minimum", std::greater_equal<>()); }
Constraint at_most(double limit) { return bound("at most", limit, "maximum", std::less_equal<>()); }
Constraint more_than(double limit) { return bound("more than", limit, "exclusiveMinimum", std::greater<>()); }
Constraint less_than(double limit) { return bound("less than", limit, "exclusiveMaximum", std::less<>()); }

namespace {

Constraint both(std::string text, const Constraint& first, const Constraint& second) {
  Json keywords = first.keywords;
  keywords.update(second.keywords);
  const auto holds = [first, second](const Json& json) { return first.holds(json) && second.holds(json); };
  return {std::move(text), holds, std::move(keywords)};
}

}  // namespace

Constraint range(double low, double high) {
  return both(fmt::format("from {} to {}", low, high), at_least(low), at_most(high));
}

Constraint positive() { return more_than(0); }
Constraint non_negative() { return at_least(0); }
Constraint rate() { return both("at least 0 and less than 1", at_least(0), less_than(1)); }

Constraint one_of(const std::vector<std::string>& choices) {
  std::vector<std::string> names;
  for (const auto& choice : choices) names.push_back('"' + choice + '"');
  const auto holds = [choices](const Json& json) {
    return json.is_string() &&
           std::ranges::find(choices, json.get_ref<const std::string&>()) != choices.end();
  };
  const auto hint = [choices](const Json& json) {
    const auto meant = json.is_string() ? nearest(json.get_ref<const std::string&>(), choices) : std::nullopt;
    return meant ? "did you mean \"" + *meant + "\"?" : "";
  };
  return {"one of " + join(names, ", "), holds, {{"enum", choices}}, hint};
}

Constraint non_empty() {
  const auto holds = [](const Json& json) {
    return json.is_string() ? json != "" : !json.empty() && std::ranges::find(json, Json("")) == json.end();
  };
  return {"not empty", holds, {{"minLength", 1}, {"minItems", 1}, {"items", {{"minLength", 1}}}}};
}

Constraint distinct() {
  const auto repeated = [](const Json& list) {
    std::vector<Json> sorted(list.begin(), list.end());
    std::ranges::sort(sorted);
    const auto twice = std::ranges::adjacent_find(sorted);
    return twice == sorted.end() ? std::nullopt : std::optional(*twice);
  };
  const auto holds = [repeated](const Json& list) { return !repeated(list); };
  const auto hint = [repeated](const Json& list) {
    const auto twice = repeated(list);
    return twice ? twice->dump() + " stands there twice" : "";
  };
  return {"no entry twice", holds, {{"uniqueItems", true}}, hint};
}

Constraint each(const Constraint& constraint) {
  const auto holds = [constraint](const Json& list) { return std::ranges::all_of(list, constraint.holds); };
  const auto hint = [constraint](const Json& list) {
    const auto wrong = std::ranges::find_if_not(list, constraint.holds);
    return constraint.hint && wrong != list.end() ? constraint.hint(*wrong) : "";
  };
  return {"each " + constraint.text, holds, {{"items", constraint.keywords}}, hint};
}

}  // namespace attend
