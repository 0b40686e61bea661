#include "answers_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "answers_store_internal.h"
#include "base/json.h"
#include "base/key.h"
#include "derive.h"
#include "store/participation.h"

/* Responses between two reports of progress. */
#define PROGRESS_STEP 5000

static void free_data(void *object)
{
    struct stored_reader *reader = object;
    for (size_t i = 0; i < reader->data.cycle_count; i++) {
        answers_block_free(&reader->data.cycles[i].responses);
        answers_block_free(&reader->data.cycles[i].participation);
    }
    people_free(&reader->data.people);
    base_arena_free(reader->table);
    free(reader->ones);
}

/* The columns of a cycle while they are found. */
struct found_columns {
    size_t count, capacity;
    const char **names;
};

static int find_name(const struct found_columns *found, const char *name)
{
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->names[i], name) == 0)
            return (int)i;
    return -1;
}

static int add_name(struct base_arena *arena, struct found_columns *found, const char *name)
{
    int place = find_name(found, name);
    if (place >= 0)
        return place;
    if (found->count == found->capacity) {
        size_t capacity = found->capacity == 0 ? 64 : 2 * found->capacity;
        const char **names = base_arena_array(arena, const char *, capacity);
        if (found->count > 0)
            memcpy(names, found->names, found->count * sizeof(*names));
        found->names = names;
        found->capacity = capacity;
    }
    found->names[found->count] = name;
    return (int)found->count++;
}

static int find_column(const struct survey_questionnaire *questionnaire, const char *name)
{
    return name == NULL ? -1 : survey_questionnaire_column(questionnaire, base_text_of(name));
}

static void map_questionnaire(struct stored_reader *reader, const struct source_questionnaire *from,
                              const struct evaluation_interner *wanted, size_t place,
                              struct found_columns *found, struct stored_mapping *mapping)
{
    const struct survey_questionnaire *questionnaire = from->questionnaire;
    const struct survey_evaluation *evaluation = &reader->programme->evaluation;
    size_t count = questionnaire->column_count;
    *mapping = (struct stored_mapping){
        .cycle = from->cycle,
        .version = from->version,
        .place = place,
        .count = count,
        .columns = base_arena_array(reader->arena, int, count),
        .number_names = base_arena_array(reader->arena, const char *, count),
        .told = {find_column(questionnaire, evaluation->attended),
                 find_column(questionnaire, evaluation->assigned)},
    };
    for (size_t i = 0; i < count; i++) {
        struct derive_column column =
            derive_column_of(reader->arena, reader->programme, questionnaire, i);
        bool is_wanted =
            column.type != DERIVE_NONE &&
            evaluation_interner_find(wanted, base_text_of(column.name)) != EVALUATION_NONE;
        mapping->columns[i] = is_wanted ? add_name(reader->arena, found, column.name) : -1;
        if (!is_wanted || questionnaire->columns[i].kind != SURVEY_COLUMN_NUMBER)
            continue;
        mapping->number_names[i] = questionnaire->columns[i].name;
        reader->has_numbers = true;
    }
}

static void init_participation(struct answers_cycle *cycle)
{
    static const char *const facts[ANSWERS_FACTS] = {EVALUATION_INVITED, EVALUATION_DELIVERY,
                                                     EVALUATION_ATTENDED, EVALUATION_ASSIGNED,
                                                     EVALUATION_REFERRER};
    answers_block_init(&cycle->participation, facts, ANSWERS_FACTS);
}

