#include "store/programme.h"

#include <assert.h>
#include <string.h>

#include "call.h"
#include "session_internal.h"

static const char *const state_names[] = {
    [STORE_CYCLE_UPCOMING] = "upcoming",
    [STORE_CYCLE_OPEN] = "open",
    [STORE_CYCLE_CLOSED] = "closed",
    [STORE_CYCLE_SEALED] = "sealed",
};

const char *store_cycle_state_name(enum store_cycle_state state)
{
    return state_names[state];
}

static void read_cycle(const struct store_result *result, size_t row, struct base_arena *arena,
                       struct store_cycle_summary *ret_cycle)
{
    int64_t state = store_result_integer(result, row, store_result_column(result, "state"));
    assert(state >= STORE_CYCLE_UPCOMING && state <= STORE_CYCLE_SEALED);
    *ret_cycle = (struct store_cycle_summary){
        .cycle = (int)store_result_integer(result, row, store_result_column(result, "cycle")),
        .state = (enum store_cycle_state)state,
        .opens = store_result_string(result, row, "opens", arena),
        .closes = store_result_string(result, row, "closes", arena),
        .version = (int)store_result_integer(result, row, store_result_column(result, "version")),
        .invited = store_result_integer(result, row, store_result_column(result, "invited")),
        .personal_responses =
            store_result_integer(result, row, store_result_column(result, "personal_responses")),
        .open_responses =
            store_result_integer(result, row, store_result_column(result, "open_responses")),
    };
}

/* The rows of the cycles are in the order of the programmes: takes those of one from `*row` on. */
static void read_cycles(const struct store_result *result, size_t *row, struct base_arena *arena,
                        struct store_programme_summary *programme)
{
    int column = store_result_column(result, "programme");
    size_t first = *row;
    while (*row < store_result_rows(result) &&
           base_text_equal_string(store_result_text(result, *row, column), programme->programme))
        (*row)++;
    struct store_cycle_summary *cycles =
        base_arena_array(arena, struct store_cycle_summary, *row - first);
    for (size_t i = first; i < *row; i++)
        read_cycle(result, i, arena, &cycles[i - first]);
    programme->cycle_count = *row - first;
    programme->cycles = cycles;
}

static void read_programme(const struct store_result *result, size_t row, struct base_arena *arena,
                           struct store_programme_summary *ret_programme)
{
    *ret_programme = (struct store_programme_summary){
        .programme = store_result_string(result, row, "programme", arena),
        .document = base_text_of(store_result_string(result, row, "document", arena)),
        .timezone = store_result_string(result, row, "timezone", arena),
        .minimum_group_size = (int)store_result_integer(
            result, row, store_result_column(result, "minimum_group_size")),
        .linkage = store_result_string(result, row, "linkage", arena),
        .imported = store_result_string(result, row, "imported", arena),
    };
}

enum base_status store_programme_list(struct store_session *session, const char *programme,
                                      struct base_arena *arena,
                                      const struct store_programme_summary **ret_programmes,
                                      size_t *ret_count, struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *list = NULL;
    STORE_RESULT_SCOPED *cycles = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status =
        store_session_run(session, store_statement("list_programmes"), &parameters, &list, reterr);
    if (status == STATUS_OK)
        status = store_session_run(session, store_statement("list_cycles"), &parameters, &cycles,
                                   reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = store_result_rows(list);
    if (programme != NULL && count == 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "there is no programme \"%s\" in the database", programme);
    struct store_programme_summary *programmes =
        base_arena_array(arena, struct store_programme_summary, count);
    size_t row = 0;
    for (size_t i = 0; i < count; i++) {
        read_programme(list, i, arena, &programmes[i]);
        read_cycles(cycles, &row, arena, &programmes[i]);
    }
    *ret_programmes = programmes;
    *ret_count = count;
    return STATUS_OK;
}

static enum base_status no_such_cycle(const char *programme, int cycle, struct base_failure *reterr)
{
    return base_failure_set(reterr, STATUS_NOT_FOUND,
                            "there is no programme \"%s\" with a cycle %d in the database",
                            programme, cycle);
}

enum base_status store_cycle_open(struct store_session *session, const char *programme, int cycle,
                                  const char *until, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, cycle);
    store_parameter_string(&parameters, until);
    enum base_status status =
        store_session_run(session, store_statement("open_cycle"), &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    if (store_result_rows(result) == 0)
        return no_such_cycle(programme, cycle, reterr);
    if (store_result_boolean(result, 0, store_result_column(result, "sealed")))
        return base_failure_set(reterr, STATUS_CLOSED,
                                "cycle %d of %s is sealed and cannot be opened again", cycle,
                                programme);
    if (!store_result_boolean(result, 0, store_result_column(result, "opened")))
        return base_failure_set(reterr, STATUS_INVALID,
                                "%s is past; give a time that is still to come", until);
    return STATUS_OK;
}

enum base_status store_cycle_close(struct store_session *session, const char *programme, int cycle,
                                   struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, cycle);
    enum base_status status =
        store_session_run(session, store_statement("close_cycle"), &parameters, &result, reterr);
    if (status == STATUS_OK && store_result_rows(result) == 0)
        return no_such_cycle(programme, cycle, reterr);
    return status;
}
