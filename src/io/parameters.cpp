#include "attend/io/parameters.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <set>
#include <span>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attend/core/error.h"
#include "attend/core/printable.h"

namespace attend {
namespace {

constexpr size_t most_shown = 20;  // of the tensors that do not fit

bool is_floating(at::ScalarType type) { return at::isFloatingType(type); }

[[noreturn]] void refuse_table(const StoredParameter& parameter, std::string found, std::string expected) {
  throw Error({.operation = "mapping parameters to stored names",
               .where = parameter.ours,
               .found = std::move(found),
               .expected = std::move(expected)});
}

/// A table that does not fit the model is a mistake of ours, not of the file.
void check_table(const StoredParameter& parameter, const at::Tensor& ours) {
  const auto count = static_cast<int64_t>(parameter.stored.size());
  const bool divides = count == 1 || (count > 1 && ours.dim() > 0 && ours.size(0) % count == 0);
  if (!divides) {
    refuse_table(parameter, fmt::format("shape [{}]", fmt::join(ours.sizes(), ", ")),
                 fmt::format("a first dimension of {} equal parts", count));
  }
  for (const std::vector<std::string>& alias : parameter.aliases) {
    if (alias.size() == parameter.stored.size()) continue;
    refuse_table(parameter, fmt::format("an alias of {} names", alias.size()), fmt::format("{}", count));
  }
}

const at::Tensor& find_ours(const std::map<std::string, at::Tensor>& ours, const StoredParameter& parameter) {
  const auto tensor = ours.find(parameter.ours);
  if (tensor == ours.end())
    refuse_table(parameter, "no such parameter in the model", "every parameter of the table");
  check_table(parameter, tensor->second);
  return tensor->second;
}

/// The equal parts of `ours` along dimension 0, as views.
std::vector<at::Tensor> parts_of(const at::Tensor& ours, size_t count) {
  if (count == 1) return {ours};
  return at::tensor_split(ours, static_cast<int64_t>(count), 0);
}

/// Where a part of one parameter of ours is read from.
struct Assignment {
  at::Tensor part;  // a view
  std::string stored;
};

/// Finds out what a source holds for a table, and everything that is wrong with it.
class Matching {
 public:
  Matching(const StoredTensors& source, const ParameterTable& table, const NamedTensors& ours)
      : source_(source), table_(table), ours_(ours.begin(), ours.end()) {}

  void run() {
    for (const StoredParameter& parameter : table_.parameters) match(parameter);
    for (const auto& [name, tensor] : ours_) {
      if (!matched_.contains(name)) problems_.push_back(fmt::format("no stored name for our \"{}\"", name));
    }
    find_unexpected();
  }

  const std::vector<Assignment>& assignments() const { return assignments_; }
  const std::vector<std::string>& absent() const { return absent_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  void match(const StoredParameter& parameter) {
    matched_.insert(parameter.ours);
    std::vector<std::vector<std::string>> choices = {parameter.stored};
    choices.insert(choices.end(), parameter.aliases.begin(), parameter.aliases.end());
    for (const auto& names : choices) known_.insert(names.begin(), names.end());

    const at::Tensor& ours = find_ours(ours_, parameter);
    std::erase_if(choices, [&](const auto& names) { return !has_any(names); });
    const std::vector<std::string>& names = choices.empty() ? parameter.stored : choices[0];
    const std::vector<at::Tensor> parts = parts_of(ours.detach(), names.size());
    for (size_t i = 0; i < parts.size(); ++i) match_part(names[i], parts[i], parameter.optional);
    for (size_t i = 1; i < choices.size(); ++i) check_equal(names, choices[i]);
  }

  bool has_any(const std::vector<std::string>& names) const {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return source_.contains(name); });
  }

  /// The tensor `name` must be there, unless it is optional, with the shape of `part` and a type that can
  /// become that of `part`.
  void match_part(const std::string& name, const at::Tensor& part, bool optional) {
    if (!source_.contains(name)) {
      if (optional)
        absent_.push_back(name);
      else
        problems_.push_back(fmt::format("missing: \"{}\" [{}]", name, fmt::join(part.sizes(), ", ")));
      return;
    }
    const StoredTensor& entry = source_.entry(name);
    const at::ScalarType type = scalar_type(entry.type);
    const bool converts =
        type == part.scalar_type() || (is_floating(type) && is_floating(part.scalar_type()));
    if (at::IntArrayRef(entry.shape) == part.sizes() && converts) {
      assignments_.push_back({part, name});
      return;
    }
    problems_.push_back(fmt::format("\"{}\" is {}, expected {}", name, describe(entry.type, entry.shape),
                                    describe(stored_type(part.scalar_type()), part.sizes().vec())));
  }

