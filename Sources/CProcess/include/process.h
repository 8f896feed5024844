#pragma once

/// The arguments that the process was started with, as the C library handed them over before `main`; NULL and 0 where
/// the C library does not (musl).
char **chatconv_arguments(void);
int chatconv_argument_count(void);

/// Has the C library keep what is freed for what comes next. By default glibc gives every file's buffers back to the
/// system and asks for them again, which took a third of the time of a folder of small files.
void chatconv_keep_freed_memory(void);
