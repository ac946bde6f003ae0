#include "attend/config/problems.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "attend/core/error.h"
#include "attend/core/printable.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr const char* unknown_key = "an unknown key";

void append_to_path(std::string& path, std::string_view key) {
  if (!path.empty()) path += '.';
  path += key;
}

std::string where(const Problem& problem) {
  std::string text = problem.place.text;
  if (!text.empty() && !problem.path.empty()) text += ": ";
  return text + problem.path;
}

std::string in_full(const Problem& problem) {
  std::string text = "\n\n  " + where(problem) + "\n    found: " + problem.found;
  if (!problem.expected.empty()) text += "\n    expected: " + problem.expected;
  if (!problem.hint.empty()) text += "\n    hint: " + problem.hint;
  return text;
}

}  // namespace

Places::Places(std::string origin, const std::map<std::string, int>& lines) : origin_(std::move(origin)) {
  for (const auto& [pointer, line] : lines) {
    places_[pointer] = {origin_ + ":" + std::to_string(line), line, /*is_argument=*/false};
  }
}

void Places::set(const std::string& pointer, const std::string& argument, const Json& value) {
  const std::string inside = pointer + '/';
  std::erase_if(places_, [&](const auto& entry) { return entry.first.starts_with(inside); });
  add(pointer, argument, value);
}

void Places::add(const std::string& pointer, const std::string& argument, const Json& value) {
  places_[pointer] = {argument, 0, /*is_argument=*/true};
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) {
    std::string inner_pointer = pointer;
    append_to_pointer(inner_pointer, key);
    add(inner_pointer, argument, inner);
  }
}

Place Places::find(std::string pointer) const {
  while (true) {
    if (const auto place = places_.find(pointer); place != places_.end()) return place->second;
    if (pointer.empty()) return {.text = origin_};
    pointer.resize(pointer.rfind('/'));
  }
}

void Problems::add(std::string_view key, std::string found, std::string expected, std::string hint) {
  std::string path = path_;
  if (!key.empty()) append_to_path(path, key);
  problems_.push_back({place(key), std::move(path), std::move(found), std::move(expected), std::move(hint)});
}

Place Problems::place(std::string_view key) const { return places_.find(pointer_to(key)); }

std::filesystem::path Problems::resolve(std::string_view key, const std::filesystem::path& path,
                                        const std::filesystem::path& config_folder) const {
  const bool argument = is_given(key) && place(key).is_argument;
  return ((argument ? std::filesystem::current_path() : config_folder) / path).lexically_normal();
}

std::string Problems::pointer_to(std::string_view key) const {
  std::string pointer = pointer_;
  if (!key.empty()) {
    for (const std::string_view name : split(key, '.')) append_to_pointer(pointer, name);
  }
  return pointer;
}

void Problems::add_unknown(std::string_view key, std::string expected,
                           const std::optional<std::string>& meant) {
  add(key, unknown_key, std::move(expected), meant ? "did you mean \"" + *meant + "\"?" : "");
}

void Problems::hint_at_unknown(const std::function<std::string(const std::string& path)>& hint) {
  for (Problem& problem : problems_) {
    if (problem.found == unknown_key && problem.hint.empty()) problem.hint = hint(problem.path);
  }
}

void Problems::throw_if_any() const {
  if (problems_.empty()) return;
  const std::string operation =
      places_.origin().empty() ? "reading the command line" : "reading the configuration";
  if (problems_.size() == 1) {
    const Problem& only = problems_.front();
    throw UsageError({operation, where(only), only.found, only.expected, only.hint});
  }
  std::vector<Problem> sorted = problems_;
  const auto line = [](const Problem& problem) {
    return problem.place.line > 0 ? problem.place.line : std::numeric_limits<int>::max();
  };
  std::ranges::stable_sort(sorted, {}, line);
  std::string text = places_.origin() + (places_.origin().empty() ? "" : ": ");
  text += std::to_string(sorted.size()) + " mistakes";
  for (const Problem& problem : sorted) text += in_full(problem);
  throw UsageError({.operation = operation, .where = text});
}

Problems::Scope::Scope(Problems& problems, std::string_view key)
    : problems_(problems), path_size_(problems.path_.size()), pointer_size_(problems.pointer_.size()) {
  append_to_path(problems_.path_, shown_name(key));
  append_to_pointer(problems_.pointer_, key);
}

Problems::Scope::~Scope() {
  problems_.path_.resize(path_size_);
  problems_.pointer_.resize(pointer_size_);
}

}  // namespace attend
