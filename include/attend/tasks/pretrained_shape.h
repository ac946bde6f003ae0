#pragma once

#include <filesystem>

#include "attend/config/problems.h"
#include "attend/core/json.h"
#include "attend/models/bert_model.h"

namespace attend {

/// Makes the path `from` ("model.from") one that does not depend on `folder`, the configuration's; where it
/// names a run folder it is then that of the run's best checkpoint. Whether there is a model; a problem is
/// added where `from` names none.
bool resolve_from(std::filesystem::path& from, const std::filesystem::path& folder, Problems& problems);

/// Does so for a BERT, which takes the shape of the model there.
void resolve_bert(BertOptions& model, const std::filesystem::path& folder, Problems& problems);

/// The section "model" of a configuration that begins with a folder's weights.
struct ModelShapes {
  Json asked;   ///< as it was written, with defaults
  Json stored;  ///< as the folder has it
  Json usual;   ///< the defaults
};

/// Adds a problem for each key that asks for another shape than the folder's, which comes with the weights:
/// it would be passed over in silence.
void check_shape(const ModelShapes& shapes, Problems& problems);

}  // namespace attend