struct stored_reader *stored_reader_new(struct base_arena *arena, const struct source *source,
                                        const char *const *wanted, size_t wanted_count)
{
    struct stored_reader *reader = base_arena_object(arena, struct stored_reader);
    const struct survey_programme *programme = source->programme;
    size_t cycles = programme->cycle_count;
    *reader = (struct stored_reader){
        .arena = arena,
        .programme = programme,
        .data = {.cycle_count = cycles,
                 .cycles = base_arena_array(arena, struct answers_cycle, cycles),
                 .attendance_is_known = base_arena_array(arena, bool, cycles),
                 .facts_are_known = base_arena_array(arena, bool, cycles)},
        .mapping_count = source->count,
        .mappings = base_arena_array(arena, struct stored_mapping, source->count),
    };
    people_init(&reader->data.people, arena);
    struct evaluation_interner names;
    evaluation_interner_init(&names, arena);
    for (size_t i = 0; i < wanted_count; i++)
        evaluation_interner_add(&names, base_text_of(wanted[i]));
    for (size_t i = 0; i < cycles; i++) {
        struct answers_cycle *cycle = &reader->data.cycles[i];
        struct found_columns found = {0};
        cycle->cycle = programme->cycles[i].cycle;
        for (size_t j = 0; j < source->count; j++)
            if (source->questionnaires[j].cycle == cycle->cycle)
                map_questionnaire(reader, &source->questionnaires[j], &names, i, &found,
                                  &reader->mappings[j]);
        add_name(arena, &found, EVALUATION_ATTENDED);
        add_name(arena, &found, EVALUATION_ASSIGNED);
        answers_block_init(&cycle->responses, found.names, found.count);
        init_participation(cycle);
    }
    base_arena_on_free(arena, free_data, reader);
    return reader;
}

struct stored_data *stored_reader_data(struct stored_reader *reader)
{
    return &reader->data;
}

static const struct stored_mapping *find_mapping(const struct stored_reader *reader, int cycle,
                                                 int version)
{
    for (size_t i = 0; i < reader->mapping_count; i++)
        if (reader->mappings[i].cycle == cycle && reader->mappings[i].version == version &&
            reader->mappings[i].columns != NULL)
            return &reader->mappings[i];
    return NULL;
}

static struct answers_cycle *find_cycle(struct stored_reader *reader, int cycle)
{
    for (size_t i = 0; i < reader->data.cycle_count; i++)
        if (reader->data.cycles[i].cycle == cycle)
            return &reader->data.cycles[i];
    return NULL;
}

/* The order of the bits does not matter, as long as each bit of the input moves many of them. */
static uint64_t mix(uint64_t mark, uint64_t value)
{
    mark = (mark ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return mark ^ (mark >> 29);
}

static uint64_t mix_text(uint64_t mark, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++)
        mark = mix(mark, (uint8_t)text.data[i] + UINT64_C(1));
    return mix(mark, text.length);
}

static uint64_t mark_of_participation(const struct store_participation *row)
{
    uint64_t mark = mix(0, (uint64_t)row->cycle);
    mark =
        mix_text(mark, (struct base_text){(const char *)row->respondent, sizeof(row->respondent)});
    mark = mix_text(mark, base_text_of(row->organisation));
    mark = mix_text(mark, base_text_of(row->actor_type));
    mark = mix_text(mark, base_text_of(row->delivery));
    mark = mix(mark, (uint64_t)row->is_invited + 2 * (uint64_t)(row->attended + 1) +
                         8 * (uint64_t)(row->assigned + 1) + 32 * (uint64_t)row->has_referrer);
    if (row->has_referrer)
        mark =
            mix_text(mark, (struct base_text){(const char *)row->referrer, sizeof(row->referrer)});
    return mark;
}

static enum base_status take_participation(const struct store_participation *row, void *context,
                                           struct base_failure *reterr)
{
    struct stored_reader *reader = context;
    struct people *people = &reader->data.people;
    struct answers_cycle *cycle = find_cycle(reader, row->cycle);
    (void)reterr;
    if (cycle == NULL)
        return STATUS_OK;
    uint32_t person = people_add(people, row->respondent, false);
    uint32_t member = people_member(people, person, base_text_of(row->organisation),
                                    base_text_of(row->actor_type));
    struct answers_block *block = &cycle->participation;
    size_t place = answers_block_add(block, member);
    if (row->is_invited)
        answers_block_write(block, ANSWERS_INVITED, place, 1);
    if (row->delivery[0] != '\0')
        answers_block_write(block, ANSWERS_DELIVERY, place,
                            evaluation_delivery_of(base_text_of(row->delivery)));
    if (row->attended != STORE_FACT_UNKNOWN)
        answers_block_write(block, ANSWERS_ATTENDED, place, row->attended);
    if (row->assigned != STORE_FACT_UNKNOWN)
        answers_block_write(block, ANSWERS_ASSIGNED, place, row->assigned);
    if (row->has_referrer)
        answers_block_write(block, ANSWERS_REFERRER, place,
                            people_add(people, row->referrer, false));
    reader->data.participation_mark += mark_of_participation(row);
    return STATUS_OK;
}

