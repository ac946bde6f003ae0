#pragma once

#include <string_view>

namespace attend::fuzz {

/// Each reads `data` as a file or an argument of a stranger's. It returns where that was taken or refused by
/// an attend::Error; any other exception, a crash, or a broken promise of the parser (which aborts) is a
/// defect.
void json(std::string_view data);
void config(std::string_view data);
void arguments(std::string_view data);
void safetensors(std::string_view data);
void vocabulary(std::string_view data);
void text(std::string_view data);
void sentencepiece(std::string_view data);

}  // namespace attend::fuzz
