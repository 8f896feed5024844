#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
#endif
/// Whether `count` bytes are UTF-8, whole characters from the first to the last: no overlong forms, no surrogates, nothing above
/// U+10FFFF. O(count), some bytes in a cycle: with the widest vectors that the processor has. All bytes are read, whatever the
/// first ones are.
bool chatconv_is_utf8(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
extern "C"
#endif
/// The version of simdjson.
const char *chatconv_simdjson_version(void);
