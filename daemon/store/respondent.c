#include "store/respondent.h"

#include <assert.h>
#include <string.h>

#include "call.h"

static void copy_receipt(const struct store_result *result, struct base_arena *arena,
                         uint8_t ret_receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    struct base_text bytes =
        store_result_bytes(result, 0, store_result_column(result, "receipt"), arena);
    if (bytes.length == BASE_TOKEN_RECEIPT_BYTES)
        memcpy(ret_receipt, bytes.data, bytes.length);
}

static void on_respondent(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_respondent respondent = {0};
    if (status == STATUS_OK) {
        int revision = store_result_column(result, "revision");
        respondent.is_invited =
            store_result_boolean(result, 0, store_result_column(result, "is_invited"));
        respondent.organisation = store_result_string(result, 0, "organisation", call->arena);
        respondent.actor_type = store_result_string(result, 0, "actor_type", call->arena);
        respondent.has_response = !store_result_is_null(result, 0, revision);
        respondent.revision = (int)store_result_integer(result, 0, revision);
        respondent.version =
            (int)store_result_integer(result, 0, store_result_column(result, "version"));
        respondent.language = store_result_string(result, 0, "language", call->arena);
        respondent.day = store_result_string(result, 0, "day", call->arena);
        copy_receipt(result, call->arena, respondent.receipt);
        respondent.codes = store_result_integers(result, 0, store_result_column(result, "codes"),
                                                 call->arena, &respondent.code_count);
        respondent.values = base_text_of(store_result_string(result, 0, "values", call->arena));
    }
    ((store_respondent_callback)call->callback)(status, status == STATUS_OK ? &respondent : NULL,
                                                call->context);
    base_arena_free(call->arena);
}

void store_respondent_find(struct store_pool *pool, const char *programme, int cycle,
                           const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                           store_respondent_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_integer(&call->parameters, cycle);
    store_parameter_bytes(&call->parameters, pseudonym, BASE_TOKEN_PSEUDONYM_BYTES);
    store_pool_run(pool, store_statement("find_respondent"), &call->parameters, true, on_respondent,
                   call);
}

static void on_answered(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_answered *answered = NULL;
    size_t count = 0;
    if (status == STATUS_OK) {
        count = store_result_rows(result);
        answered = base_arena_array(call->arena, struct store_answered, count);
        for (size_t i = 0; i < count; i++)
            answered[i] = (struct store_answered){
                .cycle = (int)store_result_integer(result, i, store_result_column(result, "cycle")),
                .revision =
                    (int)store_result_integer(result, i, store_result_column(result, "revision")),
                .day = store_result_string(result, i, "day", call->arena),
            };
    }
    ((store_answered_callback)call->callback)(status, answered, count, call->context);
    base_arena_free(call->arena);
}

void store_answered_find(struct store_pool *pool, const char *programme, const uint8_t *pseudonyms,
                         size_t pseudonym_count, store_answered_callback callback, void *context)
{
    assert(pseudonym_count > 0 && pseudonym_count != STORE_RECEIPT_ANY_LINK);
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_pseudonyms(&call->parameters, pseudonyms, pseudonym_count);
    store_pool_run(pool, store_statement("find_answered"), &call->parameters, true, on_answered,
                   call);
}

static void read_receipt(const struct store_result *result, struct base_arena *arena,
                         struct store_receipt *ret_receipt)
{
    *ret_receipt = (struct store_receipt){
        .cycle = (int)store_result_integer(result, 0, store_result_column(result, "cycle")),
        .is_withdrawn =
            store_result_boolean(result, 0, store_result_column(result, "is_withdrawn")),
        .is_sealed = store_result_boolean(result, 0, store_result_column(result, "is_sealed")),
        .is_personal = store_result_boolean(result, 0, store_result_column(result, "is_personal")),
        .revision = (int)store_result_integer(result, 0, store_result_column(result, "revision")),
        .current_revision =
            (int)store_result_integer(result, 0, store_result_column(result, "current_revision")),
        .day = store_result_string(result, 0, "day", arena),
    };
}

static void on_receipt(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_receipt receipt = {0};
    if (status == STATUS_OK && store_result_rows(result) == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        read_receipt(result, call->arena, &receipt);
    ((store_receipt_callback)call->callback)(status, status == STATUS_OK ? &receipt : NULL,
                                             call->context);
    base_arena_free(call->arena);
}

void store_receipt_find(struct store_pool *pool, const char *programme,
                        const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], const uint8_t *pseudonyms,
                        size_t pseudonym_count, store_receipt_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_bytes(&call->parameters, receipt, BASE_TOKEN_RECEIPT_BYTES);
    store_parameter_pseudonyms(&call->parameters, pseudonyms, pseudonym_count);
    store_pool_run(pool, store_statement("find_receipt"), &call->parameters, true, on_receipt,
                   call);
}
