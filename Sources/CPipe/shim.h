// pipe2(2) is in every C library of Linux, which declare it to those only who define _GNU_SOURCE; Swift does not.
// Without it, a pipe is inheritable for a moment, and a process that another thread starts then keeps it open.
#ifdef __linux__
extern int pipe2(int ends[2], int flags);
#endif
