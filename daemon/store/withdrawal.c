#include "store/withdrawal.h"

#include <assert.h>

#include "call.h"
#include "session_internal.h"
#include "store/respondent.h"

static enum store_withdrawal_outcome outcome_at(const struct store_result *result)
{
    struct base_text name = store_result_text(result, 0, store_result_column(result, "outcome"));
    if (base_text_equal_string(name, "done"))
        return STORE_WITHDRAWAL_DONE;
    if (base_text_equal_string(name, "sealed"))
        return STORE_WITHDRAWAL_SEALED;
    assert(base_text_equal_string(name, "unknown"));
    return STORE_WITHDRAWAL_UNKNOWN;
}

static void on_withdrawn(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    enum store_withdrawal_outcome outcome =
        status == STATUS_OK ? outcome_at(result) : STORE_WITHDRAWAL_UNKNOWN;
    ((store_withdrawal_callback)call->callback)(status, outcome, call->context);
    base_arena_free(call->arena);
}

void store_withdrawal_put(struct store_pool *pool, const char *programme,
                          const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                          const uint8_t *pseudonyms, size_t pseudonym_count,
                          store_withdrawal_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_bytes(&call->parameters, receipt, BASE_TOKEN_RECEIPT_BYTES);
    store_parameter_pseudonyms(&call->parameters, pseudonyms, pseudonym_count);
    /* It writes, but what is withdrawn already is withdrawn: it can be tried twice like a read. */
    store_pool_run(pool, store_statement("withdraw_response"), &call->parameters, true,
                   on_withdrawn, call);
}

enum base_status store_withdrawal_run(struct store_session *session, const char *programme,
                                      const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                                      enum store_withdrawal_outcome *ret_outcome, int *ret_cycle,
                                      struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_bytes(&parameters, receipt, BASE_TOKEN_RECEIPT_BYTES);
    enum base_status status = store_session_run(session, store_statement("withdraw_or_remember"),
                                                &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    *ret_outcome = outcome_at(result);
    *ret_cycle = (int)store_result_integer(result, 0, store_result_column(result, "cycle"));
    return STATUS_OK;
}
