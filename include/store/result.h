/*
 * Rows that PostgreSQL returned.
 */
#ifndef SURVEYD_STORE_RESULT_H
#define SURVEYD_STORE_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* Valid until its owner frees it: in a callback until the callback returns; from a session until
   store_result_free. */
struct store_result;

/* Number of rows. */
size_t store_result_rows(const struct store_result *result);
/* Position of a column by name; asserts that the statement has it. */
int store_result_column(const struct store_result *result, const char *name);
bool store_result_is_null(const struct store_result *result, size_t row, int column);
/* As text; empty if NULL. Points into the result. */
struct base_text store_result_text(const struct store_result *result, size_t row, int column);
int64_t store_result_integer(const struct store_result *result, size_t row, int column);
bool store_result_boolean(const struct store_result *result, size_t row, int column);
double store_result_number(const struct store_result *result, size_t row, int column);
/* A bytea value; on the arena. */
struct base_text store_result_bytes(const struct store_result *result, size_t row, int column,
                                    struct base_arena *arena);
/* An integer[] value without NULLs; on the arena. */
const int *store_result_integers(const struct store_result *result, size_t row, int column,
                                 struct base_arena *arena, size_t *ret_count);
void store_result_free(struct store_result *result);

#endif
