#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aggregator.h"

static int fail(const char *path)
{
    struct base_failure failure;
    base_failure_set(&failure, STATUS_IO, "%s: %s", path, strerror(errno));
    return base_command_fail(AGGREGATOR_PROGRAM, &failure);
}

int aggregator_fail_output(void)
{
    /* Who has read enough (head) wants to hear nothing of it. */
    return errno == EPIPE ? base_status_exit(STATUS_IO) : fail("standard output");
}

int aggregator_fail(const struct aggregator_problems *problems)
{
    aggregator_problems_print(problems, stderr);
    return base_status_exit(STATUS_INVALID);
}

/* Closes it, too; errno tells why not. */
static bool write_whole(FILE *file, struct base_text text, bool is_regular)
{
    bool is_written = fwrite(text.data, 1, text.length, file) == text.length && fflush(file) == 0 &&
                      (!is_regular || fsync(fileno(file)) == 0);
    int error = errno;
    bool is_closed = fclose(file) == 0;
    if (!is_written)
        errno = error;
    return is_written && is_closed;
}

/* A device or a pipe cannot be replaced, only written to. */
static int write_through(const char *path, struct base_text text)
{
    FILE *file = fopen(path, "we");
    return file != NULL && write_whole(file, text, false) ? 0 : fail(path);
}

/* Writes beside the file and puts the new one in its place; `mode` are the old one's permissions, 0
   if there is none. */
static int replace(const char *path, struct base_text text, mode_t mode)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *partial = base_arena_format(arena, "%s.partial-%ld", path, (long)getpid());
    FILE *file = fopen(partial, "wxe");
    if (file == NULL)
        return fail(path);
    /* Who must not read the old one must not read the new one either. */
    if (mode != 0)
        (void)fchmod(fileno(file), mode);
    if (write_whole(file, text, true) && rename(partial, path) == 0)
        return 0;
    int code = fail(path);
    unlink(partial);
    return code;
}

int aggregator_deliver(const struct aggregator *aggregator, const char *path, struct base_text text)
{
    struct stat status;
    if (path == NULL) {
        bool is_written = fwrite(text.data, 1, text.length, aggregator->output) == text.length &&
                          fflush(aggregator->output) == 0;
        return is_written ? 0 : aggregator_fail_output();
    }
    if (stat(path, &status) != 0)
        return replace(path, text, 0);
    if (!S_ISREG(status.st_mode))
        return write_through(path, text);
    /* What a link leads to is replaced, not the link. */
    char *target = realpath(path, NULL);
    int code = target == NULL ? fail(path) : replace(target, text, status.st_mode & 0777);
    free(target);
    return code;
}
