#include "utf8.h"

#include <simdjson.h>

bool chatconv_is_utf8(const uint8_t *bytes, size_t count) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}

// A number without quotation marks in some versions, a string in others.
#define CHATCONV_TEXT(value) #value
#define CHATCONV_TEXT_OF(value) CHATCONV_TEXT(value)

const char *chatconv_simdjson_version(void) {
    static const char version[] = CHATCONV_TEXT_OF(SIMDJSON_VERSION);
    return version;
}
