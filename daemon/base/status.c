#include "base/status.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct status_row {
    const char *name;
    const char *text;
    int http;
    int exit;
};

static const struct status_row status_rows[STATUS_COUNT] = {
#define STATUS_ROW(name, http, exit, text) [name] = {#name, text, http, exit},
    BASE_STATUS_LIST(STATUS_ROW)
#undef STATUS_ROW
};

static const struct status_row *status_row(enum base_status status)
{
    assert((unsigned)status < STATUS_COUNT);
    return &status_rows[status];
}

const char *base_status_name(enum base_status status)
{
    return status_row(status)->name;
}

const char *base_status_text(enum base_status status)
{
    return status_row(status)->text;
}

int base_status_http(enum base_status status)
{
    return status_row(status)->http;
}

int base_status_exit(enum base_status status)
{
    return status_row(status)->exit;
}

/* One line of well-formed UTF-8, whatever the arguments held: it may go to a log or a terminal. */
static size_t tidy_line(char *text, size_t length)
{
    bool utf8 = base_text_is_utf8((struct base_text){text, length});
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7f) {
            text[i] = ' ';
        } else if (!utf8 && byte >= 0x80) {
            text[i] = '?';
        }
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    return length;
}

enum base_status base_failure_set(struct base_failure *reterr, enum base_status status,
                                  const char *format, ...)
{
    assert((unsigned)status < STATUS_COUNT);
    if (reterr == NULL) {
        return status;
    }
    int saved_errno = errno;
    /* Room for one more character, so that the cut is seen to fall inside it. */
    char line[sizeof(reterr->text) + 4];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    size_t length = written < 0 ? 0 : (size_t)written;
    if (length >= sizeof(line)) {
        length = sizeof(line) - 1;
    }
    length = base_text_cut((struct base_text){line, length}, sizeof(reterr->text) - 1).length;
    length = tidy_line(line, length);
    memcpy(reterr->text, line, length);
    reterr->text[length] = '\0';
    reterr->status = status;
    errno = saved_errno;
    return status;
}
