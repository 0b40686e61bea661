#include "store/access.h"

#include <assert.h>

#include "call.h"
#include "session_internal.h"

const char *store_access_scope_name(enum store_access_scope scope)
{
    return scope == STORE_ACCESS_RESPONSES ? "responses" : "aggregates";
}

bool store_access_scope_parse(struct base_text name, enum store_access_scope *ret_scope)
{
    if (base_text_equal_string(name, "aggregates"))
        *ret_scope = STORE_ACCESS_AGGREGATES;
    else if (base_text_equal_string(name, "responses"))
        *ret_scope = STORE_ACCESS_RESPONSES;
    else
        return false;
    return true;
}

static enum store_access_scope scope_at(const struct store_result *result, size_t row)
{
    enum store_access_scope scope = STORE_ACCESS_AGGREGATES;
    bool is_scope = store_access_scope_parse(
        store_result_text(result, row, store_result_column(result, "scope")), &scope);
    assert(is_scope);
    return scope;
}

static void on_access(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    enum store_access_scope scope = STORE_ACCESS_AGGREGATES;
    if (status == STATUS_OK && store_result_rows(result) == 0)
        status = STATUS_UNAUTHENTICATED;
    if (status == STATUS_OK) {
        scope = scope_at(result, 0);
        if (!store_result_boolean(result, 0, store_result_column(result, "allowed")))
            status = STATUS_FORBIDDEN;
    }
    ((store_access_callback)call->callback)(status, scope, call->context);
    base_arena_free(call->arena);
}

void store_access_check(struct store_pool *pool, const char *programme, const char *name,
                        const uint8_t digest[STORE_ACCESS_DIGEST_BYTES],
                        enum store_access_scope needed, const char *action, const char *detail,
                        store_access_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_parameter_string(&call->parameters, name);
    store_parameter_bytes(&call->parameters, digest, STORE_ACCESS_DIGEST_BYTES);
    store_parameter_string(&call->parameters, store_access_scope_name(needed));
    store_parameter_string(&call->parameters, action);
    store_parameter_string(&call->parameters, detail);
    /* It writes, but a second audit row after a lost connection does no harm: the read is tried
       twice, too. */
    store_pool_run(pool, store_statement("check_access"), &call->parameters, true, on_access, call);
}

enum base_status store_access_create(struct store_session *session, const char *programme,
                                     const char *name,
                                     const uint8_t digest[STORE_ACCESS_DIGEST_BYTES],
                                     enum store_access_scope scope, int days,
                                     struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_string(&parameters, name);
    store_parameter_bytes(&parameters, digest, STORE_ACCESS_DIGEST_BYTES);
    store_parameter_string(&parameters, store_access_scope_name(scope));
    store_parameter_integer(&parameters, days);
    STORE_RESULT_SCOPED *result = NULL;
    enum base_status status = store_session_run(session, store_statement("create_access_token"),
                                                &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    struct base_text outcome = store_result_text(result, 0, store_result_column(result, "outcome"));
    if (base_text_equal_string(outcome, "no programme"))
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "there is no programme \"%s\" in the database", programme);
    if (base_text_equal_string(outcome, "taken"))
        return base_failure_set(reterr, STATUS_CONFLICT,
                                "%s has, or had, a token named \"%s\"; choose another name",
                                programme, name);
    return STATUS_OK;
}

enum base_status store_access_list(struct store_session *session, const char *programme,
                                   struct base_arena *arena,
                                   const struct store_access_token **ret_tokens, size_t *ret_count,
                                   struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status = store_session_run(session, store_statement("list_access_tokens"),
                                                &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = store_result_rows(result);
    struct store_access_token *tokens = base_arena_array(arena, struct store_access_token, count);
    for (size_t i = 0; i < count; i++) {
        tokens[i] = (struct store_access_token){
            .programme = store_result_string(result, i, "programme", arena),
            .name = store_result_string(result, i, "name", arena),
            .scope = scope_at(result, i),
            .created = store_result_string(result, i, "created", arena),
            .expires = store_result_string(result, i, "expires", arena),
            .last_used = store_result_string(result, i, "last_used", arena),
            .revoked = store_result_boolean(result, i, store_result_column(result, "revoked")),
            .expired = store_result_boolean(result, i, store_result_column(result, "expired")),
        };
    }
    *ret_tokens = tokens;
    *ret_count = count;
    return STATUS_OK;
}

enum base_status store_access_revoke(struct store_session *session, const char *programme,
                                     const char *name, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_string(&parameters, name);
    enum base_status status = store_session_run(session, store_statement("revoke_access_token"),
                                                &parameters, &result, reterr);
    if (status == STATUS_OK && store_result_rows(result) == 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND, "%s has no token named \"%s\"", programme,
                                name);
    return status;
}
