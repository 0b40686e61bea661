#include <string.h>

#include "tally.h"

/* Participants in ascending order. */
struct selected_people {
    size_t count;
    const uint32_t *list;
};

static uint32_t participant_at(const struct evaluation_data *data,
                               const struct evaluation_rows *rows, size_t row)
{
    return data->members[evaluation_rows_member(rows, row)].participant;
}

/* The first row from `row` on of this participant or a later one. Looks ever farther, then back:
   a few are found among many without passing everybody. */
static size_t find_row(const struct evaluation_data *data, const struct evaluation_rows *rows,
                       size_t row, uint32_t participant)
{
    size_t step = 1, high = row;
    while (high < rows->count && participant_at(data, rows, high) < participant) {
        row = high + 1;
        high += step;
        step *= 2;
    }
    if (high > rows->count)
        high = rows->count;
    while (row < high) {
        size_t middle = row + (high - row) / 2;
        if (participant_at(data, rows, middle) < participant)
            row = middle + 1;
        else
            high = middle;
    }
    return row;
}

/* Finds the rows of the selected people; `ret_places` may be NULL. Returns their number. */
static size_t find_rows(const struct evaluation_data *data, const struct evaluation_rows *rows,
                        const struct selected_people *people, size_t *ret_places)
{
    size_t count = 0, row = 0;
    for (size_t i = 0; i < people->count; i++) {
        row = find_row(data, rows, row, people->list[i]);
        for (; row < rows->count && participant_at(data, rows, row) == people->list[i]; row++) {
            if (ret_places != NULL)
                ret_places[count] = row;
            count++;
        }
    }
    return count;
}

/* The rows of the selected people; `ret_places` (on the arena) are where they were. */
static const struct evaluation_rows *restrict_rows(struct base_arena *arena,
                                                   const struct evaluation_data *data,
                                                   const struct evaluation_rows *rows,
                                                   const struct selected_people *people,
                                                   const size_t **ret_places)
{
    size_t count = find_rows(data, rows, people, NULL);
    uint32_t *members = base_arena_array(arena, uint32_t, count);
    size_t *places = base_arena_array(arena, size_t, count);
    struct evaluation_rows *kept = base_arena_object(arena, struct evaluation_rows);
    find_rows(data, rows, people, places);
    for (size_t i = 0; i < count; i++)
        members[i] = evaluation_rows_member(rows, places[i]);
    *kept = (struct evaluation_rows){
        .count = count, .members = members, .has_repeats = rows->has_repeats};
    *ret_places = places;
    return kept;
}

static struct selected_people select_people(struct base_arena *arena,
                                            const struct evaluation_data *data, const bool *is_kept)
{
    struct selected_people people = {0};
    for (size_t i = 0; i < data->participants.count; i++)
        people.count += is_kept[i];
    uint32_t *list = base_arena_array(arena, uint32_t, people.count), *next = list;
    for (size_t i = 0; i < data->participants.count; i++)
        if (is_kept[i])
            *next++ = (uint32_t)i;
    people.list = list;
    return people;
}

const struct evaluation_data *evaluation_data_restrict(struct base_arena *arena,
                                                       const struct evaluation_data *data,
                                                       const bool *is_kept)
{
    struct evaluation_data *part = base_arena_object(arena, struct evaluation_data);
    struct evaluation_column *columns =
        base_arena_array(arena, struct evaluation_column, data->column_count);
    const size_t **places = base_arena_array(arena, const size_t *, data->column_count);
    const struct selected_people people = select_people(arena, data, is_kept);
    *part = *data;
    part->columns = columns;
    part->tallies = evaluation_tallies_new(arena);
    for (size_t i = 0; i < data->column_count; i++) {
        const struct evaluation_column *from = &data->columns[i];
        columns[i] = *from;
        /* Columns that shared their rows go on doing so. */
        size_t same = 0;
        while (data->columns[same].rows != from->rows)
            same++;
        places[i] = places[same];
        columns[i].rows = same < i ? columns[same].rows
                                   : restrict_rows(arena, data, from->rows, &people, &places[i]);
        size_t size = evaluation_width_bytes(from->width), count = columns[i].rows->count;
        char *values = base_arena_alloc(arena, count * size);
        for (size_t j = 0; j < count; j++)
            memcpy(values + j * size, (const char *)from->values + places[i][j] * size, size);
        columns[i].values = values;
    }
    return part;
}
