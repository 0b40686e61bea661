#include "store/catalogue.h"

#include <assert.h>
#include <string.h>

#include "call.h"
#include "session_internal.h"

/* Kinds of rows in survey.catalogue_entry. */
enum entry { ENTRY_PROGRAMME = 0, ENTRY_CYCLE = 1, ENTRY_QUESTIONNAIRE = 2 };

struct rows {
    const struct store_result *result;
    struct base_arena *arena;
    int programme, kind, cycle, version, document, opens_at, closes_at, sealed, group_size;
};

static struct base_text text_at(const struct rows *rows, size_t row, int column)
{
    struct base_text text = store_result_text(rows->result, row, column);
    return (struct base_text){base_arena_copy(rows->arena, text.data, text.length), text.length};
}

static enum entry kind_at(const struct rows *rows, size_t row)
{
    return (enum entry)store_result_integer(rows->result, row, rows->kind);
}

static void read_cycle(const struct rows *rows, size_t row, struct store_catalogue_cycle *ret_cycle)
{
    *ret_cycle = (struct store_catalogue_cycle){
        .cycle = (int)store_result_integer(rows->result, row, rows->cycle),
        .opens_at = store_result_integer(rows->result, row, rows->opens_at),
        .closes_at = store_result_integer(rows->result, row, rows->closes_at),
        .opens_local = store_result_string(rows->result, row, "opens_local", rows->arena),
        .closes_local = store_result_string(rows->result, row, "closes_local", rows->arena),
        .version = (int)store_result_integer(rows->result, row, rows->version),
        .sealed = store_result_boolean(rows->result, row, rows->sealed),
    };
}

/* Reads the rows of one programme, which follow each other; returns the row behind them. */
static size_t read_programme(const struct rows *rows, size_t row,
                             struct store_catalogue_programme *ret_programme)
{
    const struct store_result *result = rows->result;
    assert(kind_at(rows, row) == ENTRY_PROGRAMME);
    *ret_programme = (struct store_catalogue_programme){
        .programme = text_at(rows, row, rows->programme).data,
        .document = text_at(rows, row, rows->document),
        .timezone = store_result_string(result, row, "timezone", rows->arena),
        .minimum_group_size = (int)store_result_integer(result, row, rows->group_size),
    };
    size_t first = ++row, end = store_result_rows(result), cycles = 0;
    while (row < end && kind_at(rows, row) == ENTRY_CYCLE)
        row++;
    cycles = row - first;
    while (row < end && kind_at(rows, row) == ENTRY_QUESTIONNAIRE)
        row++;
    struct store_catalogue_cycle *cycle =
        base_arena_array(rows->arena, struct store_catalogue_cycle, cycles);
    for (size_t i = 0; i < cycles; i++)
        read_cycle(rows, first + i, &cycle[i]);
    size_t count = row - first - cycles;
    struct store_catalogue_questionnaire *questionnaire =
        base_arena_array(rows->arena, struct store_catalogue_questionnaire, count);
    for (size_t i = 0; i < count; i++) {
        size_t at = first + cycles + i;
        questionnaire[i].cycle = (int)store_result_integer(result, at, rows->cycle);
        questionnaire[i].version = (int)store_result_integer(result, at, rows->version);
        questionnaire[i].document = text_at(rows, at, rows->document);
    }
    ret_programme->cycle_count = cycles;
    ret_programme->cycles = cycle;
    ret_programme->questionnaire_count = count;
    ret_programme->questionnaires = questionnaire;
    return row;
}

static void read_rows(const struct store_result *result, struct base_arena *arena,
                      struct store_catalogue *ret_catalogue)
{
    const struct rows rows = {
        .result = result,
        .arena = arena,
        .programme = store_result_column(result, "programme"),
        .kind = store_result_column(result, "kind"),
        .cycle = store_result_column(result, "cycle"),
        .version = store_result_column(result, "version"),
        .document = store_result_column(result, "document"),
        .opens_at = store_result_column(result, "opens_at"),
        .closes_at = store_result_column(result, "closes_at"),
        .sealed = store_result_column(result, "sealed"),
        .group_size = store_result_column(result, "minimum_group_size"),
    };
    size_t end = store_result_rows(result);
    assert(end > 0);
    *ret_catalogue = (struct store_catalogue){
        .stamp = store_result_integer(result, 0, store_result_column(result, "stamp"))};
    if (store_result_is_null(result, 0, rows.programme))
        return;
    size_t count = 0;
    for (size_t row = 0; row < end; row++)
        count += kind_at(&rows, row) == ENTRY_PROGRAMME;
    struct store_catalogue_programme *programmes =
        base_arena_array(arena, struct store_catalogue_programme, count);
    for (size_t i = 0, row = 0; i < count; i++)
        row = read_programme(&rows, row, &programmes[i]);
    ret_catalogue->programme_count = count;
    ret_catalogue->programmes = programmes;
}

static void on_stamp(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    int64_t stamp = 0;
    if (status == STATUS_OK)
        stamp = store_result_integer(result, 0, store_result_column(result, "stamp"));
    ((store_stamp_callback)call->callback)(status, stamp, call->context);
    base_arena_free(call->arena);
}

void store_catalogue_stamp(struct store_pool *pool, store_stamp_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_pool_run(pool, store_statement("read_catalogue_stamp"), &call->parameters, true, on_stamp,
                   call);
}

static void on_catalogue(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_catalogue catalogue;
    if (status == STATUS_OK)
        read_rows(result, call->arena, &catalogue);
    ((store_catalogue_callback)call->callback)(status, status == STATUS_OK ? &catalogue : NULL,
                                               call->context);
    base_arena_free(call->arena);
}

void store_catalogue_load(struct store_pool *pool, store_catalogue_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_pool_run(pool, store_statement("load_catalogue"), &call->parameters, true, on_catalogue,
                   call);
}

enum base_status store_catalogue_read(struct store_session *session, const char *programme,
                                      struct base_arena *arena,
                                      struct store_catalogue *ret_catalogue,
                                      struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    struct store_catalogue catalogue;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status =
        store_session_run(session, store_statement("read_catalogue"), &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    read_rows(result, arena, &catalogue);
    if (programme != NULL && catalogue.programme_count == 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "there is no programme \"%s\" in the database", programme);
    *ret_catalogue = catalogue;
    return STATUS_OK;
}
