/*
 * A call of the daemon on its way: what every module that turns rows into a struct keeps meanwhile.
 */
#ifndef SURVEYD_STORE_CALL_H
#define SURVEYD_STORE_CALL_H

#include "store/pool.h"

/* Owned by its own arena, which the module frees after it has called back. The parameters are on
   that arena, too. `callback` is of the module's own type. */
struct store_call {
    struct base_arena *arena;
    struct store_parameters parameters;
    void (*callback)(void);
    void *context;
};

struct store_call *store_call_new(void (*callback)(void), void *context);

/* The pseudonyms of a link, as store_receipt_find describes them; STORE_RECEIPT_ANY_LINK is null.
 */
void store_parameter_pseudonyms(struct store_parameters *parameters, const uint8_t *pseudonyms,
                                size_t count);

/* A column's text as a string on the arena; "" for NULL. */
const char *store_result_string(const struct store_result *result, size_t row, const char *column,
                                struct base_arena *arena);

#endif
