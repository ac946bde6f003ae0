#include "attend/config/json_schema.h"

namespace attend {
namespace {

void allow_schema_key(Json& section) {
  section["properties"]["$schema"] = {{"type", "string"},
                                      {"description", "The file's JSON Schema, for editors."}};
}

}  // namespace

Json json_schema(const ValueType& type, const std::string& title) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(type.json_schema(nullptr));
  if (schema.contains("oneOf")) {
    for (Json& alternative : schema["oneOf"]) allow_schema_key(alternative);
  } else {
    allow_schema_key(schema);
  }
  return schema;
}

}  // namespace attend
