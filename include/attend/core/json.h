#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace attend {

using Json = nlohmann::ordered_json;

/// A parsed document and the line of every value in it, by JSON pointer ("/training/optimizer/lr").
struct JsonDocument {
  Json value;
  std::map<std::string, int> lines;
};

/// Parses RFC 8259 JSON, with `//` and `/* */` comments where `comments` is true. Throws UsageError naming `origin`,
/// line and column for a syntax error and for a key that stands twice in one object.
JsonDocument parse_json(std::string_view text, const std::string& origin, bool comments = false);

/// A file of strict JSON, such as a model folder holds. Throws Error naming file, line and column.
Json read_json(const std::filesystem::path& path);

}  // namespace attend
