#include "store/respondent.h"

#include "call.h"

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

static void on_receipt(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_receipt receipt = {0};
    if (status == STATUS_OK && store_result_rows(result) == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK) {
        receipt.cycle = (int)store_result_integer(result, 0, store_result_column(result, "cycle"));
        receipt.revision =
            (int)store_result_integer(result, 0, store_result_column(result, "revision"));
        receipt.current_revision =
            (int)store_result_integer(result, 0, store_result_column(result, "current_revision"));
        receipt.day = store_result_string(result, 0, "day", call->arena);
    }
    ((store_receipt_callback)call->callback)(status, status == STATUS_OK ? &receipt : NULL,
                                             call->context);
    base_arena_free(call->arena);
}

void store_receipt_find(struct store_pool *pool, const char *programme,
                        const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], const uint8_t *pseudonyms,
                        size_t pseudonym_count, store_receipt_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    struct base_text *texts = base_arena_array(call->arena, struct base_text, pseudonym_count);
    for (size_t i = 0; i < pseudonym_count; i++)
        texts[i] = (struct base_text){(const char *)pseudonyms + i * BASE_TOKEN_PSEUDONYM_BYTES,
                                      BASE_TOKEN_PSEUDONYM_BYTES};
    store_parameter_string(&call->parameters, programme);
    store_parameter_bytes(&call->parameters, receipt, BASE_TOKEN_RECEIPT_BYTES);
    store_parameter_byte_strings(&call->parameters, texts, pseudonym_count);
    store_pool_run(pool, store_statement("find_receipt"), &call->parameters, true, on_receipt,
                   call);
}
