#include "attend/metrics/entities.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {
namespace {

struct Tag {
  char place = 'O';
  std::string_view type = "_";
};

Tag parse(std::string_view text) {
  if (text.empty()) {
    throw Error({.operation = "reading tags",
                 .found = "an empty tag",
                 .expected = "O, or a letter such as B or I, - and a type"});
  }
  const size_t hyphen = text.find('-', 1);
  const std::string_view type = text.substr(hyphen == text.npos ? 1 : hyphen + 1);
  return {text.front(), type.empty() ? "_" : type};
}

bool begins_always(const Tag& tag) { return tag.place == 'B' || tag.place == 'S'; }
bool ends_always(const Tag& tag) { return tag.place == 'O' || tag.place == 'E' || tag.place == 'S'; }

}  // namespace

bool are_entity_tags(const std::vector<std::string>& tags) {
  constexpr std::string_view places = "BIESLU";
  return std::ranges::all_of(tags, [&](std::string_view tag) {
    if (tag == "O") return true;
    return !tag.empty() && places.find(tag.front()) != places.npos && (tag.size() == 1 || tag[1] == '-');
  });
}

std::vector<Entity> find_entities(const std::vector<std::string>& tags) {
  std::vector<Entity> entities;
  Tag before;
  for (size_t i = 0; i < tags.size(); ++i) {
    const Tag tag = parse(tags[i]);
    const bool is_outside = tag.place == 'O';
    const bool begins = !is_outside && (begins_always(tag) || ends_always(before) || before.type != tag.type);
    if (begins) entities.push_back({i, i + 1, std::string(tag.type)});
    if (!begins && !is_outside) entities.back().end = i + 1;
    before = tag;
  }
  return entities;
}

void EntityScores::add(const std::vector<std::string>& predicted, const std::vector<std::string>& tags) {
  if (predicted.size() != tags.size()) {
    throw Error({.operation = "scoring entities",
                 .found = fmt::format("{} predictions", predicted.size()),
                 .expected = fmt::format("{}, one for each tag", tags.size())});
  }
  const std::vector<Entity> found = find_entities(predicted), wanted = find_entities(tags);
  for (const Entity& entity : wanted) ++counts_[entity.type].wanted;
  for (const Entity& entity : found) {
    Counts& counts = counts_[entity.type];
    ++counts.found;
    // Both lists are in the order of their places.
    if (std::binary_search(wanted.begin(), wanted.end(), entity)) ++counts.right;
  }
}

void EntityScores::reset() { counts_.clear(); }

PrecisionRecall EntityScores::value() const {
  Counts sum;
  for (const auto& [type, counts] : counts_) {
    sum = {sum.right + counts.right, sum.found + counts.found, sum.wanted + counts.wanted};
  }
  return precision_recall(sum.right, sum.found, sum.wanted);
}

std::map<std::string, PrecisionRecall> EntityScores::by_type() const {
  std::map<std::string, PrecisionRecall> scores;
  for (const auto& [type, counts] : counts_) {
    scores[type] = precision_recall(counts.right, counts.found, counts.wanted);
  }
  return scores;
}

PrecisionRecall EntityScores::macro() const {
  PrecisionRecall sum;
  for (const auto& [type, scores] : by_type()) {
    sum = {sum.precision + scores.precision, sum.recall + scores.recall, sum.f1 + scores.f1};
  }
  const auto types = static_cast<double>(std::max<size_t>(counts_.size(), 1));
  return {sum.precision / types, sum.recall / types, sum.f1 / types};
}

}  // namespace attend
