/*
 * The logical answer table: one row per answer, kept in columns.
 *
 * A row says what one participant answered to one question in one cycle, and to which organisation
 * and actor type the participant belonged there. Rows go into a builder in any order; the finished
 * table is immutable, sorted (so that no figure depends on the order of the rows), and may be
 * shared between threads. An answer takes 16 bytes, and only answers to the questions that were
 * asked for are kept.
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
   or one that is no number. Compare with isnan and isinf. */
#define EVALUATION_MISSING ((double)NAN)
#define EVALUATION_INVALID ((double)INFINITY)

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

/* One answer. */
struct evaluation_cell {
    uint32_t member; /* index into members */
    uint32_t line;   /* where the row came from, for messages; 0 if nowhere */
    double value;
};

/* All answers to one question in one cycle, in ascending order of participant. */
struct evaluation_column {
    int cycle;
    const char *question;
    size_t count;
    struct evaluation_cell *cells;
};

struct evaluation_data {
    struct evaluation_names participants;
    struct evaluation_names organisations;
    struct evaluation_names actor_types;
    size_t member_count;
    const struct evaluation_member *members;
    size_t column_count;
    const struct evaluation_column *columns; /* ascending cycle, then question */
    uint64_t row_count;                      /* rows added, also those that were not kept */
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

/* Two rows of the same participant, cycle and question. */
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

/* Sorts and hands over the table, which lives as long as the builder's arena. When a participant
   answered the same question of the same cycle twice, `*ret_duplicate` names the first such
   pair of lines, and the result is false. The builder takes no rows afterwards. */
bool evaluation_builder_finish(struct evaluation_builder *builder,
                               const struct evaluation_data **ret_data,
                               struct evaluation_duplicate *ret_duplicate);

/* The column of a question in a cycle; an empty one if it holds no row. */
const struct evaluation_column *evaluation_data_column(const struct evaluation_data *data,
                                                       int cycle, const char *question);

/* The index of an identifier; EVALUATION_NONE if it does not occur. */
uint32_t evaluation_names_find(const struct evaluation_names *names, const char *name);

#endif
