#pragma once

#include <cstdint>

namespace attend {

/// Bytes of memory that this process can have: the machine's with its swap, or less where the control group
/// of a container has less.
uint64_t memory_of_machine();

/// What of it this process does not hold yet and may still ask for. What other processes hold is not known.
uint64_t memory_left();

/// From now on an allocation that the machine cannot hold fails where it is made. Otherwise the kernel would
/// grant it, and end the process, or another, when the memory is used.
void refuse_memory_beyond_the_machine();

}  // namespace attend
