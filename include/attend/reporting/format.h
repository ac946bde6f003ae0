#pragma once

#include <cstdint>
#include <string>

namespace attend {

/// A length of time in its two largest units: "7 s", "3 min 05 s", "1 h 02 min", "2 d 03 h". Rounded to the
/// smaller unit; "?" for what is negative or not finite.
std::string format_duration(double seconds);

/// A number of things with three to four digits: "7", "950", "1.2k", "12.3k", "4.0M". "?" for what is not
/// finite.
std::string format_count(double count);

}  // namespace attend
