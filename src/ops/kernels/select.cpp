#include "kernels.h"

namespace attend::ops {
namespace {

#ifdef ATTEND_X86_KERNELS
bool runs_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

bool runs_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}

bool runs_avx512_dot() {
  return runs_avx512() && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vnni");
}
#endif

struct Supported {
  Supported() {
    sets[count++] = &kPortableKernels;
#ifdef ATTEND_X86_KERNELS
    if (runs_avx2()) sets[count++] = &kAvx2Kernels;
    if (runs_avx512()) sets[count++] = &kAvx512Kernels;
    if (runs_avx512_dot()) sets[count++] = &kAvx512DotKernels;
#endif
  }

  const Kernels* sets[4] = {};
  int count = 0;
};

const Supported& supported() {
  static const Supported found;
  return found;
}

}  // namespace

const Kernels& kernels() { return *supported().sets[supported().count - 1]; }

const Kernels* kernels_at(int number) {
  return number < supported().count ? supported().sets[number] : nullptr;
}

}  // namespace attend::ops
