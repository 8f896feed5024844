#pragma once
// syncfs(2) is in every C library of Linux, which declare it to those only who define _GNU_SOURCE; Swift does not.
#ifdef __linux__
extern int syncfs(int file);
#endif
