#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attend/core/file.h"

namespace attend {

/// The element types of a safetensors file that we read and write, in the order in which its writer puts
/// them: the widest first, so that every tensor starts at a multiple of its element's size.
enum class StoredType { I64, F64, F32, I32, BF16, F16, I16, I8, U8, BOOL };

/// Bytes of one element.
size_t element_size(StoredType type);
/// The name the format uses: "F32".
std::string_view type_name(StoredType type);

/// One tensor of a safetensors file: row-major, little-endian, `begin` to `end` in bytes from the start of
/// the data.
struct StoredTensor {
  std::string name;
  StoredType type = StoredType::F32;
  std::vector<int64_t> shape = {};
  uint64_t begin = 0;
  uint64_t end = 0;
};

/// What stands before the data of a safetensors file.
struct SafetensorsHeader {
  std::vector<StoredTensor> tensors;            ///< in the order of their data
  std::map<std::string, std::string> metadata;  ///< `__metadata__`
  uint64_t data_offset = 0;                     ///< of the first tensor's first byte in the file
};

/// "F32 [2, 3]", for messages.
std::string describe(StoredType type, std::span<const int64_t> shape);

/// Reads and checks the header of `file` (the whole file's bytes): every size is compared with the bytes that
/// are there, and tensors must cover the data without gap or overlap. Throws Error naming `origin`, the
/// tensor, what was found and what was expected. Format: https://huggingface.co/docs/safetensors
SafetensorsHeader parse_safetensors_header(std::span<const std::byte> file, const std::string& origin);

/// The bytes that stand before the data: the header's length and its JSON, padded with spaces to a multiple
/// of 8.
std::string safetensors_header_bytes(const std::vector<StoredTensor>& tensors,
                                     const std::map<std::string, std::string>& metadata);

/// A safetensors file, open for reading. Nothing but the header is read before a tensor is asked for.
class SafetensorsFile {
 public:
  explicit SafetensorsFile(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const std::vector<StoredTensor>& tensors() const { return header_.tensors; }
  const std::map<std::string, std::string>& metadata() const { return header_.metadata; }
  /// The bytes of one of `tensors()`; they need not be aligned.
  std::span<const std::byte> bytes(const StoredTensor& tensor) const;

 private:
  std::filesystem::path path_;
  MemoryMap map_;
  SafetensorsHeader header_;
};

}  // namespace attend
