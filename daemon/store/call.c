#include "call.h"

#include "store/respondent.h"

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

void store_parameter_pseudonyms(struct store_parameters *parameters, const uint8_t *pseudonyms,
                                size_t count)
{
    if (count == STORE_RECEIPT_ANY_LINK) {
        store_parameter_null(parameters);
        return;
    }
    struct base_text *texts = base_arena_array(parameters->arena, struct base_text, count);
    for (size_t i = 0; i < count; i++)
        texts[i] = (struct base_text){(const char *)pseudonyms + i * BASE_TOKEN_PSEUDONYM_BYTES,
                                      BASE_TOKEN_PSEUDONYM_BYTES};
    store_parameter_byte_strings(parameters, texts, count);
}

const char *store_result_string(const struct store_result *result, size_t row, const char *column,
                                struct base_arena *arena)
{
    struct base_text text = store_result_text(result, row, store_result_column(result, column));
    return base_arena_copy(arena, text.data, text.length);
}
