#pragma once

#include <array>
#include <concepts>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attend/config/plain_types.h"

namespace attend {

/// A list of values of one type.
class ListType : public ValueType {
 public:
  explicit ListType(ValueTypePtr element) : element_(std::move(element)) {}

  bool read(const Json& json, void* value, Problems& problems) const override;
  Json write(const void* value) const override;
  std::string name() const override;
  Json json_schema(const void* defaults) const override;
  std::vector<Part> parts(const void* defaults) const override;

 protected:
  const ValueType& element() const { return *element_; }
  virtual size_t size(const void* value) const = 0;
  virtual const void* at(const void* value, size_t index) const = 0;
  virtual void* at(void* value, size_t index) const = 0;
  /// Makes `size` default entries; false where the list cannot have that many.
  virtual bool resize(void* value, size_t size) const = 0;
  /// The only number of entries allowed, where there is one.
  virtual std::optional<size_t> fixed_size() const { return std::nullopt; }

 private:
  ValueTypePtr element_;
};

template <class M>
class VectorType : public ListType {
 public:
  static_assert(!std::same_as<M, bool>, "entries of std::vector<bool> have no address");
  using ListType::ListType;

 private:
  size_t size(const void* value) const override { return static_cast<const std::vector<M>*>(value)->size(); }
  const void* at(const void* value, size_t index) const override {
    return &(*static_cast<const std::vector<M>*>(value))[index];
  }
  void* at(void* value, size_t index) const override {
    return &(*static_cast<std::vector<M>*>(value))[index];
  }
  bool resize(void* value, size_t size) const override {
    static_cast<std::vector<M>*>(value)->assign(size, M{});
    return true;
  }
};

/// A list of strings or paths, for which a single one may stand without brackets: "train.de" or ["a.de",
/// "b.de"].
template <class M>
class TextListType final : public VectorType<M> {
 public:
  using VectorType<M>::VectorType;

  bool read(const Json& json, void* value, Problems& problems) const override {
    return ListType::read(json.is_string() ? Json::array({json}) : json, value, problems);
  }
  Json from_text(const std::string& text) const override {
    const Json json = ValueType::from_text(text);
    return json.is_array() ? json : Json(text);
  }
  std::string name() const override { return this->element().name() + " or " + ListType::name(); }
  Json json_schema(const void* defaults) const override {
    return {{"oneOf", Json::array({this->element().json_schema(nullptr), ListType::json_schema(defaults)})}};
  }
};

template <class M, size_t N>
class ArrayType final : public ListType {
 public:
  using ListType::ListType;

 private:
  size_t size(const void*) const override { return N; }
  const void* at(const void* value, size_t index) const override {
    return &(*static_cast<const std::array<M, N>*>(value))[index];
  }
  void* at(void* value, size_t index) const override {
    return &(*static_cast<std::array<M, N>*>(value))[index];
  }
  bool resize(void*, size_t size) const override { return size == N; }
  std::optional<size_t> fixed_size() const override { return N; }
};

/// A value that may be absent, which null says explicitly.
class OptionalType : public ValueType {
 public:
  explicit OptionalType(ValueTypePtr held) : held_(std::move(held)) {}

  bool read(const Json& json, void* value, Problems& problems) const override;
  Json write(const void* value) const override;
  std::string name() const override { return held_->name() + " or null"; }
  Json json_schema(const void* defaults) const override;
  Json from_text(const std::string& text) const override;
  std::vector<Part> parts(const void* defaults) const override;

 protected:
  virtual const void* get(const void* value) const = 0;  ///< null where absent
  virtual void* emplace(void* value) const = 0;          ///< a default value to read into
  virtual void reset(void* value) const = 0;

 private:
  ValueTypePtr held_;
};

template <class M>
class OptionalTypeOf final : public OptionalType {
 public:
  using OptionalType::OptionalType;

 private:
  const void* get(const void* value) const override {
    const auto& optional = *static_cast<const std::optional<M>*>(value);
    return optional ? &*optional : nullptr;
  }
  void* emplace(void* value) const override { return &static_cast<std::optional<M>*>(value)->emplace(); }
  void reset(void* value) const override { static_cast<std::optional<M>*>(value)->reset(); }
};

template <class M>
struct TypeOf<std::vector<M>> {
  static ValueTypePtr make() { return std::make_shared<VectorType<M>>(TypeOf<M>::make()); }
};
template <class M>
requires std::same_as<M, std::string> || std::same_as<M, std::filesystem::path>
struct TypeOf<std::vector<M>> {
  static ValueTypePtr make() { return std::make_shared<TextListType<M>>(TypeOf<M>::make()); }
};
template <class M, size_t N>
struct TypeOf<std::array<M, N>> {
  static ValueTypePtr make() { return std::make_shared<ArrayType<M, N>>(TypeOf<M>::make()); }
};
template <class M>
struct TypeOf<std::optional<M>> {
  static ValueTypePtr make() { return std::make_shared<OptionalTypeOf<M>>(TypeOf<M>::make()); }
};

}  // namespace attend
