/*
 * The logical answer table: one row per answer, kept in columns.
 *
 * A row says what one participant answered to one question in one cycle, and to which organisation
 * and actor type the participant belonged there. Rows go into a builder in any order; the finished
 * table is immutable and sorted (so that no figure depends on the order of the rows); what has been
 * counted of it is kept with it, so one thread at a time may compute from it. Columns that belong
 * together share their list of people, and each holds its answers as narrowly as they allow: mostly
 * a byte. Only answers to the questions that were asked for are kept.
 */
#ifndef SURVEYD_EVALUATION_DATA_H
#define SURVEYD_EVALUATION_DATA_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* No organisation, no actor type, no participant. */
#define EVALUATION_NONE UINT32_MAX

/* What a cell holds instead of a number: an empty answer (the question was put and not answered),
   one that is no number, or nothing at all (the question was not put). Compare the first with
   isnan.
 */
#define EVALUATION_MISSING ((double)NAN)
#define EVALUATION_INVALID ((double)INFINITY)
#define EVALUATION_ABSENT (-(double)INFINITY)

/* The questions that the table itself gives a meaning. */
#define EVALUATION_INVITED "@invited"
#define EVALUATION_DELIVERY "@delivery" /* cells hold an enum evaluation_delivery */
#define EVALUATION_STARTED "@started"
#define EVALUATION_ATTENDED "@attended"
#define EVALUATION_ASSIGNED "@assigned"
#define EVALUATION_REFERRER "@referrer" /* cells hold the index of a participant */

enum evaluation_delivery {
    EVALUATION_DELIVERED,
    EVALUATION_DECLINED,
    EVALUATION_UNDELIVERABLE,
    EVALUATION_OTHER,
    EVALUATION_INELIGIBLE,
};

/* Identifiers in ascending byte order; an index into `list` stands for the identifier. */
struct evaluation_names {
    size_t count;
    const char *const *list;
};

/* A participant as rows describe it: indices into the tables of names, or EVALUATION_NONE. One
   participant is several members when its rows name different organisations or actor types. */
struct evaluation_member {
    uint32_t participant;
    uint32_t organisation;
    uint32_t actor_type;
};

/* An organisation and an actor type that members have in common: indices, or EVALUATION_NONE. */
struct evaluation_affiliation {
    uint32_t organisation;
    uint32_t actor_type;
};

/* Whose the cells of some columns are. */
struct evaluation_rows {
    size_t count;
    const uint32_t *members; /* indices into members, in ascending order of participant; NULL: those
                                from first_member on */
    uint32_t first_member;
    bool has_repeats; /* a participant has several rows, as members that differ; of any question
                         at most one of them holds an answer */
};

/* How narrowly the cells of a column are stored. In integers the three least values stand for
   EVALUATION_ABSENT, EVALUATION_MISSING and EVALUATION_INVALID, in this order. */
enum evaluation_width { EVALUATION_BYTES, EVALUATION_SHORTS, EVALUATION_NUMBERS };
#define EVALUATION_SPECIAL_VALUES 3

/* All answers to one question in one cycle. */
struct evaluation_column {
    int cycle;
    const char *question;
    const struct evaluation_rows *rows; /* questions of one cycle have the same, the questions of
                                           the table itself may have others */
    enum evaluation_width width;
    const void *values; /* int8_t, int16_t or double, one per row */
};

struct evaluation_data {
    struct evaluation_names participants; /* `list` may be NULL: then nobody is named */
    struct evaluation_names organisations;
    struct evaluation_names actor_types;
    size_t member_count;
    const struct evaluation_member *members;
    size_t column_count;
    const struct evaluation_column *columns; /* ascending cycle, then question */
    uint64_t row_count;                      /* rows added, also those that were not kept */
    /* Since evaluation_data_affiliate. */
    size_t affiliation_count;
    const struct evaluation_affiliation *affiliations; /* in any order, no two equal */
    const uint32_t *affiliation_of;                    /* of each member */
    struct evaluation_tallies *tallies; /* what analyses have counted and others can use */
};

