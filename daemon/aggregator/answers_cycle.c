#include "answers_cycle.h"

#include <stdlib.h>
#include <string.h>

#include "merge.h"

static void *grow(void *array, size_t count, size_t size)
{
    void *grown = reallocarray(array, count > 0 ? count : 1, size);
    if (grown == NULL)
        abort();
    return grown;
}

void answers_block_init(struct answers_block *block, const char *const *columns,
                        size_t column_count)
{
    *block = (struct answers_block){.column_count = column_count};
    block->columns = grow(NULL, column_count, sizeof(*block->columns));
    for (size_t i = 0; i < column_count; i++)
        block->columns[i] = (struct answers_column){.question = columns[i]};
}

void answers_block_free(struct answers_block *block)
{
    free(block->members);
    free(block->marks);
    free(block->stamps);
    for (size_t i = 0; i < block->column_count; i++)
        free(block->columns[i].values);
    free(block->columns);
    *block = (struct answers_block){0};
}

static void make_room(struct answers_block *block)
{
    size_t capacity = block->capacity == 0 ? 64 : block->capacity + block->capacity / 4;
    block->members = grow(block->members, capacity, sizeof(*block->members));
    block->marks = grow(block->marks, capacity, sizeof(*block->marks));
    if (block->stamps != NULL)
        block->stamps = grow(block->stamps, capacity, sizeof(*block->stamps));
    for (size_t i = 0; i < block->column_count; i++) {
        struct answers_column *column = &block->columns[i];
        if (column->values != NULL)
            column->values = grow(column->values, capacity, evaluation_width_bytes(column->width));
    }
    block->capacity = capacity;
}

size_t answers_block_add(struct answers_block *block, uint32_t member)
{
    if (block->count == block->capacity)
        make_room(block);
    size_t row = block->count++;
    block->members[row] = member;
    block->marks[row] = 0;
    if (block->stamps != NULL)
        block->stamps[row] = 0;
    else
        answers_block_set_stamp(block, row, 0);
    for (size_t i = 0; i < block->column_count; i++)
        if (block->columns[i].values != NULL)
            evaluation_cell_write(block->columns[i].values, block->columns[i].width, row,
                                  EVALUATION_ABSENT);
    return row;
}

void answers_block_set_stamp(struct answers_block *block, size_t row, uint32_t stamp)
{
    if (block->stamps == NULL && stamp == block->stamp)
        return;
    if (block->stamps == NULL) {
        block->stamps = grow(NULL, block->capacity, sizeof(*block->stamps));
        for (size_t i = 0; i < block->count; i++)
            block->stamps[i] = block->stamp;
    }
    block->stamps[row] = stamp;
}

void answers_block_fold_stamps(struct answers_block *block)
{
    if (block->stamps == NULL || block->count == 0)
        return;
    for (size_t i = 1; i < block->count; i++)
        if (block->stamps[i] != block->stamps[0])
            return;
    block->stamp = block->stamps[0];
    free(block->stamps);
    block->stamps = NULL;
}

void answers_block_write(struct answers_block *block, size_t column, size_t row, double value)
{
    struct answers_column *to = &block->columns[column];
    enum evaluation_width width = evaluation_width_of(value);
    if (to->values == NULL && value == EVALUATION_ABSENT)
        return;
    if (to->values == NULL) {
        to->width = width;
        to->values = grow(NULL, block->capacity, evaluation_width_bytes(width));
        for (size_t i = 0; i < block->count; i++)
            evaluation_cell_write(to->values, width, i, EVALUATION_ABSENT);
    } else if (width > to->width) {
        void *values = grow(NULL, block->capacity, evaluation_width_bytes(width));
        const struct evaluation_column old = {.width = to->width, .values = to->values};
        for (size_t i = 0; i < block->count; i++)
            evaluation_cell_write(values, width, i, evaluation_column_value(&old, i));
        free(to->values);
        to->values = values;
        to->width = width;
    }
    evaluation_cell_write(to->values, to->width, row, value);
}

