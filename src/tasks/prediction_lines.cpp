#include "attend/tasks/prediction_lines.h"

#include <algorithm>
#include <optional>

#include "attend/core/error.h"
#include "attend/core/strings.h"
#include "attend/data/json_row.h"
#include "attend/data/table_reader.h"

namespace attend {
namespace {

constexpr const char* reading_lines = "reading what to predict";

[[noreturn]] void refuse_line(const std::string& where, std::string found, std::string expected,
                              const std::optional<std::string>& meant = {}, std::string hint = "") {
  throw Error({.operation = reading_lines,
               .where = where,
               .found = std::move(found),
               .expected = std::move(expected),
               .hint = meant ? "did you mean \"" + *meant + "\"?" : std::move(hint)});
}

bool has_columns(LineFormat format) { return format == LineFormat::tsv || format == LineFormat::csv; }

constexpr const char* columns_hint =
    "--columns says which columns to read, --header that the first row names them";

std::vector<std::string> usual_columns(const LineOptions& options, const PredictionFields& fields) {
  if (options.format == LineFormat::jsonl) return fields.names;
  std::vector<std::string> columns;
  for (size_t i = 1; i <= fields.required; ++i) columns.push_back(std::to_string(i));
  return columns;
}

std::vector<std::string> words_in(const Json& list, const std::string& where) {
  std::vector<std::string> words;
  if (!list.is_array()) refuse_line(where, "\"tokens\": " + list.dump(), "a list of words");
  for (const auto& word : list) {
    if (!word.is_string() || word.get_ref<const std::string&>().empty())
      refuse_line(where, "\"tokens\" with " + word.dump(), "a list of words");
    words.push_back(word.get<std::string>());
  }
  return words;
}

}  // namespace

PredictionLines::PredictionLines(const LineOptions& options, const PredictionFields& fields)
    : options_(options),
      fields_(fields),
      header_is_next_(options.header),
      usual_columns_(options.columns.empty()) {
  const auto refuse = [](std::string found, std::string expected) {
    throw UsageError({.operation = "predicting", .found = std::move(found), .expected = std::move(expected)});
  };
  if (options.header && !has_columns(options.format))
    refuse("--header with lines that are neither tsv nor csv", "--input-format tsv or csv");
  if (!options.columns.empty() && options.format == LineFormat::text)
    refuse("--columns with lines of text", "--input-format tsv, csv or jsonl");
  if (options.format == LineFormat::text && fields.required > 1)
    refuse("lines of text", "--input-format tsv, csv or jsonl, with " + join(fields.names, " and "));
  if (options_.columns.empty()) {
    options_.columns = usual_columns(options, fields);
  } else if (options.columns.size() < fields.required || options.columns.size() > fields.names.size()) {
    refuse(std::to_string(options.columns.size()) + " columns",
           "one for each of " + join(fields.names, ", "));
  }
  if (!has_columns(options.format) || options.header) return;
  for (const auto& column : options_.columns) {
    const auto place = column_place(column);
    if (!place) refuse("the column \"" + column + "\"", "a number from 1, or --header");
    places_.push_back(place.value_or(0));
  }
}

std::optional<PredictionInput> PredictionLines::read(const std::string& line, const std::string& where) {
  switch (options_.format) {
    case LineFormat::tsv: {
      const auto fields = split(line, '\t');
      return read_row(std::vector<std::string>(fields.begin(), fields.end()), where);
    }
    case LineFormat::csv:
      if (!record_.add(line, where)) return std::nullopt;
      return read_row(record_.fields(), record_.where());
    case LineFormat::jsonl:
      return read_object(line, where);
    case LineFormat::text:
      break;
  }
  return PredictionInput{{line}, {}, where};
}

void PredictionLines::read_header(const std::vector<std::string>& names, const std::string& where) {
  most_fields_ = names.size();
  for (const auto& column : options_.columns) {
    const auto found = std::ranges::find(names, column);
    if (std::ranges::count(names, column) > 1)
      refuse_line(where, "the column \"" + column + "\" more than once",
                  "it once, or its number: --columns 1");
    const auto place = column_place(column);
    if (found == names.end() && !place)
      refuse_line(where, "no column \"" + column + "\"", "one of " + join(names, ", "),
                  nearest(column, names), columns_hint);
    places_.push_back(found != names.end() ? static_cast<size_t>(found - names.begin()) : *place);
  }
}

std::optional<PredictionInput> PredictionLines::read_row(const std::vector<std::string>& row,
                                                         const std::string& where) {
  if (std::exchange(header_is_next_, false)) {
    read_header(row, where);
    return std::nullopt;
  }
  if (usual_columns_ && row.size() > places_.size()) {
    refuse_line(where, std::to_string(row.size()) + " fields, and nothing that says which to read",
                std::to_string(places_.size()) + ", or --columns with names (--header) or numbers");
  }
  if (most_fields_ > 0 && row.size() > most_fields_) {
    refuse_line(where, std::to_string(row.size()) + " fields",
                "at most " + std::to_string(most_fields_) + ", as many as the header has", {}, unquoted_hint);
  }
  PredictionInput input{{}, {}, where};
  for (const size_t place : places_) {
    if (place >= row.size()) {
      refuse_line(where, std::to_string(row.size()) + " fields",
                  "at least " + std::to_string(place + 1) + ", separated by " +
                      (options_.format == LineFormat::csv ? "commas" : "tabs"),
                  {}, columns_hint);
    }
    input.texts.push_back(row[place]);
  }
  return input;
}

PredictionInput PredictionLines::read_object(const std::string& line, const std::string& where) const {
  const auto object = read_json_line(line, where);
  PredictionInput input{{}, {}, where};
  const bool takes_words = fields_.names.size() == 1;
  if (takes_words && object.contains("tokens")) {
    input.words = words_in(object["tokens"], where);
    return input;
  }
  // Nobody asked for the second text of a pair by a name of its own: it may be missing.
  const size_t required = usual_columns_ ? fields_.required : options_.columns.size();
  for (const auto& key : options_.columns) {
    if (input.texts.size() >= required && !object.contains(key)) break;
    input.texts.push_back(JsonRow{object, reading_lines, where}.text(key));
  }
  return input;
}

}  // namespace attend
