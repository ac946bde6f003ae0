#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "attend/core/json.h"

namespace attend {

/// A label as a file writes it.
struct WrittenLabel {
  std::string text;
  std::string where;  ///< its first place: "train.tsv, line 17"

  bool operator==(const WrittenLabel&) const = default;
};

/// What `notes` of a token store say of labels, for any kind of examples.
Json to_json(const std::vector<WrittenLabel>& labels);
std::vector<WrittenLabel> written_labels_from_json(const Json& json);

/// Numbers the different labels in the order in which they come.
class LabelNumbers {
 public:
  /// The number of `text`, which stands at `where`.
  int32_t number(const std::string& text, const std::string& where);
  const std::vector<WrittenLabel>& labels() const { return labels_; }

 private:
  std::vector<WrittenLabel> labels_;
  std::map<std::string, int32_t, std::less<>> numbers_;
};

}  // namespace attend
