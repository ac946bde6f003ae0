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
  constexpr uint64_t bytes_per_unit = 1024;  // the kernel's "kB"
  std::ifstream status("/proc/self/status");
  uint64_t held = 0;
  for (std::string line; std::getline(status, line);) {
    constexpr std::string_view key = "RssAnon:";
    if (line.starts_with(key)) held = std::strtoull(line.c_str() + key.size(), nullptr, 10) * bytes_per_unit;
  }
  const uint64_t all = memory_of_machine();
  return all > held ? all - held : 0;
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
