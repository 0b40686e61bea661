/*
 * PostgreSQL's array literals.
 */
#ifndef SURVEYD_STORE_ARRAY_H
#define SURVEYD_STORE_ARRAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A literal under construction: init, elements in order, end. */
struct store_array {
    struct base_buffer buffer;
    bool has_elements;
};

void store_array_init(struct store_array *array, struct base_arena *arena);
/* A text element, quoted whatever it holds. */
void store_array_text(struct store_array *array, struct base_text value, bool is_null);
/* A bytea element; data NULL is NULL. */
void store_array_bytes(struct store_array *array, struct base_text value);
void store_array_integer(struct store_array *array, int64_t value);
void store_array_null(struct store_array *array);
/* The literal; on the arena. */
const char *store_array_end(struct store_array *array);

/* The literal of an integer[]; on the arena. */
const char *store_array_integers(struct base_arena *arena, const int *values, size_t count);

#endif
