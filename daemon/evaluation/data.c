#include "evaluation/data.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/interner.h"

/* A column while rows come: its cells in the order of the rows. */
struct open_column {
    int cycle;
    uint32_t question;
    size_t count, capacity;
    uint32_t *members;
    uint32_t *lines;
    void *values;
    enum evaluation_width width;
};

struct evaluation_builder {
    struct base_arena *arena;
    struct evaluation_interner participants, organisations, actor_types, questions;
    bool wants_some;
    struct evaluation_interner wanted;
    struct evaluation_member *members;
    uint32_t member_count, member_capacity;
    uint32_t *member_slots; /* open addressing: index + 1, or 0; twice as many as the capacity */
    struct open_column *columns;
    size_t column_count, column_capacity;
    uint64_t row_count;
};

static void free_cells(struct open_column *column)
{
    free(column->members);
    free(column->lines);
    free(column->values);
    column->members = column->lines = NULL;
    column->values = NULL;
}

static void builder_free(void *object)
{
    struct evaluation_builder *builder = object;
    for (size_t i = 0; i < builder->column_count; i++)
        free_cells(&builder->columns[i]);
    free(builder->columns);
    free(builder->members);
    free(builder->member_slots);
}

static void *grow_array(void *array, size_t count, size_t size)
{
    void *grown = reallocarray(array, count, size);
    if (grown == NULL)
        abort();
    return grown;
}

struct evaluation_builder *evaluation_builder_new(struct base_arena *arena)
{
    struct evaluation_builder *builder = base_arena_object(arena, struct evaluation_builder);
    builder->arena = arena;
    evaluation_interner_init(&builder->participants, arena);
    evaluation_interner_init(&builder->organisations, arena);
    evaluation_interner_init(&builder->actor_types, arena);
    evaluation_interner_init(&builder->questions, arena);
    evaluation_interner_init(&builder->wanted, arena);
    base_arena_on_free(arena, builder_free, builder);
    return builder;
}

void evaluation_builder_want(struct evaluation_builder *builder, const char *question)
{
    builder->wants_some = true;
    evaluation_interner_add(&builder->wanted, base_text_of(question));
}

static bool is_kept(const struct evaluation_builder *builder, struct base_text question)
{
    return !builder->wants_some || base_text_starts_with(question, BASE_TEXT("@")) ||
           evaluation_interner_find(&builder->wanted, question) != EVALUATION_NONE;
}

static size_t member_slot(const struct evaluation_builder *builder, struct evaluation_member member)
{
    size_t mask = 2 * (size_t)builder->member_capacity - 1;
    uint64_t hash = member.participant * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= (member.organisation + UINT64_C(1)) * UINT64_C(0xbf58476d1ce4e5b9);
    hash ^= (member.actor_type + UINT64_C(1)) * UINT64_C(0x94d049bb133111eb);
    for (size_t place = (hash ^ (hash >> 31)) & mask;; place = (place + 1) & mask) {
        uint32_t slot = builder->member_slots[place];
        if (slot == 0)
            return place;
        const struct evaluation_member *other = &builder->members[slot - 1];
        if (other->participant == member.participant &&
            other->organisation == member.organisation && other->actor_type == member.actor_type)
            return place;
    }
}

static void grow_members(struct evaluation_builder *builder)
{
    assert(builder->member_capacity < UINT32_MAX / 4);
    uint32_t capacity = builder->member_capacity == 0 ? 64 : 2 * builder->member_capacity;
    builder->members = grow_array(builder->members, capacity, sizeof(*builder->members));
    builder->member_slots =
        grow_array(builder->member_slots, 2 * (size_t)capacity, sizeof(*builder->member_slots));
    memset(builder->member_slots, 0, 2 * (size_t)capacity * sizeof(*builder->member_slots));
    builder->member_capacity = capacity;
    for (uint32_t i = 0; i < builder->member_count; i++)
        builder->member_slots[member_slot(builder, builder->members[i])] = i + 1;
}

