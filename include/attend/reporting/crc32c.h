#pragma once

#include <cstdint>
#include <string_view>

namespace attend {

/// The Castagnoli CRC of `bytes`: reflected polynomial 0x82F63B78, as in RFC 3720, appendix B.4.
uint32_t crc32c(std::string_view bytes);

}  // namespace attend
