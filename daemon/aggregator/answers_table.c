#include <stdlib.h>
#include <string.h>

#include "answers_store_internal.h"

/* The table while it is made. */
struct table {
    struct stored_reader *reader;
    struct base_arena *arena;
    struct evaluation_data *data;
    struct evaluation_column *columns;
    size_t column_count;
};

static void add_column(struct table *table, int cycle, const char *question,
                       const struct evaluation_rows *rows, enum evaluation_width width,
                       const void *values)
{
    if (values == NULL)
        return; /* nobody was put the question */
    table->columns[table->column_count++] = (struct evaluation_column){
        .cycle = cycle, .question = question, .rows = rows, .width = width, .values = values};
}

static const struct evaluation_rows *rows_of(struct table *table, const struct answers_block *block)
{
    struct evaluation_rows *rows = base_arena_object(table->arena, struct evaluation_rows);
    *rows = (struct evaluation_rows){.count = block->count, .members = block->members};
    return rows;
}

static double value_at(const struct answers_column *column, size_t row)
{
    const struct evaluation_column cells = {.width = column->width, .values = column->values};
    return column->values == NULL ? EVALUATION_ABSENT : evaluation_column_value(&cells, row);
}

/* Whether the column holds any number. */
static bool is_known(const struct answers_block *block, size_t column)
{
    for (size_t i = 0; block->columns[column].values != NULL && i < block->count; i++)
        if (value_at(&block->columns[column], i) > EVALUATION_ABSENT)
            return true;
    return false;
}

/* Facts from two sources: what the facilitator recorded of somebody goes before what that person
   told. */
struct sources {
    const struct people *people;
    const struct answers_block *recorded, *told;
    size_t recorded_column, told_column;
};

static uint32_t person_at(const struct sources *sources, const struct answers_block *block,
                          size_t row)
{
    return row == block->count ? EVALUATION_NONE
                               : sources->people->members[block->members[row]].participant;
}

static void merge_fact(struct table *table, int cycle, const char *question,
                       const struct sources *sources)
{
    const struct answers_block *recorded = sources->recorded, *told = sources->told;
    size_t most = recorded->count + told->count, i = 0, j = 0;
    uint32_t *members = base_arena_array(table->arena, uint32_t, most);
    int8_t *values = base_arena_array(table->arena, int8_t, most);
    struct evaluation_rows *rows = base_arena_object(table->arena, struct evaluation_rows);
    rows->members = members;
    while (i < recorded->count || j < told->count) {
        uint32_t a = person_at(sources, recorded, i), b = person_at(sources, told, j);
        double value = EVALUATION_ABSENT;
        uint32_t member = 0;
        if (b <= a) {
            value = value_at(&told->columns[sources->told_column], j);
            member = told->members[j++];
        }
        if (a <= b) {
            double fact = value_at(&recorded->columns[sources->recorded_column], i);
            member = fact == EVALUATION_ABSENT && a == b ? member : recorded->members[i];
            value = fact == EVALUATION_ABSENT ? value : fact;
            i++;
        }
        if (value == EVALUATION_ABSENT)
            continue;
        evaluation_cell_write(values, EVALUATION_BYTES, rows->count, value);
        members[rows->count++] = member;
    }
    add_column(table, cycle, question, rows, EVALUATION_BYTES, values);
}

/* Puts a fact that may come from two sources; whether anything is known of it. */
static bool put_fact(struct table *table, const struct answers_cycle *cycle, enum answers_fact fact,
                     size_t told_fact)
{
    const struct answers_block *told = &cycle->responses;
    const struct sources sources = {
        .people = &table->reader->data.people,
        .recorded = &cycle->participation,
        .told = told,
        .recorded_column = fact,
        .told_column = told->column_count - ANSWERS_TOLD_FACTS + told_fact,
    };
    if (!is_known(sources.recorded, sources.recorded_column) &&
        !is_known(sources.told, sources.told_column))
        return false;
    merge_fact(table, cycle->cycle, told->columns[sources.told_column].question, &sources);
    return true;
}

static void put_cycle(struct table *table, size_t place)
{
    struct stored_data *data = &table->reader->data;
    const struct answers_cycle *cycle = &data->cycles[place];
    const struct answers_block *block = &cycle->responses;
    const struct evaluation_rows *rows = rows_of(table, block);
    for (size_t i = 0; i + ANSWERS_TOLD_FACTS < block->column_count; i++)
        add_column(table, cycle->cycle, block->columns[i].question, rows, block->columns[i].width,
                   block->columns[i].values);
    add_column(table, cycle->cycle, EVALUATION_STARTED, rows, EVALUATION_BYTES,
               table->reader->ones);
    block = &cycle->participation;
    rows = rows_of(table, block);
    static const enum answers_fact plain[] = {ANSWERS_INVITED, ANSWERS_DELIVERY, ANSWERS_REFERRER};
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        add_column(table, cycle->cycle, block->columns[plain[i]].question, rows,
                   block->columns[plain[i]].width, block->columns[plain[i]].values);
    bool is_recorded = is_known(block, ANSWERS_ATTENDED);
    data->facts_are_known[place] =
        is_recorded || is_known(block, ANSWERS_ASSIGNED) || is_known(block, ANSWERS_DELIVERY);
    data->attendance_is_known[place] = put_fact(table, cycle, ANSWERS_ATTENDED, 0);
    put_fact(table, cycle, ANSWERS_ASSIGNED, 1);
}

static struct evaluation_names names_of(const struct evaluation_interner *names)
{
    return (struct evaluation_names){.count = names->count, .list = names->list};
}

static void put_members(struct table *table)
{
    const struct people *people = &table->reader->data.people;
    struct evaluation_data *data = table->data;
    data->participants.count = people->count;
    data->organisations = names_of(&people->organisations);
    data->actor_types = names_of(&people->actor_types);
    data->members = people->members;
    data->member_count = people->member_count;
}

static void make_ones(struct stored_reader *reader)
{
    size_t most = 1;
    for (size_t i = 0; i < reader->data.cycle_count; i++)
        if (reader->data.cycles[i].responses.count > most)
            most = reader->data.cycles[i].responses.count;
    if (most <= reader->one_count)
        return;
    free(reader->ones);
    reader->ones = malloc(most);
    if (reader->ones == NULL)
        abort();
    memset(reader->ones, 1, most);
    reader->one_count = most;
}

void stored_reader_tabulate(struct stored_reader *reader)
{
    base_arena_free(reader->table);
    reader->table = base_arena_new();
    struct table table = {.reader = reader, .arena = reader->table};
    size_t most = 0;
    for (size_t i = 0; i < reader->data.cycle_count; i++)
        most += reader->data.cycles[i].responses.column_count + ANSWERS_FACTS;
    make_ones(reader);
    table.data = base_arena_object(reader->table, struct evaluation_data);
    table.columns = base_arena_array(reader->table, struct evaluation_column, most);
    put_members(&table);
    for (size_t i = 0; i < reader->data.cycle_count; i++)
        put_cycle(&table, i);
    evaluation_columns_sort(table.columns, table.column_count);
    table.data->columns = table.columns;
    table.data->column_count = table.column_count;
    table.data->row_count = (uint64_t)reader->data.response_count;
    evaluation_data_affiliate(table.data, reader->table);
    reader->data.table = table.data;
}
