#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// A condition on one field beyond its type. It sees the value as JSON, so it is written once for every C++
/// type; numeric conditions on a duration apply to its amount.
struct Constraint {
  std::string text;                                   ///< for people: "more than 0"
  std::function<bool(const Json&)> holds;             ///< null values (absent options) are not asked
  Json keywords;                                      ///< the same in JSON Schema: {"exclusiveMinimum": 0}
  std::function<std::string(const Json&)> hint = {};  ///< for a value for which it does not hold; may be null
};

Constraint at_least(double bound);
Constraint at_most(double bound);
Constraint more_than(double bound);
Constraint less_than(double bound);
/// From `low` to `high`, both included.
Constraint range(double low, double high);
/// More than 0.
Constraint positive();
/// At least 0.
Constraint non_negative();
/// From 0 included to 1 excluded: a dropout rate.
Constraint rate();
/// One of the strings; the nearest one is a hint for others.
Constraint one_of(const std::vector<std::string>& choices);
/// A string or path with something in it, or a list of such. A field that is empty by default is thereby
/// required.
Constraint non_empty();
/// No entry of a list stands there twice.
Constraint distinct();
/// Every entry of a list satisfies `constraint`.
Constraint each(const Constraint& constraint);

}  // namespace attend
