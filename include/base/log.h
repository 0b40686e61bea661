/*
 * The log: events with named fields.
 *
 * Under systemd an event goes to the journal with its fields as journal fields; otherwise it is
 * one readable line on standard error. Only the three programs log; rooms return failures.
 * Fields never hold answers, tokens, paths of links, or addresses: there is no function that
 * takes such a thing, and a test looks for planted secrets in captured logs.
 * A log may be used by several threads.
 */
#ifndef SURVEYD_BASE_LOG_H
#define SURVEYD_BASE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The values are syslog's. */
enum base_log_level {
    BASE_LOG_ERROR = 3,
    BASE_LOG_WARNING = 4,
    BASE_LOG_NOTICE = 5,
    BASE_LOG_INFO = 6,
    BASE_LOG_DEBUG = 7,
};

enum base_log_format {
    BASE_LOG_AUTO,    /* the journal if standard error is connected to it, else lines */
    BASE_LOG_JOURNAL,
    BASE_LOG_LINES,
};

struct base_log;

/* A field: a small-letter name with underscores, and a text (copied while logging) or a number. */
struct base_log_field {
    const char *name;
    const char *text; /* NULL: the number counts */
    int64_t number;
};

#define base_log_text(field_name, value)                                                           \
    ((struct base_log_field){.name = (field_name), .text = (value) ? (value) : ""})
#define base_log_number(field_name, value)                                                         \
    ((struct base_log_field){.name = (field_name), .number = (int64_t)(value)})

/* `program` must outlive the log. Events below `level` (greater numbers) are dropped. */
struct base_log *base_log_new(const char *program, enum base_log_format format,
                              enum base_log_level level);
void base_log_free(struct base_log *log);
void base_log_set_level(struct base_log *log, enum base_log_level level);

/* For tests: lines go to this function instead. `line` has no final newline. */
void base_log_set_sink(struct base_log *log, void (*sink)(const char *line, void *context),
                       void *context);

/* Writes one event; `message` is a plain sentence for people. */
void base_log_write(struct base_log *log, enum base_log_level level, const char *message,
                    const struct base_log_field *fields, size_t count);

#define base_log_event(log, level, message, ...)                                                   \
    base_log_write((log), (level), (message), (const struct base_log_field[]){__VA_ARGS__},        \
                   sizeof((const struct base_log_field[]){__VA_ARGS__}) /                          \
                       sizeof(struct base_log_field))

#endif
