#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_descriptor(const int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static enum base_status fail(const char *path, struct base_failure *reterr)
{
    int error = errno;
    return base_failure_set(reterr, error == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "%s: %s", path,
                            strerror(error));
}

/* Reads to the end, so that pipes work too; the caller frees `*content`. */
static enum base_status read_all(int descriptor, const char *path, size_t capacity,
                                 size_t limit_bytes, char **content, size_t *length,
                                 struct base_failure *reterr)
{
    for (;;) {
        if (*content == NULL || *length == capacity) {
            capacity = *content == NULL ? capacity : 2 * capacity;
            char *grown = realloc(*content, capacity);
            if (grown == NULL)
                abort();
            *content = grown;
        }
        ssize_t count = read(descriptor, *content + *length, capacity - *length);
        if (count == 0)
            return STATUS_OK;
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(path, reterr);
        *length += (size_t)count;
        if (*length > limit_bytes)
            return base_failure_set(reterr, STATUS_TOO_LARGE, "%s: is larger than %zu bytes", path,
                                    limit_bytes);
    }
}

enum base_status aggregator_file_read(struct base_arena *arena, const char *path,
                                      size_t limit_bytes, struct base_text *ret_text,
                                      struct base_failure *reterr)
{
    __attribute__((cleanup(close_descriptor))) int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        return fail(path, reterr);
    size_t capacity = 65536;
    if (S_ISREG(status.st_mode) && status.st_size > 0 && (size_t)status.st_size <= limit_bytes)
        capacity = (size_t)status.st_size + 1;
    char *content = NULL;
    size_t length = 0;
    enum base_status result =
        read_all(descriptor, path, capacity, limit_bytes, &content, &length, reterr);
    if (content != NULL)
        base_arena_on_free(arena, free, content);
    if (result == STATUS_OK)
        *ret_text = (struct base_text){content, length};
    return result;
}

const char *aggregator_file_objection(struct base_text text)
{
    static const char message[] = "the file is UTF-16; save it as UTF-8";
    bool has_mark = base_text_starts_with(text, BASE_TEXT("\xff\xfe")) ||
                    base_text_starts_with(text, BASE_TEXT("\xfe\xff"));
    bool is_wide = text.length >= 2 && (text.data[0] == '\0') != (text.data[1] == '\0');
    return has_mark || is_wide ? message : NULL;
}
