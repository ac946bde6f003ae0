#include "attend/core/standard_streams.h"

#include <iostream>

#include <fcntl.h>
#include <unistd.h>

#include "attend/core/error.h"

namespace attend {

void reserve_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    // The lowest free number is taken, which is `descriptor`. Opened for the wrong direction, it stays
    // unusable.
    (void)open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

void write_standard_output(std::string_view text) {
  std::cout << text << std::flush;
  if (std::cout) return;
  throw Error(
      {.operation = "writing the result", .where = "standard output", .found = "it is closed or full"});
}

}  // namespace attend