static uint32_t member_of(struct evaluation_builder *builder, const struct evaluation_row *row)
{
    struct base_text organisation = base_text_trim(row->organisation);
    struct base_text actor_type = base_text_trim(row->actor_type);
    struct evaluation_member member = {
        .participant =
            evaluation_interner_add(&builder->participants, base_text_trim(row->participant)),
        .organisation = organisation.length == 0
                            ? EVALUATION_NONE
                            : evaluation_interner_add(&builder->organisations, organisation),
        .actor_type = actor_type.length == 0
                          ? EVALUATION_NONE
                          : evaluation_interner_add(&builder->actor_types, actor_type),
    };
    if (builder->member_count == builder->member_capacity)
        grow_members(builder);
    size_t place = member_slot(builder, member);
    if (builder->member_slots[place] == 0) {
        builder->members[builder->member_count] = member;
        builder->member_slots[place] = ++builder->member_count;
    }
    return builder->member_slots[place] - 1;
}

static struct open_column *column_of(struct evaluation_builder *builder, int cycle,
                                     struct base_text question)
{
    uint32_t number = evaluation_interner_add(&builder->questions, question);
    /* A programme has some hundred columns, and rows of one column tend to come together or in
       turn, so a search from the newest end is enough. */
    for (size_t i = builder->column_count; i > 0; i--) {
        struct open_column *column = &builder->columns[i - 1];
        if (column->question == number && column->cycle == cycle)
            return column;
    }
    if (builder->column_count == builder->column_capacity) {
        builder->column_capacity =
            builder->column_capacity == 0 ? 64 : 2 * builder->column_capacity;
        builder->columns =
            grow_array(builder->columns, builder->column_capacity, sizeof(*builder->columns));
    }
    struct open_column *column = &builder->columns[builder->column_count++];
    *column = (struct open_column){.cycle = cycle, .question = number};
    return column;
}

