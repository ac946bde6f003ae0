#include "attend/io/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attend/core/error.h"
#include "attend/core/json.h"
#include "attend/core/printable.h"

namespace attend {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

constexpr uint64_t length_bytes = 8;
constexpr uint64_t longest_header = 100'000'000;  // the limit of the reference implementation
constexpr std::string_view metadata_key = "__metadata__";

struct TypeFacts {
  StoredType type;
  std::string_view name;
  size_t size;
};

constexpr std::array<TypeFacts, 10> types{{{StoredType::I64, "I64", 8},
                                           {StoredType::F64, "F64", 8},
                                           {StoredType::F32, "F32", 4},
                                           {StoredType::I32, "I32", 4},
                                           {StoredType::BF16, "BF16", 2},
                                           {StoredType::F16, "F16", 2},
                                           {StoredType::I16, "I16", 2},
                                           {StoredType::I8, "I8", 1},
                                           {StoredType::U8, "U8", 1},
                                           {StoredType::BOOL, "BOOL", 1}}};

const TypeFacts& facts(StoredType type) { return types[static_cast<size_t>(type)]; }

[[noreturn]] void fail(const std::string& origin, std::string_view tensor, std::string found,
                       std::string expected) {
  const std::string where =
      tensor.empty() ? origin : fmt::format("{}, tensor \"{}\"", origin, shown_name(tensor));
  throw Error({.operation = "reading safetensors",
               .where = where,
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = "the file is damaged or was not written as safetensors"});
}

/// What a file says, short enough for a message.
std::string excerpt(const Json& value) {
  const std::string text = value.dump();
  return text.size() <= 200 ? text : text.substr(0, 200) + " ...";
}

/// The product of sizes and `unit`, where it fits; a size of 0 counts as 1, as LibTorch computes strides that
/// way.
std::optional<uint64_t> extent(std::span<const int64_t> shape, uint64_t unit) {
  int64_t product = static_cast<int64_t>(unit);
  for (const int64_t size : shape) {
    if (__builtin_mul_overflow(product, std::max<int64_t>(size, 1), &product)) return std::nullopt;
  }
  return static_cast<uint64_t>(product);
}

/// A list of whole numbers from 0 to 2^63 - 1 under `key` of one tensor's entry.
std::vector<int64_t> read_sizes(const Json& entry, const char* key, const std::string& origin,
                                std::string_view tensor) {
  const Json& list = entry.at(key);
  const auto is_size = [](const Json& value) {
    return value.is_number_unsigned() && value.get<int64_t>() >= 0;
  };
  if (!list.is_array() || !std::all_of(list.begin(), list.end(), is_size)) {
    fail(origin, tensor, fmt::format("{} {}", key, excerpt(list)),
         "a list of whole numbers that are not negative");
  }
  return list.get<std::vector<int64_t>>();
}

StoredType read_type(const Json& value, const std::string& origin, std::string_view tensor) {
  const auto type = std::find_if(types.begin(), types.end(), [&](const TypeFacts& known) {
    return value.is_string() && value.get_ref<const std::string&>() == known.name;
  });
  if (type == types.end()) {
    std::vector<std::string_view> names;
    for (const TypeFacts& known : types) names.push_back(known.name);
    fail(origin, tensor, fmt::format("dtype {}", excerpt(value)),
         fmt::format("one of {}", fmt::join(names, ", ")));
  }
  return type->type;
}

void check_keys(const Json& entry, const std::string& origin, std::string_view tensor) {
  const auto known = {"dtype", "shape", "data_offsets"};
  const bool complete =
      entry.is_object() && entry.size() == known.size() &&
      std::all_of(known.begin(), known.end(), [&](const char* key) { return entry.contains(key); });
  if (!complete) fail(origin, tensor, excerpt(entry), "an object of dtype, shape and data_offsets");
}

/// One tensor's entry, by itself: its type, its shape, and offsets that are as far apart as these say.
StoredTensor read_entry(const std::string& name, const Json& entry, const std::string& origin) {
  check_keys(entry, origin, name);
  StoredTensor tensor{.name = name, .type = read_type(entry.at("dtype"), origin, name)};
  tensor.shape = read_sizes(entry, "shape", origin, name);

  const std::vector<int64_t> offsets = read_sizes(entry, "data_offsets", origin, name);
  if (offsets.size() != 2 || offsets[0] > offsets[1]) {
    fail(origin, name, fmt::format("data_offsets [{}]", fmt::join(offsets, ", ")),
         "a begin and an end not before it");
  }
  tensor.begin = static_cast<uint64_t>(offsets[0]);
  tensor.end = static_cast<uint64_t>(offsets[1]);

  const std::optional<uint64_t> size = extent(tensor.shape, element_size(tensor.type));
  if (!size) fail(origin, name, describe(tensor.type, tensor.shape), "a shape of less than 2^63 bytes");
  const bool empty = std::find(tensor.shape.begin(), tensor.shape.end(), 0) != tensor.shape.end();
  const uint64_t expected = empty ? 0 : *size;
  if (tensor.end - tensor.begin != expected) {
    fail(origin, name, fmt::format("{} bytes of data", tensor.end - tensor.begin),
         fmt::format("{} bytes for {}", expected, describe(tensor.type, tensor.shape)));
  }
  return tensor;
}

std::map<std::string, std::string> read_metadata(const Json& value, const std::string& origin) {
  const auto is_text = [](const Json& entry) { return entry.is_string(); };
  if (!value.is_object() || !std::all_of(value.begin(), value.end(), is_text)) {
    fail(origin, {}, fmt::format("{} {}", metadata_key, excerpt(value)), "an object of texts");
  }
  return value.get<std::map<std::string, std::string>>();
}

/// Tensors, sorted by place, must cover `data_size` bytes without gap or overlap.
void check_cover(const std::vector<StoredTensor>& tensors, uint64_t data_size, const std::string& origin) {
  uint64_t end = 0;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.begin != end) {
      fail(origin, tensor.name, fmt::format("data from byte {}", tensor.begin),
           fmt::format("from byte {}, where the tensor before it ends", end));
    }
    if (tensor.end > data_size) {
      fail(origin, tensor.name, fmt::format("data up to byte {}", tensor.end),
           fmt::format("at most {}, the bytes that the file has", data_size));
    }
    end = tensor.end;
  }
  if (end != data_size) {
    fail(origin, {}, fmt::format("{} bytes of data", data_size), fmt::format("{}, as the header says", end));
  }
}

