#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "aggregator.h"

static int fail(const char *path)
{
    struct base_failure failure;
    base_failure_set(&failure, STATUS_IO, "%s: %s", path, strerror(errno));
    return base_command_fail(AGGREGATOR_PROGRAM, &failure);
}

int aggregator_fail(const struct aggregator_problems *problems)
{
    aggregator_problems_print(problems, stderr);
    return base_status_exit(STATUS_INVALID);
}

int aggregator_deliver(const struct aggregator *aggregator, const char *path, struct base_text text)
{
    if (path == NULL) {
        bool is_written = fwrite(text.data, 1, text.length, aggregator->output) == text.length &&
                          fflush(aggregator->output) == 0;
        return is_written ? 0 : fail("standard output");
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *partial = base_arena_format(arena, "%s.partial-%ld", path, (long)getpid());
    FILE *file = fopen(partial, "wxe");
    if (file == NULL)
        return fail(partial);
    bool is_written = fwrite(text.data, 1, text.length, file) == text.length && fflush(file) == 0 &&
                      fsync(fileno(file)) == 0;
    is_written = fclose(file) == 0 && is_written;
    if (is_written && rename(partial, path) == 0)
        return 0;
    int code = fail(path);
    unlink(partial);
    return code;
}
