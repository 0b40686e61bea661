/*
 * Output for people: aligned tables, and progress of long jobs.
 */
#ifndef SURVEYD_SURVEYCTL_TABLE_H
#define SURVEYD_SURVEYCTL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

#define TABLE_COLUMNS_MAX 10

/* Cells are kept on the arena until the table is printed. */
struct table {
    struct base_arena *arena;
    size_t column_count;
    const char *const *titles;
    bool right[TABLE_COLUMNS_MAX]; /* aligned to the right: numbers */
    size_t row_count;
    size_t capacity;
    const char **cells; /* row after row */
};

void table_init(struct table *table, struct base_arena *arena, const char *const *titles,
                size_t column_count);

/* Begins a row of empty cells. */
void table_row(struct table *table);
/* Sets a cell of the last row; the text is copied. */
void table_text(struct table *table, size_t column, const char *text);
/* A number; its column is aligned to the right. */
void table_number(struct table *table, size_t column, int64_t number);

/* Prints the titles and the rows, columns separated by two blanks, widths counted in characters.
   Nothing follows the last filled cell of a line. */
void table_print(const struct table *table, FILE *stream);

/* "QR codes 12 of 30" on standard error if that is a terminal, over and over on one line; the last
   one (done = total) ends the line. */
void progress_show(const char *what, size_t done, size_t total);

/* The text with "?" for control characters, which could steer the terminal; on the arena. */
const char *table_plain(struct base_arena *arena, const char *text);

#endif
