#include "store/health.h"

#include "session_internal.h"

enum base_status store_health_read(struct store_session *session, struct base_arena *arena,
                                   struct store_health *ret_health, struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("read_health"), &none, &result, reterr);
    if (status != STATUS_OK)
        return status;
    struct base_text version = store_result_text(result, 0, store_result_column(result, "version"));
    *ret_health = (struct store_health){
        .now_ms = store_result_integer(result, 0, store_result_column(result, "now_ms")),
        .is_durable =
            store_result_boolean(result, 0, store_result_column(result, "syncs")) &&
            store_result_boolean(result, 0, store_result_column(result, "writes_full_pages")) &&
            store_result_boolean(result, 0, store_result_column(result, "commits_synchronously")),
        .is_standby = store_result_boolean(result, 0, store_result_column(result, "is_standby")),
        .version = base_arena_copy(arena, version.data, version.length),
    };
    return STATUS_OK;
}

enum base_status store_receipts_count(struct store_session *session, int64_t *ret_count,
                                      struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("count_receipts"), &none, &result, reterr);
    if (status == STATUS_OK)
        *ret_count = store_result_integer(result, 0, store_result_column(result, "receipts"));
    return status;
}

enum base_status store_receipt_is_known(struct store_session *session, const char *programme,
                                        const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                                        bool *ret_known, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_bytes(&parameters, receipt, BASE_TOKEN_RECEIPT_BYTES);
    enum base_status status =
        store_session_run(session, store_statement("check_receipt"), &parameters, &result, reterr);
    if (status == STATUS_OK)
        *ret_known = store_result_boolean(result, 0, store_result_column(result, "known"));
    return status;
}
