#pragma once

#include <cstddef>
#include <functional>

namespace attend {

/// How many threads of this process may work at once: the machine's cores unless `limit_threads` said
/// otherwise.
int thread_limit();

/// `threads` is the limit from now on; 0: one per core.
void limit_threads(int threads);

/// Calls work(i) once for each i from 0 to count - 1, on up to `threads` threads that take `block` of them at
/// a time. Returns when all are done. Where some throw, the exception of the first of them is thrown here,
/// whatever threads there are.
void for_each_index(size_t count, size_t block, int threads, const std::function<void(size_t)>& work);

}  // namespace attend
