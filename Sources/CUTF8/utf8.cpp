#include "utf8.h"

#include <simdjson.h>

bool chatconv_is_utf8(const uint8_t *bytes, size_t count) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}
