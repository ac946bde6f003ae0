#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attend/config/section.h"

namespace attend {

/// One of several sections, told apart by the value of a key such as "type". Without the key it is the
/// alternative that the variant holds by default. Where the command line chooses another alternative than the
/// file, the file's keys that only other alternatives have are passed over.
class VariantSection final : public ValueType {
 public:
  struct Alternative {
    std::string name;
    std::shared_ptr<const Section> section;
    std::function<void*(void*)> emplace;  ///< makes the variant hold this alternative, with its defaults
    std::function<const void*(const void*)> get;  ///< null where the variant holds another
  };

  VariantSection(std::string key, std::vector<Alternative> alternatives, std::shared_ptr<const void> defaults)
      : key_(std::move(key)), alternatives_(std::move(alternatives)), defaults_(std::move(defaults)) {}

  const std::string& key() const { return key_; }
  /// "One of a, b, chosen by "type"."
  std::string doc() const;
  const void* defaults() const { return defaults_.get(); }

  bool read(const Json& json, void* value, Problems& problems) const override;
  Json write(const void* value) const override;
  std::string name() const override { return "section"; }
  Json json_schema(const void* defaults) const override;
  std::vector<Part> parts(const void* defaults) const override;
  bool is_section() const override { return true; }

 private:
  const Alternative& held(const void* value) const;
  /// The alternative that `json` names; null, with a problem, where there is none of that name.
  const Alternative* choose(const Json& json, const void* value, Problems& problems) const;
  /// Whether `name` is a key of other alternatives than `chosen` only.
  bool belongs_to_others(const std::string& name, const Alternative& chosen) const;

  std::string key_;
  std::vector<Alternative> alternatives_;
  std::shared_ptr<const void> defaults_;
};

}  // namespace attend
