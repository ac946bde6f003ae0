#include "attend/core/json.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>
#include <vector>

#include "json_syntax.h"

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using json_syntax::error_parts;
using json_syntax::Mistake;

constexpr size_t kDeepest = 200;  // far more than any honest file, far less than a stack holds

/// Reads characters and leaves behind how many were taken: nlohmann's events carry no position.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* position, const char** taken) : position_(position), taken_(taken) {}
  reference operator*() const { return *position_; }
  CountingIterator& operator++() {
    *taken_ = ++position_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return position_ == other.position_; }
  bool operator!=(const CountingIterator& other) const { return position_ != other.position_; }

 private:
  const char* position_;
  const char** taken_;
};

/// Builds a document from nlohmann's events, and refuses what its own builder lets pass: keys that stand
/// twice, and nesting without end.
class DocumentBuilder final : public nlohmann::json_sax<Json> {
 public:
  /// `lines` may be null where nobody will ask for them.
  DocumentBuilder(std::string_view text, std::map<std::string, int>* lines)
      : text_(text), taken_(text.data()), counted_(text.data()), lines_(lines) {}

  CountingIterator begin() { return {text_.data(), &taken_}; }
  CountingIterator end() { return {text_.data() + text_.size(), &taken_}; }
  Json& root() { return root_; }
  const std::optional<Mistake>& error() const { return error_; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(Json::number_integer_t value) override { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) override { return add(value); }
  bool number_float(Json::number_float_t value, const std::string&) override { return add(value); }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(Json::binary_t&) override { return false; }  // no such thing in text
  bool start_object(size_t) override { return open(Json::object()); }
  bool start_array(size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& value) override {
    Level& level = levels_.back();
    if (!level.keys.insert(value).second) {
      return fail({.offset = last_offset(),
                   .found = "the key \"" + json_syntax::quote(value) + "\" a second time",
                   .expected = "each key once in an object"});
    }
    level.key = std::move(value);
    understood_ = last_offset() + 1;
    return true;
  }

  bool parse_error(size_t position, const std::string& token,
                   const nlohmann::detail::exception& what) override {
    const std::string_view message = what.what();
    // The token is part of the message: its words must not be mistaken for the library's.
    const std::string_view reason = message.substr(0, message.find("; last read: '"));
    return fail(json_syntax::rewrite(text_, understood_, position,
                                     {token, reason.substr(0, reason.find("; expected")), message}));
  }

 private:
  struct Level {
    Json* container;
    std::unordered_set<std::string> keys;
    std::string key;      // of the member that comes next
    size_t pointer_size;  // of the container's own pointer
  };

  bool fail(Mistake error) {
    error_ = std::move(error);
    return false;
  }

  /// Of the token's last character: after a number the lexer has taken one more.
  size_t last_offset() const {
    return static_cast<size_t>(std::max<std::ptrdiff_t>(taken_ - text_.data() - 1, 0));
  }

  int line() {
    const char* last = text_.data() + last_offset();
    line_ += static_cast<int>(std::count(counted_, std::max(counted_, last), '\n'));
    counted_ = std::max(counted_, last);
    return line_;
  }

  Json* insert(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (level.container->is_array()) {
      auto& array = level.container->get_ref<Json::array_t&>();
      append_to_pointer(pointer_, std::to_string(array.size()));
      return &array.emplace_back(std::move(value));
    }
    append_to_pointer(pointer_, level.key);
    // Through the underlying vector: the map's own insertion searches all earlier keys.
    return &level.container->get_ref<Json::object_t&>()
                .emplace_back(std::move(level.key), std::move(value))
                .second;
  }

  /// Puts a value in its place and leaves the pointer to it in `pointer_`.
  Json* place(Json value) {
    pointer_.resize(levels_.empty() ? 0 : levels_.back().pointer_size);
    Json* placed = insert(std::move(value));
    if (lines_) (*lines_)[pointer_] = line();
    understood_ = last_offset() + 1;
    return placed;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (levels_.size() == kDeepest) {
      return fail({.offset = last_offset(),
                   .found = "more than " + std::to_string(kDeepest) + " levels of nesting",
                   .expected = "at most " + std::to_string(kDeepest)});
    }
    Json* placed = place(std::move(container));
    levels_.push_back({placed, {}, {}, pointer_.size()});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  std::string_view text_;
  const char* taken_;    // behind the last character that the lexer has read
  const char* counted_;  // up to here line_ is counted
  int line_ = 1;
  size_t understood_ = 0;  // behind the last key or value
  std::map<std::string, int>* lines_;
  Json root_;
  std::vector<Level> levels_;
  std::string pointer_;
  std::optional<Mistake> error_;
};

std::optional<Mistake> parse(std::string_view text, bool comments, DocumentBuilder& builder) {
  // The library takes a zero byte for the end and would not look at what follows.
  if (const size_t zero = text.find('\0'); zero != text.npos) {
    return Mistake{.offset = zero, .found = "a zero byte", .expected = "text"};
  }
  Json::sax_parse(builder.begin(), builder.end(), &builder, nlohmann::detail::input_format_t::json,
                  /*strict=*/true, comments);
  return builder.error();
}

}  // namespace

JsonDocument parse_json(std::string_view text, const std::string& origin, bool comments) {
  JsonDocument document;
  DocumentBuilder builder(text, &document.lines);
  if (const auto error = parse(text, comments, builder)) throw UsageError(error_parts(*error, text, origin));
  document.value = std::move(builder.root());
  return document;
}

std::optional<Json> try_parse_json(std::string_view text) {
  DocumentBuilder builder(text, nullptr);
  if (parse(text, /*comments=*/false, builder)) return std::nullopt;
  return std::move(builder.root());
}

std::string excerpt(const Json& json) {
  constexpr size_t kLongest = 60;
  const std::string text = json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
  return shortened(text, kLongest);
}

void append_to_pointer(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

Json read_json(const std::filesystem::path& path) { return read_json_text(read_file(path), path.string()); }

Json read_json_text(std::string_view text, const std::string& origin) {
  DocumentBuilder builder(text, nullptr);
  if (const auto error = parse(text, /*comments=*/false, builder)) {
    throw Error(error_parts(*error, text, origin));
  }
  return std::move(builder.root());
}

}  // namespace attend
