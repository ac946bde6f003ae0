#include "attend/io/tensors.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

#include <ATen/Functions.h>
#include <fmt/format.h>

#include "attend/core/error.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

constexpr std::array<std::pair<StoredType, at::ScalarType>, 10> scalar_types{
    {{StoredType::I64, at::kLong},
     {StoredType::F64, at::kDouble},
     {StoredType::F32, at::kFloat},
     {StoredType::I32, at::kInt},
     {StoredType::BF16, at::kBFloat16},
     {StoredType::F16, at::kHalf},
     {StoredType::I16, at::kShort},
     {StoredType::I8, at::kChar},
     {StoredType::U8, at::kByte},
     {StoredType::BOOL, at::kBool}}};

[[noreturn]] void refuse_name(const std::filesystem::path& path, const std::string& found) {
  throw Error({.operation = "writing safetensors",
               .where = path.string(),
               .found = found,
               .expected = "names in UTF-8, each once, other than \"__metadata__\""});
}

void check_names(const std::filesystem::path& path, const NamedTensors& tensors) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) {
    if (find_invalid_utf8(name)) refuse_name(path, "a name that is not UTF-8");
    if (name == "__metadata__") refuse_name(path, "a tensor named \"__metadata__\"");
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) refuse_name(path, fmt::format("two tensors named \"{}\"", *twice));
}

/// The order of the file: wide elements first, then names.
NamedTensors in_file_order(NamedTensors tensors) {
  std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(stored_type(a.second.scalar_type()), std::string_view(a.first)) <
           std::make_tuple(stored_type(b.second.scalar_type()), std::string_view(b.first));
  });
  return tensors;
}

}  // namespace

at::ScalarType scalar_type(StoredType type) { return scalar_types[static_cast<size_t>(type)].second; }

StoredType stored_type(at::ScalarType type) {
  const auto known = std::find_if(scalar_types.begin(), scalar_types.end(),
                                  [&](const auto& pair) { return pair.second == type; });
  if (known == scalar_types.end()) {
    throw Error({.operation = "writing safetensors",
                 .found = fmt::format("a tensor of type {}", at::toString(type)),
                 .expected = "floating-point numbers, signed integers, bytes or booleans"});
  }
  return known->first;
}

at::Tensor read_tensor(const StoredTensors& source, const std::string& name) {
  const StoredTensor& entry = source.entry(name);
  const std::span<const std::byte> bytes = source.bytes(name);
  at::Tensor tensor = at::empty(entry.shape, at::TensorOptions().dtype(scalar_type(entry.type)));
  if (!bytes.empty()) std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  return tensor;
}

NamedTensors read_tensors(const StoredTensors& source) {
  NamedTensors tensors;
  for (const std::string& name : source.names()) tensors.emplace_back(name, read_tensor(source, name));
  return tensors;
}

void write_safetensors(const std::filesystem::path& path, const NamedTensors& tensors,
                       const std::map<std::string, std::string>& metadata) {
  check_names(path, tensors);
  const NamedTensors ordered = in_file_order(tensors);
  std::vector<StoredTensor> entries;
  uint64_t end = 0;
  for (const auto& [name, tensor] : ordered) {
    const uint64_t begin = end;
    end += tensor.nbytes();
    entries.push_back({name, stored_type(tensor.scalar_type()), tensor.sizes().vec(), begin, end});
  }

  AtomicFile file(path);
  file.write(safetensors_header_bytes(entries, metadata));
  for (const auto& [name, tensor] : ordered) {
    const at::Tensor whole = tensor.detach().cpu().contiguous();
    file.write(whole.const_data_ptr(), whole.nbytes());
  }
  file.commit();
}

}  // namespace attend