enum base_status stored_reader_participation(struct stored_reader *reader,
                                             struct store_session *session,
                                             struct base_failure *reterr)
{
    for (size_t i = 0; i < reader->data.cycle_count; i++) {
        answers_block_free(&reader->data.cycles[i].participation);
        init_participation(&reader->data.cycles[i]);
    }
    reader->data.participation_mark = 0;
    return store_participation_stream(session, reader->programme->programme, 0, take_participation,
                                      reader, reterr);
}

/* A stored code as a value of the table. */
static double value_of(int code)
{
    if (code == SURVEY_CODE_NOT_SHOWN)
        return EVALUATION_ABSENT;
    return code == SURVEY_CODE_SKIPPED || code == SURVEY_CODE_DONT_KNOW ? EVALUATION_MISSING : code;
}

/* Writes the values beside the codes. */
static void write_numbers(const struct stored_mapping *mapping, const struct store_answers *answers,
                          struct answers_block *block, size_t row)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct json_object *values = NULL;
    struct base_json_error error;
    bool can_read = base_json_parse(scratch, answers->values, &base_json_limits_submission, &values,
                                    &error) == STATUS_OK;
    for (size_t i = 0; i < mapping->count && i < answers->code_count; i++) {
        if (mapping->number_names[i] == NULL || answers->codes[i] != 1)
            continue;
        struct json_object *value =
            can_read ? base_json_get(values, mapping->number_names[i]) : NULL;
        answers_block_write(block, (size_t)mapping->columns[i], row,
                            value == NULL ? EVALUATION_MISSING : json_object_get_double(value));
    }
}

static void write_row(const struct stored_reader *reader, const struct stored_mapping *mapping,
                      const struct store_answers *answers, struct answers_block *block, size_t row)
{
    size_t count = answers->code_count < mapping->count ? answers->code_count : mapping->count;
    for (size_t i = 0; i < count; i++) {
        if (mapping->columns[i] < 0)
            continue;
        int code = answers->codes[i];
        if (code >= 0)
            answers_block_write_code(block, (size_t)mapping->columns[i], row, code);
        else
            answers_block_write(block, (size_t)mapping->columns[i], row, value_of(code));
    }
    for (size_t i = 0; i < ANSWERS_TOLD_FACTS; i++) {
        int place = mapping->told[i];
        double value = place < 0 || (size_t)place >= count ? EVALUATION_ABSENT
                                                           : value_of(answers->codes[place]);
        if (value > EVALUATION_ABSENT)
            answers_block_write(block, block->column_count - ANSWERS_TOLD_FACTS + i, row, value);
    }
    if (reader->has_numbers)
        write_numbers(mapping, answers, block, row);
    block->marks[row] = answers->mark;
}

/* What a response adds to the mark of all. */
static uint64_t mark_of(const struct stored_data *data, const struct answers_cycle *cycle,
                        size_t row)
{
    uint32_t member = cycle->responses.members[row];
    const struct people_person *person =
        &data->people.list[data->people.members[member].participant];
    uint64_t mark = mix(mix(0, (uint64_t)cycle->cycle), people_number(person));
    return mix(mark, cycle->responses.marks[row]);
}

static uint32_t member_of(struct stored_reader *reader, const struct store_answers *answers)
{
    struct people *people = &reader->data.people;
    uint32_t person = people_add(people, answers->key, !answers->has_respondent);
    return people_member(people, person, answers->organisation, answers->actor_type);
}

static void add_response(struct stored_reader *reader, const struct stored_mapping *mapping,
                         const struct store_answers *answers, uint32_t member)
{
    struct answers_cycle *cycle = &reader->data.cycles[mapping->place];
    size_t row = answers_block_add(&cycle->responses, member);
    write_row(reader, mapping, answers, &cycle->responses, row);
    cycle->open_count += !answers->has_respondent;
    reader->data.response_mark += mark_of(&reader->data, cycle, row);
}

