/*
 * What is stored of one cycle, in columns: the responses, and what is recorded of participation.
 *
 * A response is a row of the answers' columns, a byte for most answers. Rows come in any order;
 * answers_cycle_sort puts them in that of the people.
 */
#ifndef AGGREGATOR_ANSWERS_CYCLE_H
#define AGGREGATOR_ANSWERS_CYCLE_H

#include "evaluation/data.h"

/* The answers to one question. */
struct answers_column {
    const char *question;
    enum evaluation_width width;
    void *values; /* NULL: all cells are EVALUATION_ABSENT */
};

/* Rows of people, with columns of the same length. */
struct answers_block {
    size_t count, capacity;
    uint32_t *members; /* index into the people's members */
    uint32_t *marks;   /* of responses: other answers of the same person have another mark */
    uint32_t *stamps;  /* of responses, see answers_block_stamp; NULL: all have the same */
    uint32_t stamp;    /* which then is this one */
    size_t column_count;
    struct answers_column *columns;
};

/* The columns of participation, in this order. */
enum answers_fact {
    ANSWERS_INVITED,
    ANSWERS_DELIVERY,
    ANSWERS_ATTENDED,
    ANSWERS_ASSIGNED,
    ANSWERS_REFERRER, /* number of a participant */
    ANSWERS_FACTS,
};

/* What the questions `attended` and `assigned` of the programme say, as the last columns of the
   responses. */
#define ANSWERS_TOLD_FACTS 2

struct answers_cycle {
    int cycle;
    struct answers_block responses; /* columns of questions, then ANSWERS_TOLD_FACTS */
    struct answers_block participation;
    size_t open_count;    /* responses by the open link */
    size_t removed_count; /* responses, known to the ledger, that are gone since it was settled */
};

/* Makes an empty block with columns of these names, which must outlive it. */
void answers_block_init(struct answers_block *block, const char *const *columns,
                        size_t column_count);
void answers_block_free(struct answers_block *block);

/* Adds a row, the cells of which are EVALUATION_ABSENT, and returns its place. */
size_t answers_block_add(struct answers_block *block, uint32_t member);

/* Writes a cell; widens the column if it must. */
void answers_block_write(struct answers_block *block, size_t column, size_t row, double value);

/* What the ledger knows of a response (release.h): 0, that it is not there yet. */
static inline uint32_t answers_block_stamp(const struct answers_block *block, size_t row)
{
    return block->stamps == NULL ? block->stamp : block->stamps[row];
}
/* How many rows from the first have all the stamps that there are. */
static inline size_t answers_block_stamped(const struct answers_block *block)
{
    return block->stamps == NULL && block->count > 0 ? 1 : block->count;
}
void answers_block_set_stamp(struct answers_block *block, size_t row, uint32_t stamp);

/* Where all rows have the same stamp, keeps it once. */
void answers_block_fold_stamps(struct answers_block *block);

/* Writes a cell that is a small whole number: answers_block_write, only faster. */
static inline void answers_block_write_code(struct answers_block *block, size_t column, size_t row,
                                            int code)
{
    if (block->columns[column].width == EVALUATION_BYTES && block->columns[column].values != NULL &&
        code >= INT8_MIN + EVALUATION_SPECIAL_VALUES && code <= INT8_MAX)
        ((int8_t *)block->columns[column].values)[row] = (int8_t)code;
    else
        answers_block_write(block, column, row, code);
}

/* Leaves out the marked rows (one flag per row). */
void answers_block_remove(struct answers_block *block, const bool *is_removed);

/* Sorts the rows by member, after giving members the numbers of `rank` (NULL: they keep theirs). */
void answers_block_sort(struct answers_block *block, const uint32_t *rank);

#endif
