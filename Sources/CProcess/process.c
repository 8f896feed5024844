#include "process.h"

// Says which C library this is.
#include <stdlib.h>

// Swift's runtime reads /proc/self/cmdline, which is not there in a bare chroot. glibc and Apple's C library pass the
// arguments to constructors as well.

static char **arguments;
static int count;

#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    arguments = argv;
}
#endif

char **chatconv_arguments(void) { return arguments; }
int chatconv_argument_count(void) { return count; }

#if defined(__GLIBC__)
#include <malloc.h>

void chatconv_keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
}
#else
void chatconv_keep_freed_memory(void) {}
#endif
