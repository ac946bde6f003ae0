#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "attend/config/constraints.h"
#include "attend/config/container_types.h"
#include "attend/config/plain_types.h"
#include "attend/config/problems.h"
#include "attend/config/section.h"
#include "attend/config/variant_section.h"

namespace attend {

/// The one declaration of the options in struct T: validation, `--set`, command-line flags, the reference and
/// the JSON Schema all come from it. Defaults are those of a default-constructed T. Build it by chaining:
///
///   Schema<OptimizerOptions>("The update rule.")
///       .field("lr", &OptimizerOptions::lr, "Peak learning rate.", positive())
///       .section("schedule", &OptimizerOptions::schedule, schedule_schema())
///       .check([](const OptimizerOptions& options, Problems& problems) { ... problems.add("lr", found,
///       expected); });
template <class T>
class Schema {
 public:
  /// `doc` is a sentence for the reference.
  explicit Schema(std::string doc)
      : section_(std::make_shared<Section>(std::move(doc), std::make_shared<const T>())) {}

  /// Binds the key `name` to a member of any type that TypeOf knows. A field whose default value breaks its
  /// own constraints is required.
  template <class M, class Owner, std::same_as<Constraint>... Constraints>
  requires std::derived_from<T, Owner> Schema& field(std::string name, M Owner::*member, std::string doc,
                                                     Constraints... constraints) {
    return add(std::move(name), member, std::move(doc), TypeOf<M>::make(), {std::move(constraints)...});
  }

  /// Binds a nested section, or a variant of sections.
  template <class M, class Owner>
  requires std::derived_from<T, Owner> Schema& section(std::string name, M Owner::*member,
                                                       const Schema<M>& schema) {
    return add(std::move(name), member, schema.doc(), schema.type(), {});
  }

  /// A section that may be absent.
  template <class M, class Owner>
  requires std::derived_from<T, Owner> Schema& section(std::string name, std::optional<M> Owner::*member,
                                                       const Schema<M>& schema) {
    return add(std::move(name), member, schema.doc(), std::make_shared<OptionalTypeOf<M>>(schema.type()), {});
  }

  /// A list of sections.
  template <class M, class Owner, std::same_as<Constraint>... Constraints>
  requires std::derived_from<T, Owner> Schema& section(std::string name, std::vector<M> Owner::*member,
                                                       const Schema<M>& schema, Constraints... constraints) {
    return add(std::move(name), member, schema.doc(), std::make_shared<VectorType<M>>(schema.type()),
               {std::move(constraints)...});
  }

  /// A condition on several keys, run where the whole section could be read.
  Schema& check(std::function<void(const T&, Problems&)> condition) {
    return check({}, std::move(condition));
  }
  /// The same, run where `keys` could be read, whatever is wrong with the others.
  Schema& check(std::vector<std::string> keys, std::function<void(const T&, Problems&)> condition) {
    section_->add(
        Check{std::move(keys), [condition = std::move(condition)](const void* value, Problems& problems) {
                condition(*static_cast<const T*>(value), problems);
              }});
    return *this;
  }

  const std::string& doc() const { return section_->doc(); }
  std::shared_ptr<const Section> type() const { return section_; }

 private:
  template <class M, class Owner>
  Schema& add(std::string name, M Owner::*member, std::string doc, ValueTypePtr type,
              std::vector<Constraint> constraints) {
    section_->add(Field{std::move(name), std::move(doc), std::move(type), std::move(constraints),
                        [member](void* section) -> void* { return &(static_cast<T*>(section)->*member); }});
    return *this;
  }

  std::shared_ptr<Section> section_;
};

/// Sections told apart by a key; made by `variant_schema`.
template <class... A>
class Schema<std::variant<A...>> {
 public:
  explicit Schema(std::shared_ptr<const VariantSection> type) : type_(std::move(type)) {}

  std::string doc() const { return type_->doc(); }
  std::shared_ptr<const VariantSection> type() const { return type_; }

 private:
  std::shared_ptr<const VariantSection> type_;
};

/// One alternative of a variant: the value of the discriminating key, and the section it stands for.
template <class T>
struct Alternative {
  std::string name;
  Schema<T> schema;
};

template <class T>
Alternative<T> alternative(std::string name, Schema<T> schema) {
  return {std::move(name), std::move(schema)};
}

/// `variant_schema<std::variant<A, B>>("type", alternative("a", a_schema()), alternative("b", b_schema()))`:
/// the value of "type" chooses the section. Usable for a member (through `section`) and for a whole file. The
/// default is A.
template <class Variant, class... A>
requires std::same_as<Variant, std::variant<A...>> Schema<Variant> variant_schema(
    std::string key, Alternative<A>... alternatives) {
  return Schema<Variant>(std::make_shared<const VariantSection>(
      std::move(key),
      std::vector<VariantSection::Alternative>{
          {std::move(alternatives.name), alternatives.schema.type(),
           [](void* variant) -> void* { return &static_cast<Variant*>(variant)->template emplace<A>(); },
           [](const void* variant) -> const void* {
             return std::get_if<A>(static_cast<const Variant*>(variant));
           }}...},
      std::make_shared<const Variant>()));
}

}  // namespace attend
