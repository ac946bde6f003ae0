#pragma once

#include "attend/config/schema.h"
#include "attend/decoding/options.h"

namespace attend {

/// The section "decoding" of a configuration, and the flags of the commands that decode.
Schema<DecodingOptions> decoding_schema();

}  // namespace attend
