#pragma once

#include <string_view>

namespace attend {

/// Where standard input, output or error is closed, opens something in its place on which reading or writing
/// fails as before: else the next file that is opened would get its number, and be taken for it. To be called
/// before anything is opened.
void reserve_standard_streams();

/// `text` to standard output, flushed. Throws Error where it is closed or full.
void write_standard_output(std::string_view text);

}  // namespace attend
