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
void resolve_bert(BertModelSection& model, const std::filesystem::path& folder, Problems& problems);

/// Adds a problem for each key of the section "model" that was given and asks for another shape than the
/// folder's, which comes with the weights: it would be passed over in silence. `asked` is the section as it
/// was read, `stored` as the folder has it.
void check_shape(const Json& asked, const Json& stored, Problems& problems);

}  // namespace attend
