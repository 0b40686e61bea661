/*
 * Reading members of a JSON document with an error for everything that is not as it should be.
 */
#ifndef AGGREGATOR_PLAN_JSON_H
#define AGGREGATOR_PLAN_JSON_H

#include <json-c/json.h>

#include "evaluation/interner.h"
#include "evaluation/plan.h"
#include "nearest.h"
#include "problems.h"

/* The names that what follows can refer to; the number of each is its place in the plan. */
struct plan_names {
    struct evaluation_interner questions, scales, rosters, analyses;
};

/* What the reader of a plan knows while it reads. */
struct plan_reader {
    struct base_arena *arena;
    const char *file;
    struct aggregator_problems *problems;
    struct evaluation_plan *plan;
    struct plan_names *names;
};

/* One value and where it stands. `json` may be NULL (JSON's null). */
struct plan_value {
    struct json_object *json;
    const char *pointer;
};

/* The member of an object; false if it has none of that name. */
bool plan_member(const struct plan_reader *reader, struct plan_value object, const char *name,
                 struct plan_value *ret_value);

/* The element of an array. */
struct plan_value plan_element(const struct plan_reader *reader, struct plan_value array,
                               size_t index);

/* False, with an error, unless the value is an object; every member that is not among the
   names (separated by single spaces) is an error too. */
bool plan_object(const struct plan_reader *reader, struct plan_value value, const char *names);

/* False, with an error, unless the value is an array. */
bool plan_array(const struct plan_reader *reader, struct plan_value value, size_t *ret_count);

/* The end of a message about a name that is none of these: what was meant, or nothing. */
const char *plan_nearest(const struct plan_reader *reader, const char *name,
                         const struct evaluation_interner *known);

/* Each reads one value; on an error (reported) the result is false and `*ret` untouched. */
bool plan_text(const struct plan_reader *reader, struct plan_value value, const char **ret);
bool plan_number(const struct plan_reader *reader, struct plan_value value, double minimum,
                 double maximum, double *ret);
bool plan_integer(const struct plan_reader *reader, struct plan_value value, int minimum,
                  int maximum, int *ret);
bool plan_boolean(const struct plan_reader *reader, struct plan_value value, bool *ret);

/* A word out of a list separated by "|": its place in the list. */
bool plan_word(const struct plan_reader *reader, struct plan_value value, const char *words,
               size_t *ret);

/* Array of texts. */
bool plan_texts(const struct plan_reader *reader, struct plan_value value, size_t *ret_count,
                const char *const **ret);

/* The index of a question, scale or roster that the plan defines. */
bool plan_question(const struct plan_reader *reader, struct plan_value value, size_t *ret);
bool plan_scale(const struct plan_reader *reader, struct plan_value value, size_t *ret);
bool plan_roster(const struct plan_reader *reader, struct plan_value value, size_t *ret);
bool plan_questions(const struct plan_reader *reader, struct plan_value value, size_t *ret_count,
                    const size_t **ret);

/* Reads one analysis; false when it has an error. */
bool plan_analysis(const struct plan_reader *reader, struct plan_value value,
                   struct evaluation_analysis *analysis);

#endif
