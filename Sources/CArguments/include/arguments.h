#pragma once

/// The arguments that the process was started with, as the C library handed them over before `main`; NULL and 0 where
/// the C library does not (musl).
char **chatconv_arguments(void);
int chatconv_argument_count(void);