/* Where an answer belongs. */
static enum base_status locate(struct stored_reader *reader, const struct store_answers *answers,
                               const struct stored_mapping **ret_mapping,
                               struct base_failure *reterr)
{
    *ret_mapping = find_mapping(reader, answers->cycle, answers->version);
    if (*ret_mapping != NULL)
        return STATUS_OK;
    return base_failure_set(reterr, STATUS_INTERNAL,
                            "an answer is stored for cycle %d, questionnaire version %d, which the "
                            "programme does not have",
                            answers->cycle, answers->version);
}

struct reading {
    struct stored_reader *reader;
    stored_progress progress;
    void *context;
};

static enum base_status take_answers(const struct store_answers *answers, void *context,
                                     struct base_failure *reterr)
{
    const struct reading *reading = context;
    struct stored_reader *reader = reading->reader;
    const struct stored_mapping *mapping;
    enum base_status status = locate(reader, answers, &mapping, reterr);
    if (status != STATUS_OK)
        return status;
    add_response(reader, mapping, answers, member_of(reader, answers));
    reader->data.response_count++;
    if (reading->progress != NULL && reader->data.response_count % PROGRESS_STEP == 0)
        reading->progress(reader->data.response_count, reading->context);
    return STATUS_OK;
}

enum base_status stored_reader_responses(struct stored_reader *reader,
                                         struct store_session *session, stored_progress progress,
                                         void *context, struct base_failure *reterr)
{
    struct reading reading = {reader, progress, context};
    return store_answers_copy(session, reader->programme->programme, reader->has_numbers, NULL, 0,
                              take_answers, &reading, reterr);
}

/* What an update has seen: one flag per row of each cycle that was there before; NULL for a cycle
   of which none has been. */
struct update {
    struct stored_reader *reader;
    struct base_arena *arena;
    size_t *row_counts;
    bool **is_seen;
};

/* The flag of a row in a list of flags, which is made when it is first asked for. */
static bool *flag_of(struct base_arena *arena, bool **flags, size_t count, size_t row)
{
    if (*flags == NULL)
        *flags = base_arena_array(arena, bool, count);
    return *flags + row;
}

/* The row of a person among the rows that are in order; `count` if there is none. */
static size_t find_row(const struct stored_data *data, const struct answers_block *block,
                       size_t count, uint32_t person)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (data->people.members[block->members[middle]].participant < person)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < count && data->people.members[block->members[low]].participant == person;
    return is_there ? low : count;
}

