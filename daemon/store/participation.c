#include "store/participation.h"

#include <string.h>

#include "call.h"
#include "session_internal.h"

static enum base_status check_cycles(struct store_session *session, const char *programme,
                                     const int *cycles, size_t count, struct base_arena *arena,
                                     struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integers(&parameters, cycles, count);
    enum base_status status = store_session_run(session, store_statement("find_uninvitable_cycle"),
                                                &parameters, &result, reterr);
    if (status != STATUS_OK || store_result_rows(result) == 0)
        return status;
    int cycle = (int)store_result_integer(result, 0, store_result_column(result, "cycle"));
    if (store_result_boolean(result, 0, store_result_column(result, "missing")))
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "there is no programme \"%s\" with a cycle %d in the database",
                                programme, cycle);
    return base_failure_set(reterr, STATUS_CLOSED,
                            "cycle %d of %s is sealed: nobody can be invited", cycle, programme);
}

static enum base_status invite(struct store_session *session, const char *programme,
                               const struct store_invitation *invitations, size_t count,
                               struct base_arena *arena, size_t *ret_created,
                               struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    int *cycles = base_arena_array(arena, int, count);
    struct base_text *respondents = base_arena_array(arena, struct base_text, count);
    const char **organisations = base_arena_array(arena, const char *, count);
    const char **actor_types = base_arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        cycles[i] = invitations[i].cycle;
        respondents[i] = (struct base_text){(const char *)invitations[i].respondent,
                                            sizeof(invitations[i].respondent)};
        organisations[i] = invitations[i].organisation;
        actor_types[i] = invitations[i].actor_type;
    }
    enum base_status status = check_cycles(session, programme, cycles, count, arena, reterr);
    if (status != STATUS_OK)
        return status;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integers(&parameters, cycles, count);
    store_parameter_byte_strings(&parameters, respondents, count);
    store_parameter_strings(&parameters, organisations, count);
    store_parameter_strings(&parameters, actor_types, count);
    status = store_session_run(session, store_statement("invite_respondents"), &parameters, &result,
                               reterr);
    if (status != STATUS_OK)
        return status;
    size_t created = 0;
    for (size_t i = 0; i < store_result_rows(result); i++)
        created += store_result_boolean(result, i, store_result_column(result, "created"));
    *ret_created = created;
    return STATUS_OK;
}

enum base_status store_participation_invite(struct store_session *session, const char *programme,
                                            const struct store_invitation *invitations,
                                            size_t count, size_t *ret_created,
                                            struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    return invite(session, programme, invitations, count, arena, ret_created, reterr);
}

struct participation_stream {
    store_participation_callback each;
    void *context;
};

static enum store_fact fact_at(const struct store_result *row, const char *name)
{
    int column = store_result_column(row, name);
    if (store_result_is_null(row, 0, column))
        return STORE_FACT_UNKNOWN;
    return store_result_boolean(row, 0, column) ? STORE_FACT_YES : STORE_FACT_NO;
}

static bool pseudonym_at(const struct store_result *row, const char *name,
                         uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                         struct base_arena *arena)
{
    struct base_text bytes = store_result_bytes(row, 0, store_result_column(row, name), arena);
    if (bytes.length != BASE_TOKEN_PSEUDONYM_BYTES)
        return false;
    memcpy(ret_pseudonym, bytes.data, bytes.length);
    return true;
}

static enum base_status on_participation(const struct store_result *row, void *context,
                                         struct base_failure *reterr)
{
    const struct participation_stream *stream = context;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_participation participation = {
        .cycle = (int)store_result_integer(row, 0, store_result_column(row, "cycle")),
        .organisation = store_result_string(row, 0, "organisation", arena),
        .actor_type = store_result_string(row, 0, "actor_type", arena),
        .is_invited = store_result_boolean(row, 0, store_result_column(row, "invited")),
        .delivery = store_result_string(row, 0, "delivery", arena),
        .attended = fact_at(row, "attended"),
        .assigned = fact_at(row, "assigned"),
    };
    (void)pseudonym_at(row, "respondent", participation.respondent, arena);
    participation.has_referrer = pseudonym_at(row, "referrer", participation.referrer, arena);
    return stream->each(&participation, stream->context, reterr);
}

enum base_status store_participation_stream(struct store_session *session, const char *programme,
                                            int cycle, store_participation_callback each,
                                            void *context, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct participation_stream stream = {each, context};
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, cycle);
    return store_session_stream(session, store_statement("stream_participation"), &parameters,
                                on_participation, &stream, reterr);
}
