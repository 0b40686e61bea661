/*
 * The statements of sql/queries/, compiled in, and their parameters.
 */
#ifndef SURVEYD_STORE_STATEMENT_H
#define SURVEYD_STORE_STATEMENT_H

#include "base/arena.h"
#include "base/text.h"

/* One file of sql/queries. `name` is the file's name without suffix. */
struct store_statement {
    const char *name;
    const char *sql;
};

/* The statement of that name; asserts that it exists. */
const struct store_statement *store_statement(const char *name);

/* A parameter in text format; `data` NULL is SQL NULL. */
struct store_parameters {
    struct base_arena *arena;
    size_t count;
    const char *values[32];
};

/* Values are copied to the arena, which must live until the statement has been run. At most 32. */
void store_parameters_init(struct store_parameters *parameters, struct base_arena *arena);
void store_parameter_null(struct store_parameters *parameters);
void store_parameter_string(struct store_parameters *parameters,
                            const char *value); /* NULL: null */
void store_parameter_text(struct store_parameters *parameters, struct base_text value);
void store_parameter_integer(struct store_parameters *parameters, int64_t value);
void store_parameter_boolean(struct store_parameters *parameters, bool value);
void store_parameter_number(struct store_parameters *parameters, double value);
void store_parameter_bytes(struct store_parameters *parameters, const void *bytes, size_t length);
void store_parameter_integers(struct store_parameters *parameters, const int *values, size_t count);
/* text[]; an element NULL (or with data NULL) is SQL NULL. */
void store_parameter_strings(struct store_parameters *parameters, const char *const *values,
                             size_t count);
void store_parameter_texts(struct store_parameters *parameters, const struct base_text *values,
                           size_t count);
/* bytea[]; an element with data NULL is SQL NULL. */
void store_parameter_byte_strings(struct store_parameters *parameters,
                                  const struct base_text *values, size_t count);

#endif