  /// Copies of what is one parameter here must hold the same numbers, or one of them would be lost.
  void check_equal(const std::vector<std::string>& names, const std::vector<std::string>& copies) {
    for (size_t i = 0; i < copies.size(); ++i) {
      const bool both = source_.contains(names[i]) && source_.contains(copies[i]);
      if (!both) continue;
      const auto first = source_.bytes(names[i]);
      const auto copy = source_.bytes(copies[i]);
      if (std::equal(first.begin(), first.end(), copy.begin(), copy.end())) continue;
      problems_.push_back(
          fmt::format("\"{}\" and \"{}\" differ, but are one parameter", names[i], copies[i]));
    }
  }

  void find_unexpected() {
    std::vector<std::regex> ignored;
    for (const std::string& pattern : table_.ignored) ignored.emplace_back(pattern);
    for (const std::string& name : source_.names()) {
      const bool skip = known_.contains(name) ||
                        std::any_of(ignored.begin(), ignored.end(),
                                    [&](const auto& regex) { return std::regex_match(name, regex); });
      if (skip) continue;
      const StoredTensor& entry = source_.entry(name);
      problems_.push_back(
          fmt::format("not expected: \"{}\" {}", shown_name(name), describe(entry.type, entry.shape)));
    }
  }

  const StoredTensors& source_;
  const ParameterTable& table_;
  std::map<std::string, at::Tensor> ours_;
  std::set<std::string> matched_;  // names of ours that the table has
  std::set<std::string> known_;    // stored names that the table has
  std::vector<Assignment> assignments_;
  std::vector<std::string> absent_;
  std::vector<std::string> problems_;
};

}  // namespace

at::Tensor read_weight(const StoredTensors& source, const std::string& name) {
  at::Tensor tensor = read_tensor(source, name);
  // The sum is a single pass; only where it is not finite is each number looked at.
  if (!tensor.is_floating_point() || std::isfinite(tensor.sum(at::kDouble).item<double>())) return tensor;
  const int64_t bad = tensor.numel() - tensor.isfinite().sum().item<int64_t>();
  if (bad == 0) return tensor;
  throw Error(
      {.operation = "loading a model's weights",
       .where = source.path().string(),
       .found = fmt::format("{} of the {} numbers of \"{}\" are not finite", bad, tensor.numel(), name),
       .expected = "finite numbers",
       .hint = "the training that wrote them went astray, or the file is damaged"});
}

std::vector<std::string> load_parameters(const StoredTensors& source, const ParameterTable& table,
                                         const NamedTensors& ours) {
  Matching matching(source, table, ours);
  matching.run();
  const std::vector<std::string>& problems = matching.problems();
  if (!problems.empty()) {
    const auto shown = std::span(problems).first(std::min(problems.size(), most_shown));
    const size_t more = problems.size() - shown.size();
    throw Error({.operation = "loading a model's weights",
                 .where = source.path().string(),
                 .found = fmt::format("{} tensors that do not fit:\n    {}{}", problems.size(),
                                      fmt::join(shown, "\n    "),
                                      more == 0 ? "" : fmt::format("\n    and {} more", more)),
                 .expected = "the tensors of the model that the folder's config.json describes"});
  }
  const c10::NoGradGuard no_gradients;
  for (const Assignment& assignment : matching.assignments()) {
    assignment.part.copy_(read_weight(source, assignment.stored));
  }
  return matching.absent();
}

NamedTensors store_parameters(const ParameterTable& table, const NamedTensors& ours) {
  const std::map<std::string, at::Tensor> by_name(ours.begin(), ours.end());
  NamedTensors stored;
  for (const StoredParameter& parameter : table.parameters) {
    const at::Tensor& tensor = find_ours(by_name, parameter);
    const std::vector<at::Tensor> parts = parts_of(tensor.detach(), parameter.stored.size());
    for (size_t i = 0; i < parts.size(); ++i) stored.emplace_back(parameter.stored[i], parts[i]);
  }
  return stored;
}

}  // namespace attend
