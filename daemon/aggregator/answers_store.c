#include "answers_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "derive.h"
#include "store/dataset.h"
#include "store/participation.h"

/* Responses between two reports of progress. */
#define PROGRESS_STEP 5000

/* How the columns of one version of a questionnaire enter the table. */
struct mapping {
    int cycle, version;
    size_t count;
    struct derive_column *columns; /* in the order of the stored codes */
    const char **stored_names;     /* of the values beside the codes */
    bool *is_number;               /* the value stands beside the code */
    int attended, assigned;        /* columns that stand for facts; -1 for none */
};

/* What is recorded of one respondent in a cycle. */
struct fact {
    int cycle;
    uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES];
    bool knows_attended, knows_assigned;
};

struct reader {
    struct base_arena *arena;
    const struct survey_programme *programme;
    struct evaluation_builder *builder;
    struct stored_data *data;
    size_t mapping_count;
    struct mapping *mappings;
    size_t fact_count, fact_capacity;
    struct fact *facts; /* ascending cycle, then respondent: as they are streamed */
    void (*progress)(int64_t responses, void *context);
    void *context;
};

/* An array on the arena with room for one more element. */
static void *with_room(struct base_arena *arena, void *array, size_t count, size_t *capacity,
                       size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity == 0 ? 64 : 2 * *capacity;
    void *grown = base_arena_zalloc(arena, *capacity, size);
    if (count > 0)
        memcpy(grown, array, count * size);
    return grown;
}

static struct stored_cycle *cycle_of(const struct reader *reader, int cycle)
{
    for (size_t i = 0; i < reader->programme->cycle_count; i++)
        if (reader->programme->cycles[i].cycle == cycle)
            return &reader->data->cycles[i];
    return NULL;
}

static int find_column(const struct survey_questionnaire *questionnaire, const char *name)
{
    return name == NULL ? -1 : survey_questionnaire_column(questionnaire, base_text_of(name));
}

static void map_questionnaire(const struct reader *reader, const struct source_questionnaire *from,
                              struct mapping *mapping)
{
    const struct survey_questionnaire *questionnaire = from->questionnaire;
    const struct survey_evaluation *evaluation = &reader->programme->evaluation;
    size_t count = questionnaire->column_count;
    *mapping = (struct mapping){
        .cycle = from->cycle,
        .version = from->version,
        .count = count,
        .columns = base_arena_array(reader->arena, struct derive_column, count),
        .stored_names = base_arena_array(reader->arena, const char *, count),
        .is_number = base_arena_array(reader->arena, bool, count),
        .attended = find_column(questionnaire, evaluation->attended),
        .assigned = find_column(questionnaire, evaluation->assigned),
    };
    for (size_t i = 0; i < count; i++) {
        mapping->columns[i] = derive_column_of(reader->arena, reader->programme, questionnaire, i);
        mapping->stored_names[i] = questionnaire->columns[i].name;
        mapping->is_number[i] = questionnaire->columns[i].kind == SURVEY_COLUMN_NUMBER;
    }
}

static const struct mapping *find_mapping(const struct reader *reader, int cycle, int version)
{
    for (size_t i = 0; i < reader->mapping_count; i++)
        if (reader->mappings[i].cycle == cycle && reader->mappings[i].version == version)
            return &reader->mappings[i];
    return NULL;
}

static void put_number(const struct reader *reader, struct evaluation_row *row,
                       const char *question, double value)
{
    row->question = base_text_of(question);
    evaluation_builder_add_number(reader->builder, row, value);
}

