#include "call.h"

struct store_call *store_call_new(void (*callback)(void), void *context)
{
    struct base_arena *arena = base_arena_new();
    struct store_call *call = base_arena_object(arena, struct store_call);
    call->arena = arena;
    call->callback = callback;
    call->context = context;
    store_parameters_init(&call->parameters, arena);
    return call;
}

const char *store_result_string(const struct store_result *result, size_t row, const char *column,
                                struct base_arena *arena)
{
    struct base_text text = store_result_text(result, row, store_result_column(result, column));
    return base_arena_copy(arena, text.data, text.length);
}
