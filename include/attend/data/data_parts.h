#pragma once

namespace attend {

/// The parts of a configuration's data that a command reads: their files have to be there.
enum class DataParts { all, validation };

}  // namespace attend
