#include "attend/reporting/event_records.h"

#include <bit>
#include <cstring>
#include <optional>

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include "attend/reporting/crc32c.h"

namespace attend {
namespace {

static_assert(std::endian::native == std::endian::little, "records are little-endian");

constexpr std::string_view file_version = "brain.Event:2";
constexpr size_t crc_size = sizeof(uint32_t);
constexpr size_t head_size = sizeof(uint64_t) + crc_size;

// Field numbers of the messages.
enum EventField : protozero::pbf_tag_type {
  event_wall_time = 1,
  event_step = 2,
  event_version = 3,
  event_summary = 5
};
enum SummaryField : protozero::pbf_tag_type { summary_value = 1 };
enum ValueField : protozero::pbf_tag_type { value_tag = 1, value_simple = 2 };

/// A CRC as records hold it: masked, so that the CRC of data with CRCs inside stays meaningful.
uint32_t masked_crc(std::string_view bytes) { return std::rotr(crc32c(bytes), 15) + 0xa282ead8u; }

template <class T>
void append_number(std::string& bytes, T number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

template <class T>
T number_at(std::string_view bytes, size_t offset) {
  T number;
  std::memcpy(&number, bytes.data() + offset, sizeof(number));
  return number;
}

std::string frame(std::string_view message) {
  std::string record;
  append_number(record, static_cast<uint64_t>(message.size()));
  append_number(record, masked_crc(record));
  record += message;
  append_number(record, masked_crc(message));
  return record;
}

/// The message of the record at `offset`, if it is whole.
std::optional<std::string_view> message_at(std::string_view file, size_t offset) {
  const std::string_view rest = file.substr(offset);
  if (rest.size() < head_size + crc_size) return std::nullopt;
  const auto length = number_at<uint64_t>(rest, 0);
  if (number_at<uint32_t>(rest, sizeof(uint64_t)) != masked_crc(rest.substr(0, sizeof(uint64_t))))
    return std::nullopt;
  if (length > rest.size() - head_size - crc_size) return std::nullopt;
  const std::string_view message = rest.substr(head_size, length);
  if (number_at<uint32_t>(rest, head_size + length) != masked_crc(message)) return std::nullopt;
  return message;
}

struct EventHead {
  int64_t step = 0;
  std::string version;
};

EventHead read_head(std::string_view message) {
  EventHead head;
  protozero::pbf_reader event(message.data(), message.size());
  while (event.next()) {
    switch (event.tag()) {
      case event_step:
        head.step = event.get_int64();
        break;
      case event_version:
        head.version = event.get_string();
        break;
      default:
        event.skip();
    }
  }
  return head;
}

}  // namespace

std::string version_record(double wall_time) {
  std::string message;
  protozero::pbf_writer event(message);
  event.add_double(event_wall_time, wall_time);
  event.add_string(event_version, file_version.data(), file_version.size());
  return frame(message);
}

std::string scalar_record(double wall_time, int64_t step, const Scalars& scalars) {
  std::string message;
  protozero::pbf_writer event(message);
  event.add_double(event_wall_time, wall_time);
  event.add_int64(event_step, step);
  {
    protozero::pbf_writer summary(event, event_summary);
    for (const auto& [tag, number] : scalars) {
      protozero::pbf_writer value(summary, summary_value);
      value.add_string(value_tag, tag);
      value.add_float(value_simple, number);
    }
  }
  return frame(message);
}

size_t records_up_to(std::string_view file, int64_t last_step) {
  size_t kept = 0;
  while (const auto message = message_at(file, kept)) {
    const EventHead head = read_head(*message);
    const bool fits = kept == 0 ? head.version == file_version : head.step <= last_step;
    if (!fits) break;
    kept += head_size + message->size() + crc_size;
  }
  return kept;
}

}  // namespace attend
