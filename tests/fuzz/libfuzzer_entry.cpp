#include <cstddef>
#include <cstdint>

#include "fuzz/targets.h"

// One program a target: ATTEND_FUZZ_TARGET is its name in targets.h.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  attend::fuzz::ATTEND_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
