#include "attend/data/written_labels.h"

#include <utility>

namespace attend {

Json to_json(const std::vector<WrittenLabel>& labels) {
  Json json = Json::array();
  for (const auto& [text, where] : labels) json.push_back({{"text", text}, {"where", where}});
  return json;
}

std::vector<WrittenLabel> written_labels_from_json(const Json& json) {
  std::vector<WrittenLabel> labels;
  for (const auto& label : json) {
    labels.push_back({label.at("text").get<std::string>(), label.at("where").get<std::string>()});
  }
  return labels;
}

int32_t LabelNumbers::number(const std::string& text, const std::string& where) {
  const auto found = numbers_.find(text);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<int32_t>(labels_.size());
  labels_.push_back({text, where});
  numbers_.emplace(text, number);
  return number;
}

}  // namespace attend