/// The JSON text between the length and the data.
std::string_view header_text(std::span<const std::byte> file, const std::string& origin) {
  uint64_t length = 0;
  if (file.size() < length_bytes) {
    fail(origin, {}, fmt::format("{} bytes", file.size()), "at least 8, the length of the header");
  }
  std::memcpy(&length, file.data(), length_bytes);
  const uint64_t room = std::min(longest_header, file.size() - length_bytes);
  if (length > room) {
    fail(origin, {}, fmt::format("a header of {} bytes", length), fmt::format("at most {}", room));
  }
  return {reinterpret_cast<const char*>(file.data()) + length_bytes, static_cast<size_t>(length)};
}

}  // namespace

size_t element_size(StoredType type) { return facts(type).size; }

std::string_view type_name(StoredType type) { return facts(type).name; }

std::string describe(StoredType type, std::span<const int64_t> shape) {
  return fmt::format("{} [{}]", type_name(type), fmt::join(shape, ", "));
}

SafetensorsHeader parse_safetensors_header(std::span<const std::byte> file, const std::string& origin) {
  const std::string_view text = header_text(file, origin);
  const Json json = read_json_text(text, origin + ", header");
  if (!json.is_object()) fail(origin, {}, fmt::format("a header that is {}", json.type_name()), "an object");

  SafetensorsHeader header;
  header.data_offset = length_bytes + text.size();
  for (const auto& [name, entry] : json.items()) {
    if (name == metadata_key) {
      header.metadata = read_metadata(entry, origin);
    } else {
      header.tensors.push_back(read_entry(name, entry, origin));
    }
  }
  std::sort(header.tensors.begin(), header.tensors.end(), [](const StoredTensor& a, const StoredTensor& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  check_cover(header.tensors, file.size() - header.data_offset, origin);
  return header;
}

std::string safetensors_header_bytes(const std::vector<StoredTensor>& tensors,
                                     const std::map<std::string, std::string>& metadata) {
  Json json = Json::object();
  if (!metadata.empty()) json[std::string(metadata_key)] = metadata;
  for (const StoredTensor& tensor : tensors) {
    json[tensor.name] = {{"dtype", type_name(tensor.type)},
                         {"shape", tensor.shape},
                         {"data_offsets", {tensor.begin, tensor.end}}};
  }
  std::string text = json.dump();
  text.resize((text.size() + length_bytes - 1) / length_bytes * length_bytes, ' ');
  const uint64_t length = text.size();
  std::string bytes(length_bytes, '\0');
  std::memcpy(bytes.data(), &length, length_bytes);
  return bytes + text;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : path_(path), map_(path), header_(parse_safetensors_header(map_.bytes(), path.string())) {}

std::span<const std::byte> SafetensorsFile::bytes(const StoredTensor& tensor) const {
  return map_.bytes().subspan(header_.data_offset + tensor.begin, tensor.end - tensor.begin);
}

}  // namespace attend