double evaluation_delivery_of(struct base_text word)
{
    static const struct {
        const char *word;
        enum evaluation_delivery delivery;
    } words[] = {
        {"delivered", EVALUATION_DELIVERED},         {"declined", EVALUATION_DECLINED},
        {"undeliverable", EVALUATION_UNDELIVERABLE}, {"other", EVALUATION_OTHER},
        {"ineligible", EVALUATION_INELIGIBLE},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (base_text_equal_string(word, words[i].word))
            return words[i].delivery;
    return EVALUATION_INVALID;
}

static double value_of(struct evaluation_builder *builder, struct base_text question,
                       struct base_text text)
{
    struct base_text value = base_text_trim(text);
    double number;
    if (value.length == 0)
        return EVALUATION_MISSING;
    if (base_text_equal_string(question, EVALUATION_DELIVERY))
        return evaluation_delivery_of(value);
    if (base_text_equal_string(question, EVALUATION_REFERRER))
        return evaluation_interner_add(&builder->participants, value);
    return base_text_number(value, &number) && isfinite(number) ? number : EVALUATION_INVALID;
}

/* Makes the column wide enough for the value. */
static void widen(struct open_column *column, enum evaluation_width width)
{
    void *values = grow_array(NULL, column->capacity, evaluation_width_bytes(width));
    const struct evaluation_column old = {.width = column->width, .values = column->values};
    for (size_t i = 0; i < column->count; i++)
        evaluation_cell_write(values, width, i, evaluation_column_value(&old, i));
    free(column->values);
    column->values = values;
    column->width = width;
}

static void add_cell(struct open_column *column, uint32_t member, uint32_t line, double value)
{
    if (column->count == column->capacity) {
        column->capacity = column->capacity == 0 ? 32 : column->capacity + column->capacity / 2;
        column->members = grow_array(column->members, column->capacity, sizeof(*column->members));
        column->lines = grow_array(column->lines, column->capacity, sizeof(*column->lines));
        column->values =
            grow_array(column->values, column->capacity, evaluation_width_bytes(column->width));
    }
    enum evaluation_width width = evaluation_width_of(value);
    if (width > column->width)
        widen(column, width);
    column->members[column->count] = member;
    column->lines[column->count] = line;
    evaluation_cell_write(column->values, column->width, column->count++, value);
}

static void add(struct evaluation_builder *builder, const struct evaluation_row *row,
                const double *number)
{
    struct base_text question = base_text_trim(row->question);
    builder->row_count++;
    if (!is_kept(builder, question))
        return;
    uint32_t member = member_of(builder, row);
    double value = number == NULL ? value_of(builder, question, row->value) : *number;
    add_cell(column_of(builder, row->cycle, question), member, row->line, value);
}

void evaluation_builder_add(struct evaluation_builder *builder, const struct evaluation_row *row)
{
    add(builder, row, NULL);
}

void evaluation_builder_add_number(struct evaluation_builder *builder,
                                   const struct evaluation_row *row, double value)
{
    add(builder, row, &value);
}

static int compare_columns(const void *a, const void *b)
{
    const struct evaluation_column *x = a, *y = b;
    if (x->cycle != y->cycle)
        return x->cycle < y->cycle ? -1 : 1;
    return strcmp(x->question, y->question);
}

void evaluation_columns_sort(struct evaluation_column *columns, size_t count)
{
    if (count > 1)
        qsort(columns, count, sizeof(*columns), compare_columns);
}

static int compare_members(const void *a, const void *b)
{
    const struct evaluation_member *x = a, *y = b;
    if (x->participant != y->participant)
        return x->participant < y->participant ? -1 : 1;
    if (x->organisation != y->organisation)
        return x->organisation < y->organisation ? -1 : 1;
    return x->actor_type < y->actor_type ? -1 : x->actor_type > y->actor_type;
}

struct numbered_member {
    struct evaluation_member member;
    uint32_t number;
};

/* What finishing a table needs beside the builder. */
struct finish {
    struct evaluation_builder *builder;
    struct evaluation_data *data;
    const uint32_t *participant_rank;
    uint32_t *member_rank;
    uint32_t *row_of; /* of each member, in the cycle at hand */
    evaluation_duplicate_callback each;
    void *context;
};

/* Renumbers everybody in the order of the names, so that the order of rows leaves no trace. */
static void sort_members(struct finish *finish)
{
    struct evaluation_builder *builder = finish->builder;
    struct evaluation_data *data = finish->data;
    const uint32_t *organisation, *actor_type;
    data->participants =
        evaluation_interner_sort(&builder->participants, builder->arena, &finish->participant_rank);
    data->organisations =
        evaluation_interner_sort(&builder->organisations, builder->arena, &organisation);
    data->actor_types =
        evaluation_interner_sort(&builder->actor_types, builder->arena, &actor_type);
    size_t count = builder->member_count;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct numbered_member *members = base_arena_array(scratch, struct numbered_member, count);
    for (uint32_t i = 0; i < count; i++) {
        struct evaluation_member member = builder->members[i];
        member.participant = finish->participant_rank[member.participant];
        if (member.organisation != EVALUATION_NONE)
            member.organisation = organisation[member.organisation];
        if (member.actor_type != EVALUATION_NONE)
            member.actor_type = actor_type[member.actor_type];
        members[i] = (struct numbered_member){member, i};
    }
    if (count > 1)
        qsort(members, count, sizeof(*members), compare_members);
    struct evaluation_member *sorted =
        base_arena_array(builder->arena, struct evaluation_member, count);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = members[i].member;
        finish->member_rank[members[i].number] = i;
    }
    data->members = sorted;
    data->member_count = count;
}

