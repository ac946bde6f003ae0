#include "attend/core/memory_limit.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

#include <sys/resource.h>
#include <sys/sysinfo.h>

namespace attend {
namespace {

// What the kernel says of this process under `key`.
uint64_t status_bytes(std::string_view key) {
  constexpr uint64_t bytes_per_unit = 1024;  // the kernel's "kB"
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::strtoull(line.c_str() + key.size(), nullptr, 10) * bytes_per_unit;
  }
  return 0;
}

uint64_t difference(uint64_t all, uint64_t part) { return all > part ? all - part : 0; }

}  // namespace

uint64_t memory_of_machine() {
  constexpr auto unknown = std::numeric_limits<uint64_t>::max();
  struct sysinfo machine {};
  uint64_t bytes = unknown;
  if (sysinfo(&machine) == 0) bytes = (machine.totalram + machine.totalswap) * machine.mem_unit;
  uint64_t group = unknown;
  std::ifstream("/sys/fs/cgroup/memory.max") >> group;  // "max" is no number, and leaves 0
  return group > 0 ? std::min(bytes, group) : bytes;
}

uint64_t memory_left() {
  rlimit limit{};
  const uint64_t allowed = getrlimit(RLIMIT_DATA, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
  return std::min(difference(memory_of_machine(), status_bytes("RssAnon:")),
                  difference(allowed, status_bytes("VmData:")));
}

void refuse_memory_beyond_the_machine() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they reserve terabytes
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_cur, memory_of_machine());
  setrlimit(RLIMIT_DATA, &limit);
#endif
}

}  // namespace attend