/* Puts the elements of an array into the order: order[i] is the place of what comes to place i. */
static void arrange(void *array, size_t size, const uint32_t *order, size_t count, void *room)
{
    char *from = array, *to = room;
    if (size == 1)
        for (size_t i = 0; i < count; i++)
            to[i] = from[order[i]];
    else if (size == sizeof(uint32_t))
        for (size_t i = 0; i < count; i++)
            ((uint32_t *)room)[i] = ((const uint32_t *)array)[order[i]];
    else
        for (size_t i = 0; i < count; i++)
            memcpy(to + i * size, from + order[i] * size, size);
    memcpy(array, room, count * size);
}

static void arrange_all(struct answers_block *block, const uint32_t *order, size_t count)
{
    size_t widest = sizeof(*block->members);
    for (size_t i = 0; i < block->column_count; i++)
        if (evaluation_width_bytes(block->columns[i].width) > widest)
            widest = evaluation_width_bytes(block->columns[i].width);
    void *room = grow(NULL, count, widest);
    arrange(block->members, sizeof(*block->members), order, count, room);
    arrange(block->marks, sizeof(*block->marks), order, count, room);
    if (block->stamps != NULL)
        arrange(block->stamps, sizeof(*block->stamps), order, count, room);
    for (size_t i = 0; i < block->column_count; i++)
        if (block->columns[i].values != NULL)
            arrange(block->columns[i].values, evaluation_width_bytes(block->columns[i].width),
                    order, count, room);
    free(room);
    block->count = count;
}

void answers_block_remove(struct answers_block *block, const bool *is_removed)
{
    uint32_t *order = grow(NULL, block->count, sizeof(*order));
    size_t count = 0;
    for (size_t i = 0; i < block->count; i++)
        if (!is_removed[i])
            order[count++] = (uint32_t)i;
    if (count < block->count)
        arrange_all(block, order, count);
    free(order);
}

/* The rows in the order of their members, counted out. */
static uint32_t *order_rows(const struct answers_block *block, uint32_t most)
{
    uint32_t *begin = grow(NULL, (size_t)most + 2, sizeof(*begin));
    uint32_t *order = grow(NULL, block->count, sizeof(*order));
    memset(begin, 0, ((size_t)most + 2) * sizeof(*begin));
    for (size_t i = 0; i < block->count; i++)
        begin[block->members[i] + 1]++;
    for (size_t i = 0; i < most; i++)
        begin[i + 1] += begin[i];
    for (size_t i = 0; i < block->count; i++)
        order[begin[block->members[i]]++] = (uint32_t)i;
    free(begin);
    return order;
}

static int compare_rows(const void *a, const void *b, void *context)
{
    const uint32_t *members = context;
    uint32_t x = members[*(const uint32_t *)a], y = members[*(const uint32_t *)b];
    return x < y ? -1 : x > y;
}

/* Puts the rows in order where few are not; false if these are many. */
static bool merge_rows(struct answers_block *block, size_t sorted)
{
    struct merge merge;
    if (!merge_find(&merge, (uint32_t)sorted, (uint32_t)block->count, compare_rows, block->members))
        return false;
    merge_apply(&merge, block->members, sizeof(*block->members));
    merge_apply(&merge, block->marks, sizeof(*block->marks));
    if (block->stamps != NULL)
        merge_apply(&merge, block->stamps, sizeof(*block->stamps));
    for (size_t i = 0; i < block->column_count; i++)
        if (block->columns[i].values != NULL)
            merge_apply(&merge, block->columns[i].values,
                        evaluation_width_bytes(block->columns[i].width));
    merge_free(&merge);
    return true;
}

void answers_block_sort(struct answers_block *block, const uint32_t *rank)
{
    uint32_t most = 0;
    size_t sorted = 1;
    for (size_t i = 0; i < block->count; i++) {
        if (rank != NULL)
            block->members[i] = rank[block->members[i]];
        if (sorted == i && block->members[i - 1] < block->members[i])
            sorted++;
        most = block->members[i] > most ? block->members[i] : most;
    }
    if (sorted >= block->count || merge_rows(block, sorted))
        return;
    uint32_t *order = order_rows(block, most);
    arrange_all(block, order, block->count);
    free(order);
}
