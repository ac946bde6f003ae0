#pragma once

#include "attend/core/json.h"
#include "attend/core/json_fields.h"
#include "attend/models/translation_vocabulary.h"

namespace attend {

/// Puts sizes and ids into a config.json under Hugging Face's keys; what those cannot say of a source with a
/// vocabulary of its own stands under "attend".
void write_vocabulary(const TranslationVocabulary& vocabulary, Json& config);

/// Reads them back. Throws Error for ids that the vocabularies do not have.
TranslationVocabulary read_vocabulary(const JsonFields& fields);

}  // namespace attend
