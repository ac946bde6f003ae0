#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "attend/io/stored_tensors.h"

namespace attend {

/// Tensors with names, in an order that means nothing.
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// LibTorch's element type for a stored one.
at::ScalarType scalar_type(StoredType type);
/// The stored type of a LibTorch one. Throws Error for a type that the format cannot hold.
StoredType stored_type(at::ScalarType type);

/// Tensor `name` in fresh CPU memory. Memory is aligned to 64 bytes there, as files' bytes need not be:
/// unaligned weights change the last bit of products.
at::Tensor read_tensor(const StoredTensors& source, const std::string& name);

/// Every tensor of `source`, sorted by name.
NamedTensors read_tensors(const StoredTensors& source);

/// Writes a safetensors file, atomically, with the bytes that Hugging Face's writer would give: tensors with
/// wide elements first, then by name. Tensors may be on any device, strided and of shared memory. Throws
/// Error for names that stand twice or are not UTF-8, for types that the format cannot hold and where the
/// file cannot be written.
void write_safetensors(const std::filesystem::path& path, const NamedTensors& tensors,
                       const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

}  // namespace attend
