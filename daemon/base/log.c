#include "base/log.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* The place in the source is of no use to a sysadmin. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

/* A longer value is cut: a log line is no place for documents. */
#define LOG_VALUE_BYTES ((size_t)4096)

struct base_log {
    const char *program;
    bool journal;
    atomic_int level;
    void (*sink)(const char *line, void *context);
    void *sink_context;
};

/* systemd.exec(5): JOURNAL_STREAM holds device and inode of the stream that goes to the journal. */
static bool stderr_is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat status;
    unsigned long long device;
    unsigned long long inode;
    return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
           fstat(STDERR_FILENO, &status) == 0 && device == (unsigned long long)status.st_dev &&
           inode == (unsigned long long)status.st_ino;
}

struct base_log *base_log_new(const char *program, enum base_log_format format,
                              enum base_log_level level)
{
    struct base_log *log = calloc(1, sizeof(*log));
    if (log == NULL) {
        abort();
    }
    log->program = program;
    log->journal = format == BASE_LOG_JOURNAL || (format == BASE_LOG_AUTO && stderr_is_journal());
    atomic_init(&log->level, (int)level);
    return log;
}

void base_log_free(struct base_log *log)
{
    free(log);
}

void base_log_set_level(struct base_log *log, enum base_log_level level)
{
    atomic_store_explicit(&log->level, (int)level, memory_order_relaxed);
}

void base_log_set_sink(struct base_log *log, void (*sink)(const char *line, void *context),
                       void *context)
{
    log->sink = sink;
    log->sink_context = context;
}

static const char *level_name(enum base_log_level level)
{
    switch (level) {
    case BASE_LOG_ERROR:
        return "error";
    case BASE_LOG_WARNING:
        return "warning";
    case BASE_LOG_NOTICE:
        return "notice";
    case BASE_LOG_INFO:
        return "info";
    case BASE_LOG_DEBUG:
        return "debug";
    }
    abort();
}

/* Adds a text with everything escaped that could end the line, steer a terminal, or is no UTF-8;
   with `quoted` also what could end the quotes. */
static void add_escaped(struct base_buffer *buffer, struct base_text text, bool quoted)
{
    while (text.length > 0) {
        size_t length = base_text_utf8_sequence(text);
        unsigned char first = (unsigned char)text.data[0];
        bool control = length == 1 ? first < 0x20 || first == 0x7f
                                   : first == 0xc2 && (unsigned char)text.data[1] < 0xa0;
        if (first == '\n') {
            base_buffer_string(buffer, "\\n");
        } else if (length == 0 || control) {
            length = length == 0 ? 1 : length;
            for (size_t i = 0; i < length; i++) {
                base_buffer_format(buffer, "\\x%02x", (unsigned char)text.data[i]);
            }
        } else {
            if (quoted && (first == '"' || first == '\\')) {
                base_buffer_add(buffer, "\\", 1);
            }
            base_buffer_add(buffer, text.data, length);
        }
        text.data += length;
        text.length -= length;
    }
}

static struct base_text value_of(struct base_arena *arena, const struct base_log_field *field)
{
    if (field->text == NULL) {
        return base_text_of(base_arena_format(arena, "%lld", (long long)field->number));
    }
    return base_text_cut(base_text_of(field->text), LOG_VALUE_BYTES);
}

static bool needs_quotes(struct base_text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"\\=", c) != NULL) {
            return true;
        }
    }
    return value.length == 0;
}

static struct base_text format_line(struct base_arena *arena, enum base_log_level level,
                                    const char *message, const struct base_log_field *fields,
                                    size_t count)
{
    struct base_buffer line;
    base_buffer_init(&line, arena);
    int64_t now = base_clock_wall_seconds(base_clock_system());
    base_buffer_format(&line, "%s %s ", base_clock_format_utc(arena, now), level_name(level));
    add_escaped(&line, base_text_cut(base_text_of(message), LOG_VALUE_BYTES), false);
    for (size_t i = 0; i < count; i++) {
        struct base_text value = value_of(arena, &fields[i]);
        bool quotes = needs_quotes(value);
        base_buffer_format(&line, quotes ? " %s=\"" : " %s=", fields[i].name);
        add_escaped(&line, value, quotes);
        if (quotes) {
            base_buffer_add(&line, "\"", 1);
        }
    }
    return base_buffer_view(&line);
}

/* One write, so that lines of several threads and processes do not mix. When standard error
   cannot be written there is nobody left to tell. */
static void write_line(struct base_arena *arena, struct base_text line)
{
    struct base_buffer bytes;
    base_buffer_init(&bytes, arena);
    base_buffer_text(&bytes, line);
    base_buffer_add(&bytes, "\n", 1);
    ssize_t written;
    do {
        written = write(STDERR_FILENO, bytes.data, bytes.length);
    } while (written < 0 && errno == EINTR);
}

static struct iovec journal_field(struct base_arena *arena, const char *name,
                                  struct base_text value)
{
    struct base_buffer field;
    base_buffer_init(&field, arena);
    base_buffer_format(&field, "%s=", name);
    add_escaped(&field, value, false);
    return (struct iovec){field.data, field.length};
}

static const char *journal_name(struct base_arena *arena, const char *name)
{
    char *journal = base_arena_format(arena, "SURVEYD_%s", name);
    for (char *c = journal; *c != '\0'; c++) {
        if (*c >= 'a' && *c <= 'z') {
            *c = (char)(*c - 'a' + 'A');
        }
    }
    return journal;
}

static bool write_journal(const struct base_log *log, struct base_arena *arena,
                          enum base_log_level level, const char *message,
                          const struct base_log_field *fields, size_t count)
{
    struct iovec *parts = base_arena_array(arena, struct iovec, count + 3);
    const char *priority = base_arena_format(arena, "%d", (int)level);
    parts[0] =
        journal_field(arena, "MESSAGE", base_text_cut(base_text_of(message), LOG_VALUE_BYTES));
    parts[1] = journal_field(arena, "PRIORITY", base_text_of(priority));
    parts[2] = journal_field(arena, "SYSLOG_IDENTIFIER", base_text_of(log->program));
    for (size_t i = 0; i < count; i++) {
        parts[3 + i] =
            journal_field(arena, journal_name(arena, fields[i].name), value_of(arena, &fields[i]));
    }
    return sd_journal_sendv(parts, (int)(count + 3)) == 0;
}

void base_log_write(struct base_log *log, enum base_log_level level, const char *message,
                    const struct base_log_field *fields, size_t count)
{
    if ((int)level > atomic_load_explicit(&log->level, memory_order_relaxed)) {
        return;
    }
    int saved_errno = errno;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    if (log->sink != NULL) {
        log->sink(format_line(arena, level, message, fields, count).data, log->sink_context);
    } else if (!log->journal || !write_journal(log, arena, level, message, fields, count)) {
        write_line(arena, format_line(arena, level, message, fields, count));
    }
    errno = saved_errno;
}