static enum base_status take_update(const struct store_answers *answers, void *context,
                                    struct base_failure *reterr)
{
    const struct update *update = context;
    struct stored_reader *reader = update->reader;
    const struct stored_mapping *mapping;
    enum base_status status = locate(reader, answers, &mapping, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = update->row_counts[mapping->place];
    struct answers_cycle *cycle = &reader->data.cycles[mapping->place];
    struct answers_block *block = &cycle->responses;
    uint32_t member = member_of(reader, answers);
    size_t row =
        find_row(&reader->data, block, count, reader->data.people.members[member].participant);
    if (row == count) {
        add_response(reader, mapping, answers, member);
        return STATUS_OK;
    }
    *flag_of(update->arena, &update->is_seen[mapping->place], count, row) = true;
    if (block->marks[row] == answers->mark)
        return STATUS_OK;
    if (answers_block_stamp(block, row) != 0)
        answers_block_set_stamp(block, row, answers_block_stamp(block, row) | STORED_CHANGED);
    reader->data.response_mark -= mark_of(&reader->data, cycle, row);
    block->members[row] = member;
    for (size_t i = 0; i < block->column_count; i++)
        answers_block_write(block, i, row, EVALUATION_ABSENT);
    write_row(reader, mapping, answers, block, row);
    reader->data.response_mark += mark_of(&reader->data, cycle, row);
    return STATUS_OK;
}

/* The row that a key names, among those in order; the number of these if there is none. */
static size_t row_of_key(const struct update *update, const struct store_answers_key *key,
                         size_t place)
{
    struct stored_data *data = &update->reader->data;
    uint8_t digest[32];
    const uint8_t *bytes = key->bytes;
    if (!key->has_respondent) {
        base_key_sha256((struct base_text){(const char *)bytes, BASE_TOKEN_RECEIPT_BYTES}, digest);
        bytes = digest;
    }
    uint32_t person = people_find(&data->people, bytes, !key->has_respondent);
    size_t count = update->row_counts[place];
    return person == EVALUATION_NONE
               ? count
               : find_row(data, &data->cycles[place].responses, count, person);
}

static void remove_missing(const struct update *update, const struct store_answers_key *keys,
                           size_t key_count)
{
    struct stored_data *data = &update->reader->data;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    for (size_t i = 0; i < data->cycle_count; i++) {
        struct answers_block *block = &data->cycles[i].responses;
        bool *is_removed = NULL;
        for (size_t j = 0; j < key_count; j++) {
            size_t row = keys[j].cycle == data->cycles[i].cycle ? row_of_key(update, &keys[j], i)
                                                                : update->row_counts[i];
            if (row == update->row_counts[i] ||
                (update->is_seen[i] != NULL && update->is_seen[i][row]) ||
                *flag_of(scratch, &is_removed, block->count, row))
                continue;
            is_removed[row] = true;
            data->response_mark -= mark_of(data, &data->cycles[i], row);
            data->cycles[i].open_count -= !keys[j].has_respondent;
            /* One that the ledger never knew is as if it had never been. */
            data->cycles[i].removed_count += answers_block_stamp(block, row) != 0;
        }
        if (is_removed != NULL)
            answers_block_remove(block, is_removed);
    }
}

enum base_status stored_reader_update(struct stored_reader *reader, struct store_session *session,
                                      const struct store_answers_key *keys, size_t key_count,
                                      struct base_failure *reterr)
{
    /* None would stand for all. */
    if (key_count == 0)
        return STATUS_OK;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    size_t cycles = reader->data.cycle_count;
    struct update update = {
        .reader = reader,
        .arena = scratch,
        .row_counts = base_arena_array(scratch, size_t, cycles),
        .is_seen = base_arena_array(scratch, bool *, cycles),
    };
    for (size_t i = 0; i < cycles; i++)
        update.row_counts[i] = reader->data.cycles[i].responses.count;
    enum base_status status =
        store_answers_copy(session, reader->programme->programme, reader->has_numbers, keys,
                           key_count, take_update, &update, reterr);
    if (status != STATUS_OK)
        return status;
    remove_missing(&update, keys, key_count);
    return STATUS_OK;
}

/* Referrers are participants, and numbered anew with them. */
static void renumber_referrers(struct answers_block *block, const uint32_t *rank)
{
    const struct answers_column *column = &block->columns[ANSWERS_REFERRER];
    struct evaluation_column old = {.width = column->width, .values = column->values};
    for (size_t i = 0; column->values != NULL && i < block->count; i++) {
        old.width = column->width;
        old.values = column->values;
        double value = evaluation_column_value(&old, i);
        if (value > EVALUATION_ABSENT)
            answers_block_write(block, ANSWERS_REFERRER, i, rank[(uint32_t)value]);
    }
}

void stored_reader_finish(struct stored_reader *reader)
{
    struct stored_data *data = &reader->data;
    uint32_t *rank, *member_rank;
    /* The table that was made before is of another order. */
    base_arena_free(reader->table);
    reader->table = NULL;
    data->table = NULL;
    people_sort(&data->people, &rank, &member_rank);
    for (size_t i = 0; rank != NULL && i < data->cycle_count; i++)
        renumber_referrers(&data->cycles[i].participation, rank);
    free(rank);
    data->response_count = 0;
    for (size_t i = 0; i < data->cycle_count; i++) {
        struct answers_cycle *cycle = &data->cycles[i];
        answers_block_sort(&cycle->responses, member_rank);
        answers_block_sort(&cycle->participation, member_rank);
        data->response_count += (int64_t)cycle->responses.count;
    }
    free(member_rank);
}

const char *stored_data_mark(const struct stored_data *data, struct base_arena *arena)
{
    size_t participation = 0;
    for (size_t i = 0; i < data->cycle_count; i++)
        participation += data->cycles[i].participation.count;
    return base_arena_format(arena, "responses:%lld:%llx participation:%zu:%llx",
                             (long long)data->response_count,
                             (unsigned long long)data->response_mark, participation,
                             (unsigned long long)data->participation_mark);
}
