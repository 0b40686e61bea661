/*
 * What is wrong with the files that a command was given: a list, because everything is reported at
 * once.
 */
#ifndef AGGREGATOR_PROBLEMS_H
#define AGGREGATOR_PROBLEMS_H

#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"

/* Problems that are kept; more are only counted. */
#define AGGREGATOR_PROBLEMS_MAX 100

struct aggregator_problems {
    struct base_arena *arena;
    size_t count; /* also those not kept */
    const char *lines[AGGREGATOR_PROBLEMS_MAX];
};

void aggregator_problems_init(struct aggregator_problems *problems, struct base_arena *arena);

/* Adds "file: pointer: message"; `pointer` is an RFC 6901 pointer, "" for the whole file. */
void aggregator_problem_at(struct aggregator_problems *problems, const char *file,
                           const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds "file:line: message". */
void aggregator_problem_line(struct aggregator_problems *problems, const char *file, size_t line,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Prints them, a line each. */
void aggregator_problems_print(const struct aggregator_problems *problems, FILE *stream);

#endif
