#include "arguments.h"

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
