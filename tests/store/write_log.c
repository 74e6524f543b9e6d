/* Notes every write, sync, cut and removal of a file below WRITE_LOG_OF in the file WRITE_LOG_TO, in their order.
 *
 * Loaded before the C library of a process under test (LD_PRELOAD), so that SQLite itself is the real one. The format
 * is read by power_cut.py: operation, length of the name, length of the data, offset or size; then name and data.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int log_file = -1;
static const char *folder = NULL;

__attribute__((constructor)) static void begin(void) {
    const char *to = getenv("WRITE_LOG_TO");
    folder = getenv("WRITE_LOG_OF");
    if (folder != NULL && to != NULL)
        log_file = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static const char *inside(const char *path) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

static void note(char operation, const char *name, int64_t at, const void *data, uint32_t size) {
    uint32_t name_size = (uint32_t)strlen(name);
    size_t whole = 1 + 4 + 4 + 8 + name_size + size;
    char *record = malloc(whole), *next = record;
    if (record == NULL)
        abort();
    *next++ = operation;
    memcpy(next, &name_size, 4), next += 4;
    memcpy(next, &size, 4), next += 4;
    memcpy(next, &at, 8), next += 8;
    memcpy(next, name, name_size), next += name_size;
    if (size > 0)
        memcpy(next, data, size);
    if (syscall(SYS_write, log_file, record, whole) != (long)whole)
        abort();
    free(record);
}

static void note_file(char operation, int file, int64_t at, const void *data, uint32_t size) {
    char link[64], path[PATH_MAX];
    ssize_t length;
    const char *name;
    if (log_file < 0)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return;
    path[length] = 0;
    name = inside(path);
    if (name != NULL)
        note(operation, name, at, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    ssize_t done = syscall(SYS_pwrite64, file, data, size, at);
    if (done > 0)
        note_file('W', file, at, data, (uint32_t)done);
    return done;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at) {
    return pwrite64(file, data, size, at);
}

int fsync(int file) {
    int result = (int)syscall(SYS_fsync, file);
    note_file('S', file, 0, NULL, 0);
    return result;
}

int fdatasync(int file) {
    int result = (int)syscall(SYS_fdatasync, file);
    note_file('S', file, 0, NULL, 0);
    return result;
}

int ftruncate64(int file, off64_t size) {
    int result = (int)syscall(SYS_ftruncate, file, size);
    note_file('T', file, size, NULL, 0);
    return result;
}

int ftruncate(int file, off_t size) {
    return ftruncate64(file, size);
}

int unlink(const char *path) {
    const char *name = log_file < 0 ? NULL : inside(path);
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (name != NULL && result == 0)
        note('U', name, 0, NULL, 0);
    return result;
}
