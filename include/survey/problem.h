/*
 * What is wrong with a programme folder or with a participant's answers: a list, because everything
 * is reported at once.
 */
#ifndef SURVEYD_SURVEY_PROBLEM_H
#define SURVEYD_SURVEY_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

struct survey_problem {
    const char *file;    /* "" for answers */
    const char *pointer; /* RFC 6901, into the file or into the answers */
    const char *code;    /* a stable word: "required", "unknown_property", "out_of_range", ... */
    const char *message; /* what is wrong, and what would be right; in the language asked for */
    const char *item;    /* answers only: name of the item, else NULL */
    const char *field;   /* answers only: form field to lead the participant to, else NULL */
    bool warning;        /* a programme with nothing but warnings is valid */
};

struct survey_problems {
    struct base_arena *arena; /* owns the list and its texts */
    struct survey_problem *list;
    size_t count;
    size_t capacity;
    size_t error_count; /* those that are not warnings */
};

/* An empty list on the arena. */
void survey_problems_init(struct survey_problems *problems, struct base_arena *arena);

/* Adds a problem; texts are copied to the arena. */
void survey_problem_add(struct survey_problems *problems, struct survey_problem problem);

/* Adds an error in a file. */
void survey_problem_error(struct survey_problems *problems, const char *file, const char *pointer,
                          const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void survey_problem_warning(struct survey_problems *problems, const char *file, const char *pointer,
                            const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* "file: pointer: message" (the pointer of a whole file is shown as "/"); on the arena. */
const char *survey_problem_line(struct base_arena *arena, const struct survey_problem *problem);

#endif
