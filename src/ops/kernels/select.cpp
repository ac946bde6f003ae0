#include "kernels.h"

namespace attend::ops {

const Kernels& kernels() {
#ifdef ATTEND_X86_KERNELS
  static const Kernels& best =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")
          ? kAvx512Kernels
      : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? kAvx2Kernels
                                                                        : kPortableKernels;
  return best;
#else
  return kPortableKernels;
#endif
}

}  // namespace attend::ops
