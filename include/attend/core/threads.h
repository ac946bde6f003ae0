#pragma once

namespace attend {

/// How many threads of this process may work at once: the machine's cores unless `limit_threads` said
/// otherwise.
int thread_limit();

/// `threads` is the limit from now on; 0: one per core.
void limit_threads(int threads);

}  // namespace attend
