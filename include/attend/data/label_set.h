#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attend {

/// The labels of a task and their numbers, 0 to size-1.
class LabelSet {
 public:
  LabelSet() = default;
  /// In the order of their numbers. Throws Error where one stands twice or is empty.
  explicit LabelSet(std::vector<std::string> names);
  /// The different ones of `labels`: as `known` has them where it has the same ones, else sorted, by value
  /// where all are whole numbers, or by code point.
  static LabelSet discover(const std::vector<std::string>& labels,
                           const std::vector<std::string>& known = {});

  int64_t size() const { return static_cast<int64_t>(names_.size()); }
  const std::string& name(int64_t id) const { return names_.at(static_cast<size_t>(id)); }
  const std::vector<std::string>& names() const { return names_; }
  /// Throws Error, naming `where` it stands, for a label that is not in the set.
  int64_t id(std::string_view label, const std::string& where) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace attend
