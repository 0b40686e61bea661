#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        (void)close(*descriptor);
}
#define DESCRIPTOR_SCOPED __attribute__((cleanup(close_descriptor))) int

static enum base_status fail(const char *path, const char *what, struct base_failure *reterr)
{
    return base_failure_set(reterr, STATUS_IO, "%s cannot be %s: %s", path, what, strerror(errno));
}

enum base_status file_read_whole(struct base_arena *arena, const char *path, size_t limit_bytes,
                                 struct base_text *ret_text, struct base_failure *reterr)
{
    /* Not blocking, so that a FIFO in a folder cannot hold the program up. */
    DESCRIPTOR_SCOPED descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;

    if (descriptor < 0 && errno == ENOENT)
        return base_failure_set(reterr, STATUS_NOT_FOUND, "%s is not there", path);
    if (descriptor < 0 || fstat(descriptor, &status) < 0)
        return fail(path, "read", reterr);
    if (!S_ISREG(status.st_mode))
        return base_failure_set(reterr, STATUS_IO, "%s is not a regular file", path);
    if ((size_t)status.st_size > limit_bytes)
        return base_failure_set(reterr, STATUS_TOO_LARGE, "%s is larger than %zu KiB", path,
                                limit_bytes / 1024);
    size_t length = (size_t)status.st_size;
    char *data = base_arena_alloc(arena, length + 1);
    size_t used = 0;
    while (used < length) {
        ssize_t got = read(descriptor, data + used, length - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(path, "read", reterr);
        if (got == 0)
            break;
        used += (size_t)got;
    }
    data[used] = '\0';
    *ret_text = (struct base_text){data, used};
    return STATUS_OK;
}

static bool write_all(int descriptor, struct base_text content)
{
    size_t used = 0;

    while (used < content.length) {
        ssize_t put = write(descriptor, content.data + used, content.length - used);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        used += (size_t)put;
    }
    return fsync(descriptor) == 0;
}

/* So that the new name survives a crash. */
static bool sync_folder_of(struct base_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = ".";

    if (slash != NULL)
        folder = slash == path ? "/" : base_arena_copy(arena, path, (size_t)(slash - path));
    DESCRIPTOR_SCOPED descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return descriptor >= 0 && fsync(descriptor) == 0;
}

/* Whoever runs this as root must not put a file in the place of /dev/stdout. */
static enum base_status refuse_special(const char *path, struct base_failure *reterr)
{
    struct stat status;

    if (lstat(path, &status) < 0 || S_ISREG(status.st_mode))
        return STATUS_OK;
    return base_failure_set(
        reterr, STATUS_IO, "%s is not a regular file and is not replaced; name another file", path);
}

enum base_status file_write_private(const char *path, struct base_text content,
                                    struct base_failure *reterr)
{
    enum base_status refused = refuse_special(path, reterr);
    if (refused != STATUS_OK)
        return refused;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    char *temporary = base_arena_format(arena, "%s.XXXXXX", path);
    DESCRIPTOR_SCOPED descriptor = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */

    if (descriptor < 0)
        return fail(path, "written", reterr);
    if (!write_all(descriptor, content) || rename(temporary, path) < 0) {
        enum base_status status = fail(path, "written", reterr);
        (void)unlink(temporary);
        return status;
    }
    if (!sync_folder_of(arena, path))
        return fail(path, "made durable", reterr);
    return STATUS_OK;
}

bool file_is_same(const char *one, const char *other)
{
    struct stat first, second;

    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

enum base_status file_make_folder(const char *path, struct base_failure *reterr)
{
    struct stat status;

    if (mkdir(path, 0700) == 0)
        return STATUS_OK;
    if (errno != EEXIST || stat(path, &status) < 0)
        return base_failure_set(reterr, STATUS_IO, "the folder %s cannot be made: %s", path,
                                strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return base_failure_set(reterr, STATUS_IO, "%s is not a folder", path);
    return STATUS_OK;
}
