#include "attend/core/log.h"

#include <memory>
#include <mutex>
#include <utility>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "attend/core/printable.h"

namespace attend {
namespace {

class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit LineSink(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const bool is_warning = message.level >= spdlog::level::warn;
    std::string line = is_warning ? "warning: " : "";
    line.append(message.payload.data(), message.payload.size());
    write_(printable(line));
  }
  void flush_() override {}

  std::function<void(std::string_view)> write_;
};

}  // namespace

void log_info(std::string_view text) { spdlog::info(text); }
void log_warning(std::string_view text) { spdlog::warn(text); }

void set_log(const std::string& level, std::function<void(std::string_view)> write) {
  auto logger = std::make_shared<spdlog::logger>("attend", std::make_shared<LineSink>(std::move(write)));
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace attend
