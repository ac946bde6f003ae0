#include "attend/tasks/pretrained_shape.h"

namespace attend {

void check_shape(const ModelShapes& shapes, Problems& problems) {
  const Problems::Scope scope(problems, "model");
  for (const auto& [key, stored] : shapes.stored.items()) {
    const auto& asked = shapes.asked[key];
    if (asked == stored || asked == shapes.usual[key]) continue;
    problems.add(key, asked.dump(), stored.dump() + ", as in the folder that model.from names",
                 "leave the key out");
  }
}

}  // namespace attend
