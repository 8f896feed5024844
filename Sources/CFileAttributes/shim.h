#pragma once
// Extended attributes, which are not among what the C library's headers show to Swift.
#if defined(__linux__)
#include <sys/xattr.h>
#endif
