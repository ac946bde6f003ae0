#include "attend/data/length_filter.h"

#include <algorithm>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {

namespace {

// The one list of the counts and their names.
template <class Counts, class Visit>
void for_each_count(Counts& counts, Visit visit) {
  visit("read", counts.read);
  visit("kept", counts.kept);
  visit("malformed", counts.malformed);
  visit("empty", counts.empty);
  visit("too_long", counts.too_long);
  visit("ratio", counts.ratio);
  visit("truncated", counts.truncated);
}

[[noreturn]] void refuse(std::string where, std::string found, std::string expected, std::string hint) {
  throw Error({.operation = "preparing sentence pairs",
               .where = std::move(where),
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = std::move(hint)});
}

}  // namespace

LengthOptions lengths_for_scoring(int64_t max_length) {
  LengthOptions lengths;
  lengths.max_length = max_length;
  lengths.over_long = OverLong::truncate;
  lengths.empty = EmptyLines::keep;
  return lengths;
}

Json to_json(const FilterCounts& counts) {
  Json json = Json::object();
  for_each_count(counts, [&](const char* name, int64_t count) { json[name] = count; });
  return json;
}

FilterCounts filter_counts_from_json(const Json& json) {
  FilterCounts counts;
  for_each_count(counts, [&](const char* name, int64_t& count) { count = json.at(name).get<int64_t>(); });
  return counts;
}

bool LengthFilter::admit(std::vector<int32_t>& source, std::vector<int32_t>& target,
                         std::pair<int32_t, int32_t> end_ids, const std::string& where) {
  ++counts_.read;
  const bool empty = source.empty() || target.empty();
  if (empty && options_.empty == EmptyLines::drop) return ++counts_.empty, false;
  if (empty && options_.empty == EmptyLines::error) {
    refuse(where, source.empty() ? "an empty source" : "an empty target", "text on both sides",
           R"("empty": "drop" leaves such pairs out)");
  }
  const size_t longest = std::max(source.size(), target.size()) + 1;
  const bool too_long = longest > static_cast<size_t>(options_.max_length);
  if (too_long && options_.over_long == OverLong::drop) return ++counts_.too_long, false;
  if (too_long && options_.over_long == OverLong::error) {
    refuse(where, fmt::format("{} tokens with the end symbol", longest),
           fmt::format("at most {} (max_length)", options_.max_length),
           R"("over_long" can drop or truncate such pairs)");
  }
  if (!empty && lengths_differ_too_much(source.size(), target.size())) return ++counts_.ratio, false;
  const bool source_shortened = finish(source, end_ids.first);
  const bool target_shortened = finish(target, end_ids.second);
  counts_.truncated += source_shortened || target_shortened;
  ++counts_.kept;
  return true;
}

bool LengthFilter::lengths_differ_too_much(size_t source, size_t target) const {
  const auto [shorter, longer] = std::minmax(source, target);
  return options_.max_length_ratio > 0 &&
         static_cast<double>(longer) > options_.max_length_ratio * static_cast<double>(shorter);
}

bool LengthFilter::finish(std::vector<int32_t>& ids, int32_t end_id) const {
  const auto longest = static_cast<size_t>(options_.max_length);
  const bool shortened = ids.size() + 1 > longest;
  if (shortened && options_.over_long == OverLong::truncate) ids.resize(longest - 1);
  ids.push_back(end_id);
  if (shortened && options_.over_long == OverLong::cut) ids.resize(longest);
  return shortened;
}

}  // namespace attend