/* The members that have a cell in the cycle. */
static const struct evaluation_rows *rows_of(struct finish *finish, int cycle)
{
    const struct evaluation_builder *builder = finish->builder;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    bool *is_in = base_arena_array(scratch, bool, builder->member_count);
    size_t count = 0;
    for (size_t i = 0; i < builder->column_count; i++) {
        const struct open_column *column = &builder->columns[i];
        for (size_t j = 0; column->cycle == cycle && j < column->count; j++) {
            bool *flag = &is_in[finish->member_rank[column->members[j]]];
            count += !*flag;
            *flag = true;
        }
    }
    uint32_t *members = base_arena_array(builder->arena, uint32_t, count);
    struct evaluation_rows *rows = base_arena_object(builder->arena, struct evaluation_rows);
    *rows = (struct evaluation_rows){.members = members};
    for (uint32_t i = 0; i < builder->member_count; i++) {
        if (!is_in[i])
            continue;
        const struct evaluation_member *all = finish->data->members;
        rows->has_repeats =
            rows->has_repeats ||
            (rows->count > 0 && all[members[rows->count - 1]].participant == all[i].participant);
        finish->row_of[i] = (uint32_t)rows->count;
        members[rows->count++] = i;
    }
    return rows;
}

/* Fills the column from the cells, in whatever order these came; false if somebody has two. */
static bool fill(const struct finish *finish, const struct open_column *from,
                 const struct evaluation_column *column, void *values)
{
    const struct evaluation_member *members = finish->data->members;
    const struct evaluation_column cells = {.width = from->width, .values = from->values};
    const struct evaluation_rows *rows = column->rows;
    bool names_participants = strcmp(column->question, EVALUATION_REFERRER) == 0;
    bool is_single = true;
    for (size_t i = 0; i < rows->count; i++)
        evaluation_cell_write(values, column->width, i, EVALUATION_ABSENT);
    for (size_t i = 0; i < from->count; i++) {
        size_t row = finish->row_of[finish->member_rank[from->members[i]]];
        double value = evaluation_column_value(&cells, i);
        if (names_participants && !isnan(value))
            value = finish->participant_rank[(uint32_t)value];
        is_single = is_single && evaluation_column_value(column, row) == EVALUATION_ABSENT;
        evaluation_cell_write(values, column->width, row, value);
    }
    uint32_t last = EVALUATION_NONE;
    for (size_t i = 0; rows->has_repeats && i < rows->count; i++) {
        if (evaluation_column_value(column, i) == EVALUATION_ABSENT)
            continue;
        uint32_t participant = members[rows->members[i]].participant;
        is_single = is_single && participant != last;
        last = participant;
    }
    return is_single;
}

/* Tells of every answer in the column that somebody has given before, by the order of the lines. */
static void tell_duplicates(const struct finish *finish, const struct open_column *column)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    const struct evaluation_data *data = finish->data;
    uint32_t *first = base_arena_array(scratch, uint32_t, data->participants.count);
    memset(first, 0xff, data->participants.count * sizeof(*first));
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < column->count; i++) {
            uint32_t participant =
                data->members[finish->member_rank[column->members[i]]].participant;
            uint32_t line = column->lines[i];
            if (pass == 0 && line < first[participant])
                first[participant] = line;
            if (pass == 1 && line != first[participant])
                finish->each(
                    &(struct evaluation_duplicate){
                        .participant = data->participants.list[participant],
                        .cycle = column->cycle,
                        .question = finish->builder->questions.list[column->question],
                        .first_line = first[participant],
                        .second_line = line,
                    },
                    finish->context);
        }
    }
}