static enum base_status take_participation(const struct store_participation *participation,
                                           void *context, struct base_failure *reterr)
{
    struct reader *reader = context;
    struct stored_cycle *cycle = cycle_of(reader, participation->cycle);
    (void)reterr;
    if (cycle == NULL)
        return STATUS_OK;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_row row = {
        .participant = base_text_of(
            base_text_hex(scratch, participation->respondent, BASE_TOKEN_PSEUDONYM_BYTES)),
        .organisation = base_text_of(participation->organisation),
        .actor_type = base_text_of(participation->actor_type),
        .cycle = participation->cycle,
    };
    bool knows_attended = participation->attended != STORE_FACT_UNKNOWN;
    bool knows_assigned = participation->assigned != STORE_FACT_UNKNOWN;
    if (participation->is_invited)
        put_number(reader, &row, EVALUATION_INVITED, 1);
    if (participation->delivery[0] != '\0') {
        row.question = base_text_of(EVALUATION_DELIVERY);
        row.value = base_text_of(participation->delivery);
        evaluation_builder_add(reader->builder, &row);
    }
    if (knows_attended)
        put_number(reader, &row, EVALUATION_ATTENDED, participation->attended);
    if (knows_assigned)
        put_number(reader, &row, EVALUATION_ASSIGNED, participation->assigned);
    if (participation->has_referrer) {
        row.question = base_text_of(EVALUATION_REFERRER);
        row.value = base_text_of(
            base_text_hex(scratch, participation->referrer, BASE_TOKEN_PSEUDONYM_BYTES));
        evaluation_builder_add(reader->builder, &row);
    }
    cycle->attendance_is_known = cycle->attendance_is_known || knows_attended;
    cycle->facts_are_known = cycle->facts_are_known || knows_attended || knows_assigned ||
                             participation->delivery[0] != '\0';
    reader->facts = with_room(reader->arena, reader->facts, reader->fact_count,
                              &reader->fact_capacity, sizeof(*reader->facts));
    struct fact *fact = &reader->facts[reader->fact_count++];
    *fact = (struct fact){.cycle = participation->cycle,
                          .knows_attended = knows_attended,
                          .knows_assigned = knows_assigned};
    memcpy(fact->respondent, participation->respondent, sizeof(fact->respondent));
    return STATUS_OK;
}

static int compare_facts(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    if (x->cycle != y->cycle)
        return x->cycle < y->cycle ? -1 : 1;
    return memcmp(x->respondent, y->respondent, sizeof(x->respondent));
}

/* What is recorded of the one who answered; nothing for an open link. */
static struct fact fact_of(const struct reader *reader, const struct store_response *response)
{
    struct fact wanted = {.cycle = response->cycle};
    memcpy(wanted.respondent, response->key, sizeof(wanted.respondent));
    const struct fact *found =
        !response->has_respondent || reader->fact_count == 0
            ? NULL
            : bsearch(&wanted, reader->facts, reader->fact_count, sizeof(wanted), compare_facts);
    return found == NULL ? wanted : *found;
}

/* A stored code as a value of the table; false if there is no row for it. */
static bool value_of(int code, double *ret_value)
{
    if (code == SURVEY_CODE_NOT_SHOWN)
        return false;
    bool is_missing = code == SURVEY_CODE_SKIPPED || code == SURVEY_CODE_DONT_KNOW;
    *ret_value = is_missing ? EVALUATION_MISSING : code;
    return true;
}

/* The values beside the codes, parsed when the first one is needed. */
static double number_of(struct base_arena *scratch, const struct store_response *response,
                        struct json_object **values, const char *name)
{
    struct base_json_error error;
    if (*values == NULL && base_json_parse(scratch, response->values, &base_json_limits_submission,
                                           values, &error) != STATUS_OK)
        return EVALUATION_MISSING;
    struct json_object *value = base_json_get(*values, name);
    return value == NULL ? EVALUATION_MISSING : json_object_get_double(value);
}

static void add_answers(const struct reader *reader, const struct mapping *mapping,
                        const struct store_response *response, struct base_arena *scratch,
                        struct evaluation_row *row)
{
    struct json_object *values = NULL;
    size_t count = response->code_count < mapping->count ? response->code_count : mapping->count;
    for (size_t i = 0; i < count; i++) {
        double value;
        if (mapping->columns[i].type == DERIVE_NONE || !value_of(response->codes[i], &value))
            continue;
        if (mapping->is_number[i] && response->codes[i] == 1)
            value = number_of(scratch, response, &values, mapping->stored_names[i]);
        put_number(reader, row, mapping->columns[i].name, value);
    }
}

/* A fact that a question tells, unless the facilitator recorded it. */
static bool add_fact(const struct reader *reader, const struct store_response *response, int column,
                     bool is_recorded, const char *question, struct evaluation_row *row)
{
    double value;
    if (is_recorded || column < 0 || (size_t)column >= response->code_count ||
        !value_of(response->codes[column], &value) || isnan(value))
        return false;
    put_number(reader, row, question, value);
    return true;
}

