#include "attend/data/token_store.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "attend/core/error.h"

namespace attend {

namespace {

static_assert(std::endian::native == std::endian::little, "token stores are little-endian");

constexpr const char* store_format = "attend token store";
constexpr int store_version = 2;
constexpr size_t quickly_read_bytes = size_t{64} << 20;

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

uint64_t join_hashes(uint64_t ids, uint64_t offsets) { return Hasher().add(ids).add(offsets).value(); }

[[noreturn]] void refuse(const std::filesystem::path& where, std::string found) {
  throw Error({.operation = "opening a token store",
               .where = where.string(),
               .found = std::move(found),
               .expected = "a store as it was written",
               .hint = "remove the folder: it is made again from the text"});
}

// When the two large files were last written to, in the file clock's nanoseconds.
std::vector<int64_t> written_at(const std::filesystem::path& folder) {
  std::vector<int64_t> times;
  for (const char* name : {"ids", "offsets"}) {
    std::error_code gone;
    times.push_back(std::filesystem::last_write_time(folder / name, gone).time_since_epoch().count());
  }
  return times;
}

std::string checksum_of(const Json& description) { return to_hex(hash_bytes(description.dump())); }

}  // namespace

TokenStore::TokenStore(const std::filesystem::path& folder)
    : folder_(folder), ids_file_(folder / "ids"), offsets_file_(folder / "offsets") {
  read_description();
  ids_ = {reinterpret_cast<const int32_t*>(ids_file_.bytes().data()),
          ids_file_.bytes().size() / sizeof(int32_t)};
  offsets_ = {reinterpret_cast<const uint64_t*>(offsets_file_.bytes().data()),
              offsets_file_.bytes().size() / sizeof(uint64_t)};
  check_structure();
  const bool quickly_read = ids_file_.bytes().size() <= quickly_read_bytes;
  if (quickly_read || written_at(folder_) != written_at_) verify();
}

void TokenStore::read_description() {
  const auto path = folder_ / "store.json";
  try {
    Json description = Json::parse(read_file(path));
    const auto checksum = description.at("checksum").get<std::string>();
    description.erase("checksum");
    if (checksum != checksum_of(description)) refuse(path, "another checksum than its contents have");
    if (description.at("format") != store_format) refuse(path, "another format");
    if (description.at("version") != store_version) refuse(path, "another version");
    size_ = description.at("examples").get<int64_t>();
    columns_ = description.at("columns").get<int64_t>();
    max_id_ = description.at("max_id").get<int32_t>();
    key_ = description.at("key").get<uint64_t>();
    content_hash_ = description.at("content_hash").get<uint64_t>();
    written_at_ = description.at("written_at").get<std::vector<int64_t>>();
    notes_ = description.at("notes");
  } catch (const Json::exception& problem) {
    refuse(path, problem.what());
  }
}

void TokenStore::check_structure() const {
  if (size_ < 0 || columns_ < 1) refuse(folder_ / "store.json", "impossible counts");
  // Compared as quotients: counts from a file may overflow a product.
  const size_t sequences = offsets_.size() - 1;
  if (offsets_.empty() || offsets_file_.bytes().size() % sizeof(uint64_t) != 0 ||
      sequences / static_cast<size_t>(columns_) != static_cast<size_t>(size_) ||
      sequences % static_cast<size_t>(columns_) != 0) {
    refuse(folder_ / "offsets", fmt::format("{} bytes", offsets_file_.bytes().size()));
  }
  if (offsets_.front() != 0 || !std::is_sorted(offsets_.begin(), offsets_.end())) {
    refuse(folder_ / "offsets", "offsets out of order");
  }
  if (offsets_.back() != ids_.size() || ids_file_.bytes().size() % sizeof(int32_t) != 0) {
    refuse(folder_ / "ids",
           fmt::format("{} bytes where the offsets say {} ids", ids_file_.bytes().size(), offsets_.back()));
  }
}

void TokenStore::verify() const {
  const uint64_t found =
      join_hashes(hash_bytes(text_of(ids_file_.bytes())), hash_bytes(text_of(offsets_file_.bytes())));
  if (found != content_hash_) refuse(folder_, "other contents than were written");
}

TokenStoreWriter::TokenStoreWriter(const std::filesystem::path& folder, int64_t columns, uint64_t key)
    : folder_(folder),
      ids_(folder_.staged() / "ids"),
      offsets_(folder_.staged() / "offsets"),
      columns_(columns),
      key_(key) {
  end_sequence();
}

void TokenStoreWriter::add(std::initializer_list<std::span<const int32_t>> sequences) {
  if (static_cast<int64_t>(sequences.size()) != columns_) {
    throw Error({.operation = "writing a token store",
                 .found = fmt::format("an example of {} sequences", sequences.size()),
                 .expected = fmt::format("{}", columns_)});
  }
  for (const auto sequence : sequences) {
    for (const int32_t id : sequence) max_id_ = std::max(max_id_, id);
    ids_.write(sequence.data(), sequence.size_bytes());
    ids_hash_.add(sequence.data(), sequence.size_bytes());
    tokens_ += sequence.size();
    end_sequence();
  }
  ++examples_;
}

void TokenStoreWriter::end_sequence() {
  offsets_.write(&tokens_, sizeof tokens_);
  offsets_hash_.add(&tokens_, sizeof tokens_);
}

void TokenStoreWriter::commit(const Json& notes) {
  ids_.commit();
  offsets_.commit();
  Json description = {{"format", store_format},
                      {"version", store_version},
                      {"key", key_},
                      {"examples", examples_},
                      {"columns", columns_},
                      {"tokens", tokens_},
                      {"max_id", max_id_},
                      {"content_hash", join_hashes(ids_hash_.value(), offsets_hash_.value())},
                      {"written_at", written_at(folder_.staged())},
                      {"notes", notes}};
  description["checksum"] = checksum_of(description);
  write_file(folder_.staged() / "store.json", description.dump(2) + "\n");
  folder_.commit();
}

}  // namespace attend
