#include "evaluation/data.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "interner.h"

struct open_column {
    struct evaluation_column column;
    uint32_t question;
    size_t capacity;
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

static void builder_free(void *object)
{
    struct evaluation_builder *builder = object;
    for (size_t i = 0; i < builder->column_count; i++)
        free(builder->columns[i].column.cells);
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
        if (column->question == number && column->column.cycle == cycle)
            return column;
    }
    if (builder->column_count == builder->column_capacity) {
        builder->column_capacity =
            builder->column_capacity == 0 ? 64 : 2 * builder->column_capacity;
        builder->columns =
            grow_array(builder->columns, builder->column_capacity, sizeof(*builder->columns));
    }
    struct open_column *column = &builder->columns[builder->column_count++];
    *column = (struct open_column){
        .column = {.cycle = cycle, .question = builder->questions.list[number]},
        .question = number,
    };
    return column;
}

static double delivery_of(struct base_text word)
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
        return delivery_of(value);
    if (base_text_equal_string(question, EVALUATION_REFERRER))
        return evaluation_interner_add(&builder->participants, value);
    return base_text_number(value, &number) && isfinite(number) ? number : EVALUATION_INVALID;
}

static void add(struct evaluation_builder *builder, const struct evaluation_row *row,
                const double *number)
{
    struct base_text question = base_text_trim(row->question);
    builder->row_count++;
    if (!is_kept(builder, question))
        return;
    struct open_column *column = column_of(builder, row->cycle, question);
    if (column->column.count == column->capacity) {
        column->capacity = column->capacity == 0 ? 32 : column->capacity + column->capacity / 2;
        column->column.cells =
            grow_array(column->column.cells, column->capacity, sizeof(*column->column.cells));
    }
    uint32_t member = member_of(builder, row);
    double value = number == NULL ? value_of(builder, question, row->value) : *number;
    column->column.cells[column->column.count++] =
        (struct evaluation_cell){.member = member, .line = row->line, .value = value};
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

static int compare_cells(const void *a, const void *b)
{
    const struct evaluation_cell *x = a, *y = b;
    if (x->member != y->member)
        return x->member < y->member ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int compare_columns(const void *a, const void *b)
{
    const struct open_column *x = a, *y = b;
    if (x->column.cycle != y->column.cycle)
        return x->column.cycle < y->column.cycle ? -1 : 1;
    return strcmp(x->column.question, y->column.question);
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

/* Renumbers everything in the order of the names, so that the order of rows leaves no trace. */
static void sort_members(struct evaluation_builder *builder, struct evaluation_data *data)
{
    const uint32_t *participant, *organisation, *actor_type;
    data->participants = evaluation_interner_sort(&builder->participants, &participant);
    data->organisations = evaluation_interner_sort(&builder->organisations, &organisation);
    data->actor_types = evaluation_interner_sort(&builder->actor_types, &actor_type);
    size_t count = builder->member_count;
    struct numbered_member *members =
        base_arena_array(builder->arena, struct numbered_member, count);
    for (uint32_t i = 0; i < count; i++) {
        struct evaluation_member member = builder->members[i];
        member.participant = participant[member.participant];
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
    uint32_t *rank = base_arena_array(builder->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = members[i].member;
        rank[members[i].number] = i;
    }
    for (size_t i = 0; i < builder->column_count; i++) {
        struct evaluation_column *column = &builder->columns[i].column;
        bool names_participants = strcmp(column->question, EVALUATION_REFERRER) == 0;
        for (size_t j = 0; j < column->count; j++) {
            struct evaluation_cell *cell = &column->cells[j];
            cell->member = rank[cell->member];
            if (names_participants && !isnan(cell->value))
                cell->value = participant[(uint32_t)cell->value];
        }
    }
    data->members = sorted;
    data->member_count = count;
}

static bool find_duplicate(const struct evaluation_data *data,
                           const struct evaluation_column *column,
                           struct evaluation_duplicate *ret_duplicate)
{
    for (size_t i = 1; i < column->count; i++) {
        uint32_t participant = data->members[column->cells[i].member].participant;
        if (data->members[column->cells[i - 1].member].participant != participant)
            continue;
        uint32_t a = column->cells[i - 1].line, b = column->cells[i].line;
        *ret_duplicate = (struct evaluation_duplicate){
            .participant = data->participants.list[participant],
            .cycle = column->cycle,
            .question = column->question,
            .first_line = a < b ? a : b,
            .second_line = a < b ? b : a,
        };
        return true;
    }
    return false;
}

bool evaluation_builder_finish(struct evaluation_builder *builder,
                               const struct evaluation_data **ret_data,
                               struct evaluation_duplicate *ret_duplicate)
{
    struct evaluation_data *data = base_arena_object(builder->arena, struct evaluation_data);
    data->row_count = builder->row_count;
    sort_members(builder, data);
    if (builder->column_count > 1)
        qsort(builder->columns, builder->column_count, sizeof(*builder->columns), compare_columns);
    struct evaluation_column *columns =
        base_arena_array(builder->arena, struct evaluation_column, builder->column_count);
    for (size_t i = 0; i < builder->column_count; i++) {
        columns[i] = builder->columns[i].column;
        qsort(columns[i].cells, columns[i].count, sizeof(*columns[i].cells), compare_cells);
        if (find_duplicate(data, &columns[i], ret_duplicate))
            return false;
    }
    data->columns = columns;
    data->column_count = builder->column_count;
    *ret_data = data;
    return true;
}

const struct evaluation_column *evaluation_data_column(const struct evaluation_data *data,
                                                       int cycle, const char *question)
{
    static const struct evaluation_column empty = {0};
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
