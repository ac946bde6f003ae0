#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attend/config/problems.h"
#include "attend/core/json.h"

namespace attend {

class Section;

/// A section that a value consists of, for walking through a schema.
struct Part {
  std::string key;    ///< of a variant: what chooses the alternative, such as "type"; else empty
  std::string label;  ///< of a variant: the alternative's name; else empty
  const Section* section = nullptr;
  const void* defaults = nullptr;  ///< a struct of the section with its default values
};

/// How values of one C++ type are read from JSON, written and described. The C++ type is erased to `void*`,
/// so that everything that works on schemas is compiled once; Schema<T> keeps the pointers right.
class ValueType {
 public:
  virtual ~ValueType() = default;

  /// Sets `value` from `json`. False where that was not possible; `problems` then says why.
  virtual bool read(const Json& json, void* value, Problems& problems) const = 0;
  /// What `read` takes; for sections complete and in the order of declaration.
  virtual Json write(const void* value) const = 0;
  /// In the words of the reference: "integer", "list of numbers".
  virtual std::string name() const = 0;
  /// JSON Schema 2020-12, with default values from `defaults`, a value of this type (null: its own).
  virtual Json json_schema(const void* defaults) const = 0;
  /// The JSON of a command-line argument: JSON where it parses, else a string.
  virtual Json from_text(const std::string& text) const;
  /// The sections within, with defaults as for `json_schema`; none for plain values.
  virtual std::vector<Part> parts(const void* /*defaults*/) const { return {}; }
  /// Whether a value that is not written down must still be read as an empty section, to find what it lacks.
  virtual bool is_section() const { return false; }
};

using ValueTypePtr = std::shared_ptr<const ValueType>;

/// `json` for a message, shortened: `the string "3"`, `1.5`, `[1, 2]`.
std::string describe(const Json& json);

}  // namespace attend
