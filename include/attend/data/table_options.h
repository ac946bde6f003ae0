#pragma once

#include <optional>
#include <string>

#include "attend/data/example_options.h"
#include "attend/data/table_reader.h"

namespace attend {

/// A column of a table: its name, or its number from 1, which a configuration may write as a number.
struct Column {
  std::string name;

  bool operator==(const Column&) const = default;
};
template <>
struct TypeOf<Column> {
  static ValueTypePtr make();
};

/// The columns that an example with a label is made of.
struct LabelledColumns {
  Column text;
  std::optional<Column> text_pair;  ///< absent: single texts
  Column label;

  /// Those asked of a table: text, text_pair where there is one, label.
  std::vector<std::string> names() const;
};

/// The section "data" of a task that gives a text or a pair of texts a label.
struct TableDataOptions : ExampleDataOptions {
  TableFormat format = TableFormat::automatic;
  bool header = false;
  LabelledColumns columns;
};

/// The keys of that section.
Schema<TableDataOptions> table_data_schema();

/// Adds a problem for every file of the parts `needed` that is not there, or whose first row lacks a column.
/// `problems` is scoped to the section.
void check_files(const TableDataOptions& options, DataParts needed, Problems& problems);

}  // namespace attend