/* A row to add. The texts may be anything; blanks around them are not significant. */
struct evaluation_row {
    struct base_text participant;
    struct base_text organisation; /* empty: unknown */
    struct base_text actor_type;   /* empty: unknown */
    int cycle;
    struct base_text question;
    struct base_text value; /* empty: put but not answered */
    uint32_t line;
};

/* Two rows of the same participant, cycle and question. Valid during the callback. */
struct evaluation_duplicate {
    const char *participant;
    int cycle;
    const char *question;
    uint32_t first_line;
    uint32_t second_line;
};

struct evaluation_builder;

/* An empty builder; it is freed with the arena. */
struct evaluation_builder *evaluation_builder_new(struct base_arena *arena);

/* Keeps only rows of this question (and of those named by further calls, and of the reserved
   questions). Without a call all rows are kept. Call before the first row. */
void evaluation_builder_want(struct evaluation_builder *builder, const char *question);

/* Adds a row; texts are copied where they are needed. */
void evaluation_builder_add(struct evaluation_builder *builder, const struct evaluation_row *row);

/* Adds a row whose value is a number already. */
void evaluation_builder_add_number(struct evaluation_builder *builder,
                                   const struct evaluation_row *row, double value);

typedef void (*evaluation_duplicate_callback)(const struct evaluation_duplicate *duplicate,
                                              void *context);

/* Sorts and hands over the table, which lives as long as the builder's arena. When participants
   answered the same question of the same cycle twice, calls `each` for every such answer but the
   first, and the result is false. The builder takes no rows afterwards. */
bool evaluation_builder_finish(struct evaluation_builder *builder,
                               const struct evaluation_data **ret_data,
                               evaluation_duplicate_callback each, void *context);

/* A cell as a number, EVALUATION_MISSING, EVALUATION_INVALID or EVALUATION_ABSENT. */
static inline double evaluation_cell_of_integer(int value, int least)
{
    if (value >= least + EVALUATION_SPECIAL_VALUES)
        return value;
    return value == least       ? EVALUATION_ABSENT
           : value == least + 1 ? EVALUATION_MISSING
                                : EVALUATION_INVALID;
}
static inline double evaluation_column_value(const struct evaluation_column *column, size_t row)
{
    if (column->width == EVALUATION_BYTES)
        return evaluation_cell_of_integer(((const int8_t *)column->values)[row], INT8_MIN);
    if (column->width == EVALUATION_SHORTS)
        return evaluation_cell_of_integer(((const int16_t *)column->values)[row], INT16_MIN);
    return ((const double *)column->values)[row];
}

/* Writes a cell; the value must fit the width (evaluation_width_of). */
void evaluation_cell_write(void *values, enum evaluation_width width, size_t row, double value);

/* The narrowest width that holds a value. */
enum evaluation_width evaluation_width_of(double value);

/* Bytes of one cell. */
size_t evaluation_width_bytes(enum evaluation_width width);

/* The member of a row. */
static inline uint32_t evaluation_rows_member(const struct evaluation_rows *rows, size_t row)
{
    return rows->members == NULL ? rows->first_member + (uint32_t)row : rows->members[row];
}

/* The column of a question in a cycle; an empty one if it holds no row. */
const struct evaluation_column *evaluation_data_column(const struct evaluation_data *data,
                                                       int cycle, const char *question);

/* What a cell of EVALUATION_DELIVERY holds for a word; EVALUATION_INVALID for an unknown one. */
double evaluation_delivery_of(struct base_text word);

/* The part of the table that is about the marked participants (one flag each): with the same
   numbers, on the arena, and no longer valid than the whole. */
const struct evaluation_data *evaluation_data_restrict(struct base_arena *arena,
                                                       const struct evaluation_data *data,
                                                       const bool *is_kept);

/* Finds the affiliations of the members, and makes room for tallies; all on the arena, which must
   outlive the table. The last step of making one. */
void evaluation_data_affiliate(struct evaluation_data *data, struct base_arena *arena);

/* Sorts columns by cycle and question, as a table has them. */
void evaluation_columns_sort(struct evaluation_column *columns, size_t count);

/* The index of an identifier; EVALUATION_NONE if it does not occur. */
uint32_t evaluation_names_find(const struct evaluation_names *names, const char *name);

#endif
