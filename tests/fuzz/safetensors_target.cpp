#include "fuzz/promise.h"
#include "fuzz/targets.h"

#include "attend/core/error.h"
#include "attend/io/safetensors.h"

namespace attend::fuzz {

void safetensors(std::string_view data) {
  const auto bytes = std::as_bytes(std::span(data.data(), data.size()));
  try {
    const SafetensorsHeader header = parse_safetensors_header(bytes, "input.safetensors");
    uint64_t end = 0;
    for (const StoredTensor& tensor : header.tensors) {
      promise(tensor.begin == end && tensor.end >= tensor.begin, "tensors follow one another");
      end = tensor.end;
    }
    promise(header.data_offset + end == data.size(), "tensors cover the file");
    const std::string again = safetensors_header_bytes(header.tensors, header.metadata);
    const std::string file = again + std::string(data.substr(header.data_offset));
    const auto parsed = parse_safetensors_header(std::as_bytes(std::span(file)), "again.safetensors");
    promise(parsed.tensors.size() == header.tensors.size() && parsed.metadata == header.metadata,
            "a written header reads back");
  } catch (const Error&) {
  }
}

}  // namespace attend::fuzz
