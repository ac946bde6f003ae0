#include "attend/reporting/run_report.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "report_style.h"
#include <fmt/format.h>

#include "attend/reporting/chart.h"
#include "attend/reporting/format.h"
#include "attend/reporting/html.h"

namespace attend {
namespace {

std::string section(const std::string& title, const std::string& content) {
  return content.empty() ? "" : "<section><h2>" + escape_html(title) + "</h2>\n" + content + "</section>\n";
}

std::string table_row(const std::string& name, const std::string& value) {
  return "<tr><th>" + escape_html(name) + "</th><td>" + escape_html(value) + "</td></tr>\n";
}

// A number with commas between thousands.
std::string grouped(int64_t number) {
  auto text = std::to_string(number);
  for (auto place = static_cast<int64_t>(text.size()) - 3; place > (number < 0 ? 1 : 0); place -= 3)
    text.insert(static_cast<size_t>(place), ",");
  return text;
}

std::string share(int64_t part, int64_t whole) {
  return whole == 0 ? ""
                    : fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string fact(const std::string& value, const std::string& name) {
  return "<div><b>" + escape_html(value) + "</b><span>" + escape_html(name) + "</span></div>\n";
}

std::string ending(const Json& last) {
  static const std::map<std::string, std::string> reasons = {{"duration_reached", "ran to its end"},
                                                             {"no_improvement", "ended: no improvement"},
                                                             {"stopped_by_signal", "stopped by a signal"}};
  const auto reason = reasons.find(last.value("reason", ""));
  return reason == reasons.end() ? "has not ended" : reason->second;
}

// The best validation's scores: the log says which was the best.
std::string best_scores(const RunLog& log) {
  const auto best = std::find_if(log.validations.rbegin(), log.validations.rend(),
                                 [](const auto& validation) { return validation.best; });
  std::string facts;
  if (best == log.validations.rend()) return facts;
  for (const auto& [name, value] : best->scores) facts += fact(fmt::format("{:.4g}", value), "best " + name);
  return facts;
}

std::string summary(const RunReport& report) {
  const auto& last = report.log.last;
  std::string facts = best_scores(report.log);
  if (last.contains("updates")) {
    facts += fact(grouped(last.value("updates", int64_t{0})), "updates");
    facts += fact(grouped(last.value("epochs", int64_t{0})), "epochs");
    facts += fact(format_count(last.value("tokens", 0.0)), "tokens");
  }
  if (last.contains("reason") && last.contains("time"))
    facts += fact(format_duration(last["time"].value("seconds", 0.0)), "of training");
  std::string html = "<div class=\"facts\">\n" + facts + "</div>\n";
  for (const auto& note : report.notes) html += "<p class=\"note\">" + escape_html(note) + "</p>\n";
  return html;
}

Series series_of(const RunLog& log, const std::string& name, double LoggedUpdate::*figure) {
  Series series{name, {}};
  for (const auto& update : log.updates)
    series.points.emplace_back(static_cast<double>(update.updates), update.*figure);
  return series;
}

Series scores_of(const RunLog& log, const std::string& name, const std::string& score) {
  Series series{name, {}};
  for (const auto& validation : log.validations)
    for (const auto& [key, value] : validation.scores)
      if (key == score) series.points.emplace_back(static_cast<double>(validation.updates), value);
  return series;
}

std::string curves(const RunLog& log) {
  const std::string x = "updates";
  std::string html = to_svg(
      LineChart{"Loss",
                x,
                {series_of(log, "objective", &LoggedUpdate::loss),
                 series_of(log, "training", &LoggedUpdate::nll), scores_of(log, "validation", "loss")}});
  std::vector<std::string> names;
  for (const auto& validation : log.validations)
    for (const auto& [name, value] : validation.scores)
      if (name != "loss" && std::ranges::find(names, name) == names.end()) names.push_back(name);
  for (const auto& name : names)
    html += to_svg(LineChart{"Validation: " + name, x, {scores_of(log, name, name)}});
  html += to_svg(LineChart{"Learning rate", x, {series_of(log, "", &LoggedUpdate::learning_rate)}});
  html += to_svg(
      LineChart{"Gradient norm before clipping", x, {series_of(log, "", &LoggedUpdate::gradient_norm)}});
  html += to_svg(LineChart{"Tokens per second", x, {series_of(log, "", &LoggedUpdate::tokens_per_second)}});
  if (html.empty()) return "";
  return "<div class=\"charts\">\n" + html +
         "</div>\n<p class=\"small\">Objective: what training minimises, with label smoothing. Training and "
         "validation: without it. What a loss is a mean over, and which tokens are counted, depends on the "
         "task "
         "(docs/log-format.md).</p>\n";
}

std::string samples(const std::vector<SampleTranslation>& samples) {
  std::string html;
  for (const auto& sample : samples) {
    html += "<article><dl><dt>source</dt><dd>" + escape_html(sample.source) + "</dd><dt>reference</dt><dd>" +
            escape_html(sample.reference) + "</dd><dt>translation</dt><dd>" +
            escape_html(sample.translation) + "</dd></dl>\n";
    if (!sample.picture.empty())
      html += "<div class=\"picture\"><img alt=\"attention of the translation above\" src=\"" +
              png_address(sample.picture) + "\"></div>\n";
    html += "</article>\n";
  }
  return html;
}

// The lengths in at most 40 bars.
BarChart lengths_chart(const CorpusPart& part) {
  const auto longest = std::max(part.source.lengths.size(), part.target.lengths.size());
  const size_t wide = (longest + 39) / 40;
  BarChart chart{"Sentences by their length: " + part.name,
                 wide == 1 ? "tokens" : "tokens (a bar covers " + std::to_string(wide) + ")",
                 static_cast<double>(wide),
                 {}};
  for (const auto& [name, side] : {std::pair("source", &part.source), std::pair("target", &part.target)}) {
    std::vector<int64_t> bars((longest + wide - 1) / std::max<size_t>(wide, 1));
    for (size_t i = 0; i < side->lengths.size(); ++i) bars[i / wide] += side->lengths[i];
    chart.series.emplace_back(name, std::move(bars));
  }
  return chart;
}

std::string frequent_pieces(const CorpusSide& side) {
  std::string html;
  for (const auto& [piece, count] : side.frequent)
    html += "<span>" + escape_html(piece) + " <i>" + grouped(count) + "</i></span> ";
  return html;
}

std::string side_row(const std::string& part, const CorpusPart& corpus, const CorpusSide& side) {
  const auto longest = side.lengths.empty() ? 0 : side.lengths.size() - 1;
  const double mean =
      corpus.pairs == 0 ? 0 : static_cast<double>(side.tokens) / static_cast<double>(corpus.pairs);
  return "<tr><th>" + escape_html(part) + "</th><td>" + grouped(corpus.pairs) + "</td><td>" +
         grouped(side.tokens) + "</td><td>" + fmt::format("{:.1f}", mean) + "</td><td>" +
         std::to_string(longest) + "</td><td>" + grouped(side.unknown) + " <i>" +
         share(side.unknown, side.tokens) + "</i></td><td>" + grouped(side.pieces_used) + " of " +
         grouped(side.vocab_size) + "</td></tr>\n";
}

std::string corpora(const std::vector<CorpusPart>& parts) {
  if (parts.empty()) return "";
  std::string rows, charts, pieces;
  for (const auto& part : parts) {
    rows += side_row(part.name + ", source", part, part.source);
    rows += side_row(part.name + ", target", part, part.target);
    charts += to_svg(lengths_chart(part));
  }
  const auto& first = parts.front();
  for (const auto& [name, side] : {std::pair("source", &first.source), std::pair("target", &first.target)})
    pieces += "<h3>Most frequent pieces of the " + escape_html(first.name) + ", " + name +
              "</h3>\n<p class=\"pieces\">" + frequent_pieces(*side) + "</p>\n";
  return "<table class=\"numbers\"><tr><th></th><th>sentences</th><th>tokens</th><th>mean length</th>"
         "<th>longest</th><th>unknown</th><th>pieces in use</th></tr>\n" +
         rows + "</table>\n<p class=\"small\">Tokens as the model sees them, end symbols counted.</p>\n" +
         "<div class=\"charts\">\n" + charts + "</div>\n" + pieces;
}

// A row for every value below `config`; a list is one value.
void add_config_rows(const Json& config, const Json& defaults, const std::string& path, std::string& rows) {
  for (const auto& [key, value] : config.items()) {
    const auto name = path.empty() ? key : path + "." + key;
    const auto found = defaults.is_object() ? defaults.find(key) : defaults.end();
    const Json usual = defaults.is_object() && found != defaults.end() ? *found : Json();
    if (value.is_object()) {
      add_config_rows(value, usual, name, rows);
      continue;
    }
    const bool changed = value != usual;
    const auto shown = value.is_string() ? value.get<std::string>() : value.dump();
    const auto before = usual.is_string() ? usual.get<std::string>() : usual.dump();
    rows += std::string("<tr") + (changed ? " class=\"changed\"" : "") + "><th>" + escape_html(name) +
            "</th><td>" + escape_html(shown) + "</td><td>" + (changed ? escape_html(before) : "") +
            "</td></tr>\n";
  }
}

std::string configuration(const RunReport& report) {
  std::string rows;
  add_config_rows(report.config, report.defaults, "", rows);
  if (rows.empty()) return "";
  return "<p class=\"small\">Keys that differ from their defaults are marked.</p>\n<table "
         "class=\"config\"><tr><th>key</th><th>value</th><th>default</th></tr>\n" +
         rows + "</table>\n";
}

std::string environment(const RunReport& report) {
  std::string rows;
  for (const auto& [name, value] : report.environment) rows += table_row(name, value);
  return rows.empty() ? "" : "<table>" + rows + "</table>\n";
}

}  // namespace

std::string to_html(const RunReport& report) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         escape_html(report.name) + "</title>\n<style>" + std::string(report_style) +
         "</style>\n</head>\n<body>\n<header><h1>" + escape_html(report.name) + "</h1><p>" +
         escape_html(ending(report.log.last)) + "</p></header>\n" + summary(report) +
         section("Curves", curves(report.log)) + section("Translations", samples(report.samples)) +
         section("Data", corpora(report.corpora)) + section("Environment", environment(report)) +
         section("Configuration", configuration(report)) + "</body>\n</html>\n";
}

}  // namespace attend
