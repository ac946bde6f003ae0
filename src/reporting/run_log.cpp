#include "attend/reporting/run_log.h"

#include <limits>

#include "attend/core/file.h"
#include "attend/core/strings.h"

namespace attend {
namespace {

double number(const Json& json, const char* key) {
  const auto found = json.find(key);
  const bool is_there = found != json.end() && found->is_number();
  return is_there ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

const Json& part(const Json& json, const char* key) {
  static const Json nothing = Json::object();
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? *found : nothing;
}

LoggedUpdate read_update(const Json& line, int64_t updates) {
  return {.updates = updates,
          .loss = number(line, "loss"),
          .nll = number(line, "nll"),
          .learning_rate = number(line, "learning_rate"),
          .gradient_norm = number(line, "gradient_norm"),
          .tokens_per_second = number(part(line, "time"), "tokens_per_second")};
}

LoggedScores read_scores(const Json& line, const char* key) {
  LoggedScores scores;
  const Json& given = part(line, key);
  for (const auto& [name, value] : given.items()) scores.emplace_back(name, number(given, name.c_str()));
  return scores;
}

LoggedValidation read_validation(const Json& line, int64_t updates) {
  return {
      .updates = updates, .scores = read_scores(line, "scores"), .best = line.value("best", Json()) == true};
}

std::optional<LoggedEnd> read_end(const Json& line, int64_t updates) {
  const auto reason = line.value("reason", Json());
  if (line["kind"] != "end" || !reason.is_string()) return std::nullopt;
  return LoggedEnd{
      .updates = updates, .reason = reason.get<std::string>(), .best = read_scores(line, "best")};
}

}  // namespace

RunLog read_run_log(const std::filesystem::path& file) {
  RunLog log;
  if (!std::filesystem::exists(file)) return log;
  const auto text = read_file(file);
  for (const auto line : split(text, '\n')) {
    const auto json = try_parse_json(line);
    if (!json || !json->is_object()) continue;
    const auto kind = json->value("kind", Json()), updates = json->value("updates", Json());
    if (!kind.is_string() || !updates.is_number_integer()) continue;
    if (kind == "start") log.start = *json;
    if (kind == "update") log.updates.push_back(read_update(*json, updates.get<int64_t>()));
    if (kind == "validation") log.validations.push_back(read_validation(*json, updates.get<int64_t>()));
    log.end = read_end(*json, updates.get<int64_t>());
    log.last = *json;
  }
  return log;
}

}  // namespace attend
