#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attend {

/// Values of a step by tag, such as "train/loss".
using Scalars = std::vector<std::pair<std::string, float>>;

/// The record that an event file begins with. `wall_time` is in seconds since 1970.
std::string version_record(double wall_time);

/// The record of the scalars of one step: an Event message (TensorFlow's event.proto and summary.proto)
/// framed as a TFRecord: length, masked CRC32C of the length, message, masked CRC32C of the message.
std::string scalar_record(double wall_time, int64_t step, const Scalars& scalars);

/// How many bytes at the front of an event file are whole records of steps up to `last_step`; 0 where the
/// file does not begin with the version that `version_record` writes.
size_t records_up_to(std::string_view file, int64_t last_step);

}  // namespace attend
