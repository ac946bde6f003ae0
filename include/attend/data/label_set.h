#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// The labels of a task and their numbers, 0 to size-1.
class LabelSet {
 public:
  LabelSet() = default;
  /// In the order of their numbers. Throws Error where one stands twice or is empty.
  explicit LabelSet(std::vector<std::string> names);
  /// The different ones of `labels`, sorted: by value where all are whole numbers, else by code point.
  static LabelSet discover(const std::vector<std::string>& labels);
  /// What to_json wrote. Throws Error naming `origin` for numbers that are not each of 0 to size-1 once.
  static LabelSet from_json(const Json& id2label, const std::string& origin);

  int64_t size() const { return static_cast<int64_t>(names_.size()); }
  const std::string& name(int64_t id) const { return names_.at(static_cast<size_t>(id)); }
  const std::vector<std::string>& names() const { return names_; }
  /// Throws Error, naming `where` it stands, for a label that is not in the set.
  int64_t id(std::string_view label, const std::string& where) const;

  /// {"0": "negative", "1": "positive"}: "id2label" of a model folder.
  Json to_json() const;

 private:
  std::vector<std::string> names_;
};

}  // namespace attend