/* The columns of one cycle; false when there is a duplicate. */
static bool close_cycle(struct finish *finish, int cycle, struct evaluation_column *columns)
{
    struct evaluation_builder *builder = finish->builder;
    bool is_single = true;
    const struct evaluation_rows *rows = rows_of(finish, cycle);
    for (size_t i = 0; i < builder->column_count; i++) {
        struct open_column *from = &builder->columns[i];
        if (from->cycle != cycle)
            continue;
        /* Renumbered participants need not fit where the numbers before did. */
        bool names_participants =
            strcmp(builder->questions.list[from->question], EVALUATION_REFERRER) == 0;
        enum evaluation_width width = names_participants ? EVALUATION_NUMBERS : from->width;
        void *values =
            grow_array(NULL, rows->count > 0 ? rows->count : 1, evaluation_width_bytes(width));
        base_arena_on_free(builder->arena, free, values);
        columns[i] = (struct evaluation_column){
            .cycle = cycle,
            .question = builder->questions.list[from->question],
            .rows = rows,
            .width = width,
            .values = values,
        };
        if (!fill(finish, from, &columns[i], values)) {
            tell_duplicates(finish, from);
            is_single = false;
        }
        free_cells(from);
    }
    return is_single;
}

bool evaluation_builder_finish(struct evaluation_builder *builder,
                               const struct evaluation_data **ret_data,
                               evaluation_duplicate_callback each, void *context)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_data *data = base_arena_object(builder->arena, struct evaluation_data);
    struct finish finish = {
        .builder = builder,
        .data = data,
        .member_rank = base_arena_array(scratch, uint32_t, builder->member_count),
        .row_of = base_arena_array(scratch, uint32_t, builder->member_count),
        .each = each,
        .context = context,
    };
    bool is_single = true;
    data->row_count = builder->row_count;
    sort_members(&finish);
    struct evaluation_column *columns =
        base_arena_array(builder->arena, struct evaluation_column, builder->column_count);
    for (size_t i = 0; i < builder->column_count; i++) {
        bool is_done = columns[i].question != NULL;
        if (!is_done && !close_cycle(&finish, builder->columns[i].cycle, columns))
            is_single = false;
    }
    if (!is_single)
        return false;
    evaluation_columns_sort(columns, builder->column_count);
    data->columns = columns;
    data->column_count = builder->column_count;
    evaluation_data_affiliate(data, builder->arena);
    *ret_data = data;
    return true;
}

enum evaluation_width evaluation_width_of(double value)
{
    if (!isfinite(value))
        return EVALUATION_BYTES;
    if (value != floor(value) || value < INT16_MIN + EVALUATION_SPECIAL_VALUES || value > INT16_MAX)
        return EVALUATION_NUMBERS;
    return value < INT8_MIN + EVALUATION_SPECIAL_VALUES || value > INT8_MAX ? EVALUATION_SHORTS
                                                                            : EVALUATION_BYTES;
}

size_t evaluation_width_bytes(enum evaluation_width width)
{
    static const size_t bytes[] = {sizeof(int8_t), sizeof(int16_t), sizeof(double)};
    return bytes[width];
}

void evaluation_cell_write(void *values, enum evaluation_width width, size_t row, double value)
{
    if (width == EVALUATION_NUMBERS) {
        ((double *)values)[row] = value;
        return;
    }
    int least = width == EVALUATION_BYTES ? INT8_MIN : INT16_MIN;
    int stored = isfinite(value)              ? (int)value
                 : isnan(value)               ? least + 1
                 : value == EVALUATION_ABSENT ? least
                                              : least + 2;
    if (width == EVALUATION_BYTES)
        ((int8_t *)values)[row] = (int8_t)stored;
    else
        ((int16_t *)values)[row] = (int16_t)stored;
}

const struct evaluation_column *evaluation_data_column(const struct evaluation_data *data,
                                                       int cycle, const char *question)
{
    static const struct evaluation_rows nobody = {0};
    static const struct evaluation_column empty = {.rows = &nobody};
    size_t low = 0, high = data->column_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct evaluation_column *column = &data->columns[middle];
        int order = column->cycle != cycle ? (column->cycle < cycle ? -1 : 1)
                                           : strcmp(column->question, question);
        if (order == 0)
            return column;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &empty;
}

uint32_t evaluation_names_find(const struct evaluation_names *names, const char *name)
{
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(names->list[middle], name);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return EVALUATION_NONE;
}
