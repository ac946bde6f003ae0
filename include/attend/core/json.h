#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace attend {

using Json = nlohmann::ordered_json;

/// A parsed document and the line of every value in it, by JSON pointer ("/training/optimizer/lr").
struct JsonDocument {
  Json value;
  std::map<std::string, int> lines;
};

/// Parses RFC 8259 JSON, with `//` and `/* */` comments where `comments` is true. Throws UsageError naming
/// `origin`, line and column (both from 1, the column in bytes) for a syntax error, a number that a double
/// cannot hold, a key that stands twice in one object and more than 200 levels of nesting.
JsonDocument parse_json(std::string_view text, const std::string& origin, bool comments = false);

/// The value where `text` is one that parse_json takes, without comments; else nothing.
std::optional<Json> try_parse_json(std::string_view text);

/// `json` for a message, shortened to about 60 bytes.
std::string excerpt(const Json& json);

/// `pointer` with one more key: "/a" and "b/c" give "/a/b~1c" (RFC 6901).
void append_to_pointer(std::string& pointer, std::string_view key);

/// A file of strict JSON, such as a model folder holds. Throws Error naming file, line and column.
Json read_json(const std::filesystem::path& path);

/// The same for a text that is part of a file, which `origin` names.
Json read_json_text(std::string_view text, const std::string& origin);

}  // namespace attend
