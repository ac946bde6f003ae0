#include "attend/data/table_options.h"

#include "attend/core/error.h"

namespace attend {
namespace {

class ColumnType final : public ValueType {
 public:
  bool read(const Json& json, void* value, Problems& problems) const override {
    const bool is_number = json.is_number_integer() && json > 0;
    if (!is_number && !json.is_string()) {
      problems.add("", describe(json), expected);
      return false;
    }
    static_cast<Column*>(value)->name = is_number ? json.dump() : json.get<std::string>();
    return true;
  }
  Json write(const void* value) const override { return static_cast<const Column*>(value)->name; }
  std::string name() const override { return expected; }
  Json json_schema(const void*) const override {
    return {{"oneOf", Json::array({{{"type", "string"}}, {{"type", "integer"}, {"minimum", 1}}})}};
  }

 private:
  static constexpr const char* expected = "a column's name, or its number from 1";
};

Schema<LabelledColumns> columns_schema() {
  using C = LabelledColumns;
  return Schema<C>("Which columns are read: by name, in a file with a header or of JSON lines, or by number.")
      .field("text", &C::text, "The text, or the first text of a pair.", non_empty())
      .field("text_pair", &C::text_pair, "The second text of a pair.", non_empty())
      .field("label", &C::label, "What is to be learned.", non_empty());
}

// Reads the first row.
void check_columns(const TableDataOptions& options, const ExampleFiles& files, Problems& problems) {
  for (const auto& path : files.files) {
    try {
      open_table({path, options.format, options.header}, options.columns.names())->next();
    } catch (const Error& error) {
      problems.add("columns", error.parts().found + " in " + error.parts().where, error.parts().expected,
                   error.parts().hint);
    }
  }
}

}  // namespace

void check_files(const TableDataOptions& options, DataParts needed, Problems& problems) {
  const auto before = problems.list().size();
  check_files(static_cast<const ExampleDataOptions&>(options), needed, problems);
  const bool chosen = !options.columns.text.name.empty() && !options.columns.label.name.empty();
  if (problems.list().size() > before || !chosen) return;  // each is a problem by itself
  if (needed == DataParts::all) check_columns(options, options.train, problems);
  if (options.validation) check_columns(options, *options.validation, problems);
}

ValueTypePtr TypeOf<Column>::make() { return std::make_shared<ColumnType>(); }

std::vector<std::string> LabelledColumns::names() const {
  std::vector<std::string> names = {text.name};
  if (text_pair) names.push_back(text_pair->name);
  names.push_back(label.name);
  return names;
}

Schema<TableDataOptions> table_data_schema() {
  using Options = TableDataOptions;
  return example_data_schema<Options>("Texts, or pairs of texts, with a label each.",
                                      "Longest example in ids, [CLS] and [SEP] counted; of a pair the longer "
                                      "text is shortened first.")
      .field("format", &Options::format, "How the files hold rows; automatic goes by their names.")
      .field("header", &Options::header, "Whether the first row of a tsv or csv file names the columns.")
      .section("columns", &Options::columns, columns_schema());
}

}  // namespace attend
