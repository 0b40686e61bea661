/*
 * Results: one record per analysis, a tree of named fields.
 *
 * A figure that is undefined is null: numbers that are not finite become null, so that no result
 * ever holds NaN or infinity. Everything lives on the arena that the record was made with; names of
 * fields must outlive it (they are literals, or identifiers of the plan or the data).
 */
#ifndef SURVEYD_EVALUATION_RESULT_H
#define SURVEYD_EVALUATION_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Why the main estimate is undefined. */
#define EVALUATION_REASON_LIST(X)                                                                  \
    X(EVALUATION_REASON_NONE, NULL)                                                                \
    X(EVALUATION_NO_DATA, "no_data")                                                               \
    X(EVALUATION_N_TOO_SMALL, "n_too_small")                                                       \
    X(EVALUATION_TOO_FEW_ITEMS, "too_few_items")                                                   \
    X(EVALUATION_ZERO_VARIANCE, "zero_variance")                                                   \
    X(EVALUATION_SINGLE_GROUP, "single_group")                                                     \
    X(EVALUATION_NOT_IDENTIFIED, "not_identified")                                                 \
    X(EVALUATION_HEYWOOD, "heywood")

enum evaluation_reason {
#define EVALUATION_REASON_ENUM(name, word) name,
    EVALUATION_REASON_LIST(EVALUATION_REASON_ENUM)
#undef EVALUATION_REASON_ENUM
};

/* The word of a reason; NULL for EVALUATION_REASON_NONE. Static storage. */
const char *evaluation_reason_word(enum evaluation_reason reason);

enum evaluation_kind {
    EVALUATION_NULL,
    EVALUATION_INTEGER,
    EVALUATION_NUMBER,
    EVALUATION_TEXT,
    EVALUATION_LIST,
    EVALUATION_RECORD,
};

struct evaluation_value {
    enum evaluation_kind kind;
    union {
        int64_t integer;
        double number; /* finite */
        const char *text;
        struct evaluation_list *list;
        struct evaluation_record *record;
    };
};

struct evaluation_list {
    struct base_arena *arena;
    size_t count, capacity;
    struct evaluation_value *items;
};

struct evaluation_field {
    const char *name;
    struct evaluation_value value;
};

struct evaluation_record {
    struct base_arena *arena;
    size_t count, capacity;
    struct evaluation_field *fields; /* in the order in which they were put; names are unique */
};

/* What one analysis gave. */
struct evaluation_result {
    const char *id;
    const char *metric;
    enum evaluation_reason reason;
    struct evaluation_record *values;
};

/* An empty record. */
struct evaluation_record *evaluation_record_new(struct base_arena *arena);

/* Adds a field. A number that is not finite is put as null; a NULL text as null. */
void evaluation_put_null(struct evaluation_record *record, const char *name);
void evaluation_put_integer(struct evaluation_record *record, const char *name, int64_t value);
void evaluation_put_count(struct evaluation_record *record, const char *name, size_t value);
void evaluation_put_number(struct evaluation_record *record, const char *name, double value);
void evaluation_put_text(struct evaluation_record *record, const char *name, const char *value);

/* Adds a field that is a record or a list, and returns it to be filled. */
struct evaluation_record *evaluation_put_record(struct evaluation_record *record, const char *name);
struct evaluation_list *evaluation_put_list(struct evaluation_record *record, const char *name);

/* Adds an element to a list. */
void evaluation_list_integer(struct evaluation_list *list, int64_t value);
void evaluation_list_number(struct evaluation_list *list, double value);
void evaluation_list_text(struct evaluation_list *list, const char *value);
struct evaluation_record *evaluation_list_record(struct evaluation_list *list);

/* A copy on another arena, with all names and texts; id and metric are NULL. */
struct evaluation_result evaluation_result_copy(struct base_arena *arena,
                                                const struct evaluation_result *result);

/* The value of a field; NULL if the record has none of that name. */
const struct evaluation_value *evaluation_record_find(const struct evaluation_record *record,
                                                      const char *name);

/* The field as a number (an integer counts as one); not a number if it is null or not there. */
double evaluation_record_number(const struct evaluation_record *record, const char *name);

#endif