static enum base_status take_response(const struct store_response *response, void *context,
                                      struct base_failure *reterr)
{
    struct reader *reader = context;
    struct stored_cycle *cycle = cycle_of(reader, response->cycle);
    const struct mapping *mapping = find_mapping(reader, response->cycle, response->version);
    if (cycle == NULL || mapping == NULL)
        return base_failure_set(reterr, STATUS_INTERNAL,
                                "an answer is stored for cycle %d, questionnaire version %d, which "
                                "the programme does not have",
                                response->cycle, response->version);
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    const char *hex = base_text_hex(scratch, response->key, BASE_TOKEN_PSEUDONYM_BYTES);
    const char *participant =
        base_arena_format(reader->arena, "%s%s", response->has_respondent ? "" : "open-", hex);
    struct evaluation_row row = {
        .participant = base_text_of(participant),
        .organisation = base_text_of(response->organisation),
        .actor_type = base_text_of(response->actor_type),
        .cycle = response->cycle,
    };
    struct fact fact = fact_of(reader, response);
    put_number(reader, &row, EVALUATION_STARTED, 1);
    cycle->attendance_is_known |= add_fact(reader, response, mapping->attended, fact.knows_attended,
                                           EVALUATION_ATTENDED, &row);
    add_fact(reader, response, mapping->assigned, fact.knows_assigned, EVALUATION_ASSIGNED, &row);
    add_answers(reader, mapping, response, scratch, &row);
    cycle->answers = with_room(reader->arena, cycle->answers, cycle->answer_count,
                               &cycle->answer_capacity, sizeof(*cycle->answers));
    cycle->answers[cycle->answer_count++] =
        (struct stored_answer){.participant = participant, .revision = response->revision};
    cycle->open_count += !response->has_respondent;
    reader->data->response_count++;
    if (reader->progress != NULL && reader->data->response_count % PROGRESS_STEP == 0)
        reader->progress(reader->data->response_count, reader->context);
    return STATUS_OK;
}

static enum base_status count_withdrawn(const struct reader *reader, struct store_session *session,
                                        struct base_failure *reterr)
{
    const struct store_withdrawn_count *counts = NULL;
    size_t count = 0;
    enum base_status status = store_withdrawn_count_read(session, reader->programme->programme,
                                                         reader->arena, &counts, &count, reterr);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct stored_cycle *cycle = cycle_of(reader, counts[i].cycle);
        if (cycle != NULL)
            cycle->withdrawn_count = counts[i].receipts;
    }
    return status;
}

static int compare_answers(const void *a, const void *b)
{
    return strcmp(((const struct stored_answer *)a)->participant,
                  ((const struct stored_answer *)b)->participant);
}

static enum base_status finish(struct reader *reader, struct base_failure *reterr)
{
    struct evaluation_duplicate duplicate;
    for (size_t i = 0; i < reader->programme->cycle_count; i++) {
        struct stored_cycle *cycle = &reader->data->cycles[i];
        if (cycle->answer_count > 1)
            qsort(cycle->answers, cycle->answer_count, sizeof(*cycle->answers), compare_answers);
    }
    if (evaluation_builder_finish(reader->builder, &reader->data->table, &duplicate))
        return STATUS_OK;
    return base_failure_set(reterr, STATUS_INTERNAL,
                            "\"%s\" of cycle %d is stored twice for one participant",
                            duplicate.question, duplicate.cycle);
}

enum base_status stored_data_read(struct base_arena *arena, struct store_session *session,
                                  const struct source *source, const char *const *wanted,
                                  size_t wanted_count,
                                  void (*progress)(int64_t responses, void *context), void *context,
                                  struct stored_data *ret_data, struct base_failure *reterr)
{
    const struct survey_programme *programme = source->programme;
    *ret_data = (struct stored_data){
        .cycles = base_arena_array(arena, struct stored_cycle, programme->cycle_count)};
    struct reader reader = {
        .arena = arena,
        .programme = programme,
        .builder = evaluation_builder_new(arena),
        .data = ret_data,
        .mapping_count = source->count,
        .mappings = base_arena_array(arena, struct mapping, source->count),
        .progress = progress,
        .context = context,
    };
    for (size_t i = 0; i < source->count; i++)
        map_questionnaire(&reader, &source->questionnaires[i], &reader.mappings[i]);
    /* "@" is no question, but says that not every question is wanted. */
    evaluation_builder_want(reader.builder, "@");
    for (size_t i = 0; i < wanted_count; i++)
        evaluation_builder_want(reader.builder, wanted[i]);
    enum base_status status = store_participation_stream(session, programme->programme, 0,
                                                         take_participation, &reader, reterr);
    if (status == STATUS_OK)
        status =
            store_response_stream(session, programme->programme, 0, take_response, &reader, reterr);
    if (status == STATUS_OK)
        status = count_withdrawn(&reader, session, reterr);
    return status == STATUS_OK ? finish(&reader, reterr) : status;
}
