#include "store/changes.h"

#include "session_internal.h"

#define CHANNEL "survey_changes"

static enum base_status run(struct store_session *session, const char *statement,
                            struct store_result **ret_result, struct base_failure *reterr)
{
    struct store_parameters none = {0};
    return store_session_run(session, store_statement(statement), &none, ret_result, reterr);
}

enum base_status store_changes_begin(struct store_session *session, struct base_failure *reterr)
{
    enum base_status status = store_session_listen(session, CHANNEL, reterr);
    if (status == STATUS_OK)
        status = run(session, "lock_changes", NULL, reterr);
    if (status == STATUS_OK)
        status = run(session, "take_changes", NULL, reterr);
    return status;
}

enum base_status store_changes_take(struct store_session *session, store_changes_each each,
                                    void *context, bool *ret_any, struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    enum base_status status = run(session, "take_changes", &result, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = store_result_rows(result);
    int programme = store_result_column(result, "programme");
    int what = store_result_column(result, "what");
    for (size_t i = 0; i < count; i++)
        each(store_result_text(result, i, programme), store_result_text(result, i, what), context);
    *ret_any = count > 0;
    return STATUS_OK;
}

enum base_status store_changes_sleep(struct store_session *session, bool *ret_is_asleep,
                                     struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    enum base_status status = run(session, "try_lock_asleep", &result, reterr);
    if (status == STATUS_OK)
        *ret_is_asleep = store_result_boolean(result, 0, store_result_column(result, "is_ours"));
    return status;
}

enum base_status store_changes_wake(struct store_session *session, struct base_failure *reterr)
{
    return run(session, "unlock_asleep", NULL, reterr);
}

static void on_notification(const char *payload, void *context)
{
    (void)payload;
    *(bool *)context = true;
}

enum base_status store_changes_wait(struct store_session *session, int timeout_ms,
                                    bool *ret_is_woken, struct base_failure *reterr)
{
    *ret_is_woken = false;
    return store_session_wait(session, timeout_ms, on_notification, ret_is_woken, reterr);
}

enum base_status store_changes_clear(struct store_session *session, struct base_failure *reterr)
{
    return run(session, "clear_changes", NULL, reterr);
}
