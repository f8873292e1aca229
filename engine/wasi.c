// Answers what the C library would ask of WASI, so that the module imports its memory and nothing else. There is no
// file, environment, clock or randomness here: the clock is the one the host set, and everything else is refused.

#include <stdint.h>

#include "control.h"

enum { WASI_ERRNO_BADF = 8 };

double clock_ms;

// The compiler's own C library has a `close` in Zig whose import cannot be answered by its name, so it is replaced.
int close(int fd) {
    (void)fd;
    return -1;
}

int32_t __imported_wasi_snapshot_preview1_fd_fdstat_get(int32_t fd, int32_t stat) {
    (void)fd, (void)stat;
    return WASI_ERRNO_BADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t fd, int64_t offset, int32_t whence, int32_t result) {
    (void)fd, (void)offset, (void)whence, (void)result;
    return WASI_ERRNO_BADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t fd, int32_t vectors, int32_t count, int32_t written) {
    (void)fd, (void)vectors, (void)count, (void)written;
    return WASI_ERRNO_BADF;
}

int32_t __imported_wasi_snapshot_preview1_clock_time_get(int32_t id, int64_t precision, int32_t result) {
    (void)id, (void)precision;
    *(uint64_t *)(uintptr_t)result = (uint64_t)(clock_ms * 1e6);
    return 0;
}
