#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attend/config/constraints.h"
#include "attend/config/value_type.h"

namespace attend {

/// One key of a section, bound to a member of its struct.
struct Field {
  std::string name;
  std::string doc;
  ValueTypePtr type;
  std::vector<Constraint> constraints;
  std::function<void*(void*)> member;  ///< the member's address in a struct

  const void* in(const void* section) const { return member(const_cast<void*>(section)); }
  /// Whether the value of `section` (its defaults) is one that the constraints refuse, so that the key must
  /// be given.
  bool required(const void* section) const;
  /// The constraints' texts, separated by commas.
  std::string range() const;
};

/// A condition that several keys of a section satisfy together. It runs where those keys (all where it names
/// none) could be read.
struct Check {
  std::vector<std::string> keys;
  std::function<void(const void*, Problems&)> run;
};

/// A JSON object with known keys, bound to a struct.
class Section final : public ValueType {
 public:
  Section(std::string doc, std::shared_ptr<const void> defaults)
      : doc_(std::move(doc)), defaults_(std::move(defaults)) {}

  void add(Field field);
  void add(Check check) { checks_.push_back(std::move(check)); }

  const std::string& doc() const { return doc_; }
  const std::vector<Field>& fields() const { return fields_; }
  /// A default-constructed struct.
  const void* defaults() const { return defaults_.get(); }

  bool read(const Json& json, void* value, Problems& problems) const override {
    return read(json, value, problems, {});
  }
  /// The same for a section with one key more, which the caller has read.
  bool read(const Json& json, void* value, Problems& problems, std::string_view known_key) const;
  Json write(const void* value) const override;
  std::string name() const override { return "section"; }
  Json json_schema(const void* defaults) const override;
  std::vector<Part> parts(const void* defaults) const override {
    return {{"", "", this, defaults ? defaults : defaults_.get()}};
  }
  bool is_section() const override { return true; }

  const Field* find(std::string_view name) const;

 private:
  /// Reports keys that are not fields; gives the names of the fields that were probably meant.
  std::vector<std::string> report_unknown(const Json& json, Problems& problems,
                                          std::string_view known_key) const;
  bool read_field(const Field& field, const Json& json, void* value, Problems& problems) const;

  std::string doc_;
  std::shared_ptr<const void> defaults_;
  std::vector<Field> fields_;
  std::vector<Check> checks_;
};

}  // namespace attend
