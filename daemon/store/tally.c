#include "store/tally.h"

#include "call.h"

static void on_count(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    int64_t responses = 0;
    if (status == STATUS_OK)
        responses = store_result_integer(result, 0, store_result_column(result, "responses"));
    ((store_tally_callback)call->callback)(status, responses, call->context);
    base_arena_free(call->arena);
}

void store_tally_find(struct store_pool *pool, const char *programme, int cycle,
                      store_tally_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_integer(&call->parameters, cycle);
    store_pool_run(pool, store_statement("count_responses"), &call->parameters, true, on_count,
                   call);
}
