#include "attend/config/plain_types.h"

#include <algorithm>
#include <optional>

#include "attend/core/names.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

class BoolType final : public ValueType {
 public:
  bool read(const Json& json, void* value, Problems& problems) const override {
    if (!json.is_boolean()) {
      problems.add("", describe(json), "true or false");
      return false;
    }
    *static_cast<bool*>(value) = json.get<bool>();
    return true;
  }
  Json write(const void* value) const override { return *static_cast<const bool*>(value); }
  std::string name() const override { return "true or false"; }
  Json json_schema(const void*) const override { return {{"type", "boolean"}}; }
};

/// JSON has no NaN and no infinities, and parse_json refuses numbers that overflow: every number here is
/// finite.
class DoubleType final : public ValueType {
 public:
  bool read(const Json& json, void* value, Problems& problems) const override {
    if (!json.is_number()) {
      problems.add("", describe(json), "a number");
      return false;
    }
    *static_cast<double*>(value) = json.get<double>();
    return true;
  }
  Json write(const void* value) const override { return *static_cast<const double*>(value); }
  std::string name() const override { return "number"; }
  Json json_schema(const void*) const override { return {{"type", "number"}}; }
};

class DurationType final : public TextType {
 public:
  DurationType()
      : TextType("duration", std::string(duration_forms),
                 R"(^\s*[0-9]+(_[0-9]+)*[kM]?\s+(updates?|epochs?|tokens?)\s*$)") {}

  bool read(const Json& json, void* value, Problems& problems) const override {
    const std::string text = json.is_string() ? json.get<std::string>() : json.dump();
    const auto hint = hint_for(text);
    if (hint.empty()) return TextType::read(json, value, problems);
    problems.add("", describe(json), std::string(duration_forms), hint);
    return false;
  }
  Json write(const void* value) const override { return to_string(*static_cast<const Duration*>(value)); }

 private:
  // For a number without its unit, and for one with a unit that is nearly one.
  static std::string hint_for(const std::string& text) {
    if (try_parse_duration(text)) return "";
    if (try_parse_duration(text + " updates"))
      return "did you mean \"" + text + " updates\" or \"" + text + " epochs\"?";
    const auto words = split_whitespace(text);
    const auto unit = words.size() == 2 ? nearest(words[1], names_of<DurationUnit>()) : std::nullopt;
    return unit ? "did you mean \"" + std::string(words[0]) + " " + *unit + "\"?" : "";
  }

  bool parse(const std::string& text, void* value) const override {
    const auto duration = try_parse_duration(text);
    if (duration) *static_cast<Duration*>(value) = *duration;
    return duration.has_value();
  }
};

}  // namespace

ValueTypePtr bool_type() { return std::make_shared<BoolType>(); }
ValueTypePtr double_type() { return std::make_shared<DoubleType>(); }

bool IntegerType::read(const Json& json, void* value, Problems& problems) const {
  if (!json.is_number_integer()) {
    problems.add("", describe(json), "a whole number, without point or exponent");
    return false;
  }
  if (!store(json, value)) {
    problems.add("", describe(json), "a whole number from " + limits());
    return false;
  }
  return true;
}

Json IntegerType::json_schema(const void*) const {
  Json schema = {{"type", "integer"}};
  if (is_unsigned()) schema["minimum"] = 0;
  return schema;
}

bool TextType::read(const Json& json, void* value, Problems& problems) const {
  if (!json.is_string()) {
    // A word on the command line is JSON where it parses: --set name=1 is a number.
    const bool typed = problems.place().is_argument && json.is_primitive() && !json.is_null();
    problems.add("", describe(json), expected_,
                 typed ? "put the value in double quotes: '\"" + json.dump() + "\"'" : "");
    return false;
  }
  if (!parse(json.get_ref<const std::string&>(), value)) {
    problems.add("", describe(json), expected_);
    return false;
  }
  return true;
}

Json TextType::json_schema(const void*) const {
  Json schema = {{"type", "string"}};
  if (!pattern_.empty()) schema["pattern"] = pattern_;
  return schema;
}

ValueTypePtr string_type() {
  return text_type<std::string>(
      "string", "a string", [](std::string_view text) { return std::optional(std::string(text)); },
      [](const std::string& value) { return value; });
}

ValueTypePtr path_type() {
  return text_type<std::filesystem::path>(
      "path", "a path", [](std::string_view text) { return std::optional(std::filesystem::path(text)); },
      [](const std::filesystem::path& value) { return value.string(); });
}

ValueTypePtr duration_type() { return std::make_shared<DurationType>(); }

bool EnumType::read(const Json& json, void* value, Problems& problems) const {
  const std::string expected = "one of " + join(names_, ", ");
  if (!json.is_string()) {
    problems.add("", describe(json), expected);
    return false;
  }
  const auto& text = json.get_ref<const std::string&>();
  const auto named = std::ranges::find(names_, text);
  if (named == names_.end()) {
    const auto meant = nearest(text, names_);
    problems.add("", describe(json), expected, meant ? "did you mean \"" + *meant + "\"?" : "");
    return false;
  }
  assign(static_cast<size_t>(named - names_.begin()), value);
  return true;
}

Json EnumType::write(const void* value) const { return names_.at(index(value)); }

std::string EnumType::name() const { return "one of " + join(names_, ", "); }

Json EnumType::json_schema(const void*) const { return {{"enum", names_}}; }

}  // namespace attend
