// Runs one program and tells what it cost.
//
//   stopwatch DESCRIPTOR PROGRAM [ARGUMENT ...]
//
// It writes to the open descriptor: STATUS USER_US SYSTEM_US WALL_NS PEAK_BYTES.
//
// Not a few lines of Python, for two reasons. Linux counts the memory of the process that a program was started from as
// the program's own peak: Python's twelve megabytes would hide a converter that needs eight. And starting a process
// takes Python longer than the converter needs for a small file.
//
// STATUS is the exit status, or 128 and the signal's number. The program cannot see the descriptor.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { cannotRun = 127 };

// The unit of ru_maxrss.
#ifdef __APPLE__
enum { peakUnit = 1 };
#else
enum { peakUnit = 1024 };
#endif

static long long microseconds(struct timeval time) {
    return time.tv_sec * 1000000LL + time.tv_usec;
}

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: stopwatch DESCRIPTOR PROGRAM [ARGUMENT ...]\n");
        return 64;
    }
    int resultDescriptor = atoi(arguments[1]);
    char **command = arguments + 2;
    if (fcntl(resultDescriptor, F_SETFD, FD_CLOEXEC) < 0) {
        fprintf(stderr, "stopwatch: descriptor %d is not open\n", resultDescriptor);
        return 64;
    }

    long long start = nanoseconds();
    pid_t child = fork();
    if (child < 0) {
        perror("stopwatch: fork");
        return 71;
    }
    if (child == 0) {
        execvp(command[0], command);
        fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
        _exit(cannotRun);
    }

    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            perror("stopwatch: wait4");
            return 71;
        }
    }
    long long wall = nanoseconds() - start;
    dprintf(
        resultDescriptor, "%d %lld %lld %lld %lld\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
        microseconds(usage.ru_utime), microseconds(usage.ru_stime), wall, (long long)usage.ru_maxrss * peakUnit);
    return 0;
}
