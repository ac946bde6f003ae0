#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "attend/config/value_type.h"
#include "attend/core/duration.h"
#include "attend/core/names.h"

namespace attend {

/// The ValueType of M: `static ValueTypePtr make()`. Specialise it for a type of your own; `text_type` below
/// helps for one that is written as a string.
template <class M>
struct TypeOf;

ValueTypePtr bool_type();
ValueTypePtr double_type();

/// Whole numbers, read in full width and stored where they fit.
class IntegerType : public ValueType {
 public:
  bool read(const Json& json, void* value, Problems& problems) const override;
  std::string name() const override { return "integer"; }
  Json json_schema(const void* defaults) const override;

 protected:
  /// Stores a JSON integer; false where M cannot hold it.
  virtual bool store(const Json& json, void* value) const = 0;
  virtual std::string limits() const = 0;
  virtual bool is_unsigned() const = 0;
};

template <std::integral M>
class IntegerTypeOf final : public IntegerType {
 public:
  Json write(const void* value) const override { return *static_cast<const M*>(value); }

 private:
  bool store(const Json& json, void* value) const override {
    const bool fits = json.is_number_unsigned() ? std::in_range<M>(json.get<uint64_t>())
                                                : std::in_range<M>(json.get<int64_t>());
    if (fits) *static_cast<M*>(value) = json.get<M>();
    return fits;
  }
  std::string limits() const override {
    using Limits = std::numeric_limits<M>;
    return std::to_string(Limits::min()) + " to " + std::to_string(Limits::max());
  }
  bool is_unsigned() const override { return std::unsigned_integral<M>; }
};

/// A value written as a string.
class TextType : public ValueType {
 public:
  /// `pattern` is the form as JSON Schema takes it, a regular expression; empty where any text may do.
  TextType(std::string name, std::string expected, std::string pattern)
      : name_(std::move(name)), expected_(std::move(expected)), pattern_(std::move(pattern)) {}

  bool read(const Json& json, void* value, Problems& problems) const override;
  Json from_text(const std::string& text) const override { return text; }
  std::string name() const override { return name_; }
  Json json_schema(const void* defaults) const override;

 protected:
  /// False where `text` is not in the type's form.
  virtual bool parse(const std::string& text, void* value) const = 0;

 private:
  std::string name_, expected_, pattern_;
};

template <class M>
class TextTypeOf final : public TextType {
 public:
  using Parse = std::optional<M> (*)(std::string_view text);
  using Print = std::string (*)(const M& value);

  TextTypeOf(std::string name, std::string expected, Parse parse, Print print, std::string pattern)
      : TextType(std::move(name), std::move(expected), std::move(pattern)), parse_(parse), print_(print) {}

  Json write(const void* value) const override { return print_(*static_cast<const M*>(value)); }

 private:
  bool parse(const std::string& text, void* value) const override {
    std::optional<M> parsed = parse_(text);
    if (parsed) *static_cast<M*>(value) = std::move(*parsed);
    return parsed.has_value();
  }

  Parse parse_;
  Print print_;
};

/// A type written as a string. `name` is for the reference, `expected` for messages; `parse` gives nothing
/// for text in the wrong form; `pattern` is that form as a regular expression, where it can be said so.
template <class M>
ValueTypePtr text_type(std::string name, std::string expected, typename TextTypeOf<M>::Parse parse,
                       typename TextTypeOf<M>::Print print, std::string pattern = {}) {
  return std::make_shared<TextTypeOf<M>>(std::move(name), std::move(expected), parse, print,
                                         std::move(pattern));
}

ValueTypePtr string_type();
ValueTypePtr path_type();
ValueTypePtr duration_type();

/// One of a few names: those that core/names.h finds for an enum.
class EnumType : public ValueType {
 public:
  explicit EnumType(std::vector<std::string> names) : names_(std::move(names)) {}

  bool read(const Json& json, void* value, Problems& problems) const override;
  Json write(const void* value) const override;
  Json from_text(const std::string& text) const override { return text; }
  std::string name() const override;
  Json json_schema(const void* defaults) const override;

 protected:
  virtual size_t index(const void* value) const = 0;
  virtual void assign(size_t index, void* value) const = 0;

 private:
  std::vector<std::string> names_;
};

template <class E>
class EnumTypeOf final : public EnumType {
 public:
  EnumTypeOf() : EnumType(names_of<E>()) {}

 private:
  size_t index(const void* value) const override {
    size_t i = 0;
    for (const auto& [entry, name] : enum_names(E{})) {
      if (entry == *static_cast<const E*>(value)) break;
      ++i;
    }
    return i;
  }
  void assign(size_t index, void* value) const override {
    *static_cast<E*>(value) =
        std::next(std::begin(enum_names(E{})), static_cast<std::ptrdiff_t>(index))->first;
  }
};

template <>
struct TypeOf<bool> {
  static ValueTypePtr make() { return bool_type(); }
};
template <>
struct TypeOf<double> {
  static ValueTypePtr make() { return double_type(); }
};
template <std::integral M>
struct TypeOf<M> {
  static ValueTypePtr make() { return std::make_shared<IntegerTypeOf<M>>(); }
};
template <>
struct TypeOf<std::string> {
  static ValueTypePtr make() { return string_type(); }
};
template <>
struct TypeOf<std::filesystem::path> {
  static ValueTypePtr make() { return path_type(); }
};
template <>
struct TypeOf<Duration> {
  static ValueTypePtr make() { return duration_type(); }
};
template <class E>
requires std::is_enum_v<E>
struct TypeOf<E> {
  static ValueTypePtr make() { return std::make_shared<EnumTypeOf<E>>(); }
};

}  // namespace attend
