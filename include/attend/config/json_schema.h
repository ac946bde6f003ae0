#pragma once

#include <string>

#include "attend/config/schema.h"

namespace attend {

/// The schema of a whole file as JSON Schema 2020-12, with which editors complete and check it. A file may
/// name its schema under "$schema".
Json json_schema(const ValueType& type, const std::string& title);

template <class T>
Json json_schema(const Schema<T>& schema, const std::string& title) {
  return json_schema(*schema.type(), title);
}

}  // namespace attend
