#include "attend/tokenizers/vocabulary.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attend/core/error.h"
#include "attend/core/file.h"
#include "attend/core/json.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

using Entries = std::vector<Vocabulary::Entry>;

[[noreturn]] void fail(const std::string& where, std::string found, std::string expected) {
  throw Error({.operation = "reading a vocabulary",
               .where = where,
               .found = std::move(found),
               .expected = std::move(expected)});
}

/// Collects {piece: id} without building a Json, whose objects take time quadratic in their size.
class EntryReader final : public nlohmann::json_sax<Json> {
 public:
  EntryReader(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  Entries take() { return std::move(entries_); }

  bool start_object(std::size_t) override {
    if (started_) not_an_id("an object");
    started_ = true;
    return true;
  }
  bool key(string_t& piece) override {
    entries_.emplace_back(std::move(piece), -1);
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (entries_.empty() || value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
      not_an_id(std::to_string(value));
    }
    entries_.back().second = static_cast<int64_t>(value);
    return true;
  }
  bool end_object() override { return true; }

  bool null() override { not_an_id("null"); }
  bool boolean(bool value) override { not_an_id(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { not_an_id(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { not_an_id(text); }
  bool string(string_t& text) override { not_an_id("the string \"" + text + '"'); }
  bool binary(binary_t&) override { not_an_id("bytes"); }
  bool start_array(std::size_t) override { not_an_id("an array"); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + std::min(position, text_.size()), '\n');
    fail(fmt::format("{}, line {}", file_, line), "a mistake in the JSON", "a JSON object {piece: id}");
  }

 private:
  [[noreturn]] void not_an_id(const std::string& value) const {
    if (entries_.empty()) fail(file_, value, "a JSON object {piece: id}");
    fail(file_, fmt::format("{} for the piece \"{}\"", value, entries_.back().first), "an id, 0 or more");
  }

  std::string file_;
  std::string_view text_;
  Entries entries_;
  bool started_ = false;
};

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> pieces, const std::string& origin)
    : pieces_(std::move(pieces)) {
  ids_.reserve(pieces_.size());
  for (size_t i = 0; i < pieces_.size(); ++i) {
    if (find_invalid_utf8(pieces_[i]))
      fail(origin, fmt::format("bytes that are not UTF-8 in piece {}", i), "UTF-8");
    const auto [first, is_new] = ids_.emplace(pieces_[i], static_cast<int64_t>(i));
    if (!is_new) {
      fail(origin,
           fmt::format("the piece \"{}\" twice, with the ids {} and {}", pieces_[i], first->second, i),
           "each piece once");
    }
  }
}

const std::string& Vocabulary::piece(int64_t id) const {
  if (id < 0 || id >= size()) {
    throw Error({.operation = "looking up a piece",
                 .found = fmt::format("id {}", id),
                 .expected = fmt::format("0 to {}", size() - 1),
                 .hint = "ids and vocabulary belong to different models"});
  }
  return pieces_[static_cast<size_t>(id)];
}

std::optional<int64_t> Vocabulary::id(std::string_view piece) const {
  const auto found = ids_.find(piece);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

Vocabulary Vocabulary::load(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  EntryReader reader(path.string(), text);
  Json::sax_parse(text, &reader);
  return of(reader.take(), path.string());
}

Vocabulary Vocabulary::of(Entries entries, const std::string& origin) {
  if (entries.empty()) fail(origin, "no piece", "a JSON object {piece: id}");
  std::vector<std::string> pieces(entries.size());
  std::vector<bool> taken(entries.size());
  const auto refuse = [&](std::string found) {
    fail(origin, std::move(found),
         fmt::format("{} pieces with each of the ids 0 to {} once", taken.size(), taken.size() - 1));
  };
  for (auto& [piece, id] : entries) {
    if (id < 0 || id >= static_cast<int64_t>(taken.size())) refuse(fmt::format("\"{}\": {}", piece, id));
    const auto index = static_cast<size_t>(id);
    if (taken[index]) refuse(fmt::format("id {} for \"{}\" and for \"{}\"", id, pieces[index], piece));
    taken[index] = true;
    pieces[index] = std::move(piece);
  }
  return Vocabulary(std::move(pieces), origin);
}

void Vocabulary::save(const std::filesystem::path& path) const { write_file(path, to_json() + "\n"); }

std::string Vocabulary::to_json() const {
  std::string text = "{";
  for (size_t i = 0; i < pieces_.size(); ++i) {
    text += fmt::format("{}\n  {}: {}", i == 0 ? "" : ",", Json(pieces_[i]).dump(), i);
  }
  return text + "\n}";
}

void Vocabulary::add_to(Hasher& hasher) const {
  hasher.add(static_cast<uint64_t>(pieces_.size()));
  for (const std::string& piece : pieces_) hasher.add(piece);
}

}  // namespace attend
