#include "attend/config/reference.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "attend/core/strings.h"

namespace attend {
namespace {

/// The fragment that Markdown renderers make of a heading.
std::string anchor(const std::string& heading) {
  std::string fragment;
  for (const char c : heading) {
    if (c == ' ') fragment += '-';
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-') fragment += c;
  }
  return fragment;
}

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string cell(std::string text) {
  for (size_t bar = text.find('|'); bar != text.npos; bar = text.find('|', bar + 2))
    text.insert(bar, 1, '\\');
  return " " + text + " |";
}

std::string default_cell(const Field& field, const std::vector<Part>& parts, const void* section) {
  if (field.required(section)) return "required";
  if (field.type->is_section()) return "";
  const Json value = field.type->write(field.in(section));
  return parts.empty() || value.is_null() || value.empty() ? code(value.dump()) : "";
}

class Writer {
 public:
  explicit Writer(int level) : marks_(static_cast<size_t>(level), '#') {}

  void root(const Part& part) {
    root_ = part.label;
    section("", part);
  }

  const std::string& text() const { return text_; }

 private:
  // Unique on the page: sections of different roots may have the same path.
  std::string heading(const std::string& path, const Part& part) const {
    const std::string name = path.empty() ? "Top level" : root_.empty() ? path : root_ + ": " + path;
    return part.label.empty() ? name : name + " " + part.label;
  }

  void section(const std::string& path, const Part& part) {
    text_ += (text_.empty() ? "" : "\n") + marks_ + " " + heading(path, part) + "\n\n";
    if (!part.key.empty()) text_ += "With " + code('"' + part.key + "\": \"" + part.label + '"') + ". ";
    text_ += part.section->doc() + "\n\n";
    const std::string prefix = path.empty() ? "" : path + ".";
    if (!part.section->fields().empty()) table(prefix, part);
    for (const Field& field : part.section->fields()) {
      for (const Part& inner : field.type->parts(field.in(part.defaults)))
        section(prefix + field.name, inner);
    }
  }

  std::string type_cell(const Field& field, const std::vector<Part>& parts, const std::string& path) const {
    if (parts.empty()) return field.type->name();
    std::vector<std::string> links;
    for (const Part& part : parts) {
      const std::string text = part.label.empty() ? field.type->name() : part.label;
      links.push_back("[" + text + "](#" + anchor(heading(path, part)) + ")");
    }
    return join(links, ", ");
  }

  void table(const std::string& prefix, const Part& part) {
    text_ += "| key | type | default | range | what it is |\n|---|---|---|---|---|\n";
    for (const Field& field : part.section->fields()) {
      const auto parts = field.type->parts(field.in(part.defaults));
      text_ += "|" + cell(code(field.name)) + cell(type_cell(field, parts, prefix + field.name)) +
               cell(default_cell(field, parts, part.defaults)) + cell(field.range()) + cell(field.doc) + "\n";
    }
  }

  std::string marks_, root_, text_;
};

}  // namespace

std::string reference(const ValueType& type, int level) {
  Writer writer(level);
  for (const Part& part : type.parts(nullptr)) writer.root(part);
  return writer.text();
}

}  // namespace attend
