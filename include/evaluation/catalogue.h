/*
 * The catalogue: one row per metric, and the one way to compute an analysis.
 *
 * Whatever must know about metrics (the reader of plans, `survey-aggregator metrics`, the
 * documentation, the report) reads it here; a new metric is one function, one row, and the table of
 * its fields.
 */
#ifndef SURVEYD_EVALUATION_CATALOGUE_H
#define SURVEYD_EVALUATION_CATALOGUE_H

#include "evaluation/request.h"

/* What the parameters of requests are called, what they hold, and what holds where an optional one
   is left out. */
#define EVALUATION_PARAMETER_LIST(X)                                                               \
    X(EVALUATION_PARAMETER_CYCLE, "cycle", "a cycle", NULL)                                        \
    X(EVALUATION_PARAMETER_FROM, "from", "a cycle", NULL)                                          \
    X(EVALUATION_PARAMETER_TO, "to", "another cycle", NULL)                                        \
    X(EVALUATION_PARAMETER_CYCLES, "cycles", "cycles, at least one, ascending", NULL)              \
    X(EVALUATION_PARAMETER_QUESTION, "question", "a question", NULL)                               \
    X(EVALUATION_PARAMETER_SCALE, "scale", "a scale", NULL)                                        \
    X(EVALUATION_PARAMETER_QUALITY, "quality", "a question", "none")                               \
    X(EVALUATION_PARAMETER_TOLD, "told", "a yes-no question", NULL)                                \
    X(EVALUATION_PARAMETER_REACH, "reach", "a question with a number", NULL)                       \
    X(EVALUATION_PARAMETER_QUESTIONS, "questions", "a list of questions", NULL)                    \
    X(EVALUATION_PARAMETER_VARIABLE, "variable",                                                   \
      "a question or scale, with its cycle unless cycles are named", NULL)                         \
    X(EVALUATION_PARAMETER_PRE, "pre", "a question or scale, and its cycle", NULL)                 \
    X(EVALUATION_PARAMETER_THEN, "then", "a question or scale, and its cycle", NULL)               \
    X(EVALUATION_PARAMETER_POST, "post", "a question or scale, and its cycle", NULL)               \
    X(EVALUATION_PARAMETER_X, "x", "a question or scale, and its cycle", NULL)                     \
    X(EVALUATION_PARAMETER_Y, "y", "a question or scale, and its cycle", NULL)                     \
    X(EVALUATION_PARAMETER_X_THRESHOLD, "x_threshold", "a number: x counts from it on", NULL)      \
    X(EVALUATION_PARAMETER_Y_THRESHOLD, "y_threshold", "a number: y counts from it on", NULL)      \
    X(EVALUATION_PARAMETER_THRESHOLD, "threshold", "a number: an answer counts from it on", NULL)  \
    X(EVALUATION_PARAMETER_RELIABILITY, "reliability", "a number between 0 and 1",                 \
      "alpha of the first measurement, a scale")                                                   \
    X(EVALUATION_PARAMETER_MIN_POINTS, "min_points", "an integer from 2", "3")                     \
    X(EVALUATION_PARAMETER_UNIT, "unit", "participant, organisation or actor_type", "participant") \
    X(EVALUATION_PARAMETER_GROUP, "group", "organisation, actor_type, participant or all", NULL)   \
    X(EVALUATION_PARAMETER_BY, "by", "organisation or actor_type", NULL)                           \
    X(EVALUATION_PARAMETER_BASE, "base", "previous, earlier or all", "previous")                   \
    X(EVALUATION_PARAMETER_FIRST, "first", "a group", NULL)                                        \
    X(EVALUATION_PARAMETER_SECOND, "second", "a group", NULL)                                      \
    X(EVALUATION_PARAMETER_LIST_GROUPS, "list_groups", "true or false", "true")                    \
    X(EVALUATION_PARAMETER_ROSTER, "roster", "a roster", NULL)                                     \
    X(EVALUATION_PARAMETER_MISSING, "missing", "reconstruct or strict", "reconstruct")             \
    X(EVALUATION_PARAMETER_K, "k", "an integer from 1: the smallest group that is published",      \
      NULL)                                                                                        \
    X(EVALUATION_PARAMETER_MIN_ORGANISATIONS, "min_organisations", "an integer from 1", "1")       \
    X(EVALUATION_PARAMETER_COUNT_BASE, "count_base", "1, 3 or 5", "1")                             \
    X(EVALUATION_PARAMETER_SENSITIVE, "sensitive", "true or false", "false")                       \
    X(EVALUATION_PARAMETER_RELEASES, "releases", "a list of {id, filter, exclude, override}",      \
      NULL)                                                                                        \
    X(EVALUATION_PARAMETER_FAMILY, "family", "a list of {id, field} of earlier analyses", NULL)    \
    X(EVALUATION_PARAMETER_FILTER, "filter",                                                       \
      "{participant, organisation, actor_type}: lists of those who enter", "everybody")

enum evaluation_parameter {
#define EVALUATION_PARAMETER_ENUM(name, word, holds, standard) name,
    EVALUATION_PARAMETER_LIST(EVALUATION_PARAMETER_ENUM)
#undef EVALUATION_PARAMETER_ENUM
        EVALUATION_PARAMETER_COUNT
};

/* A set of parameters: bit n stands for parameter n. */
#define EVALUATION_BIT(parameter) (UINT64_C(1) << (parameter))

typedef void (*evaluation_function)(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* What one field of a result is. */
struct evaluation_field_row {
    const char *name;    /* path: "groups[].rate" is `rate` of each record of the list `groups` */
    const char *unit;    /* "people", "share" (0 to 1), "answer" (as the question's scale), ... */
    const char *meaning; /* a few words, or the formula */
};

struct evaluation_metric {
    const char *id;
    const char *name;     /* in plain words */
    const char *question; /* what it answers */
    uint64_t required;    /* parameters that a request must have */
    uint64_t optional;    /* that it may have */
    bool either_scale;    /* `question` or `scale`: exactly one of the two */
    const char *needs;    /* what its questions must be, or it is not_identified; NULL: anything */
    const char *count;    /* the field that counts observations */
    int minimum_n;        /* the least value of it with which the main estimate is defined */
    evaluation_function compute;
    const struct evaluation_field_row *fields; /* ends with a row without a name */
    const char *source;                        /* who defined it */
    const char *in_r;                          /* what gives the same in R; NULL: nothing known */
    const char *anchor;                        /* section of docs/metrics.md */
};

/* All metrics, in the order of the documentation. */
const struct evaluation_metric *evaluation_catalogue(size_t *ret_count);

/* The metric of that identifier; NULL if there is none. */
const struct evaluation_metric *evaluation_catalogue_find(const char *id);

/* The name of a parameter, what it holds, and what holds where it is left out (NULL: it must be
   given). Static storage. */
const char *evaluation_parameter_name(enum evaluation_parameter parameter);
const char *evaluation_parameter_holds(enum evaluation_parameter parameter);
const char *evaluation_parameter_standard(enum evaluation_parameter parameter);

/* Computes one analysis of the plan. `earlier` are the results of the analyses before it. The
   result lives on `arena`; it refers to identifiers of the plan and of the data. */
struct evaluation_result
evaluation_compute(struct base_arena *arena, const struct evaluation_plan *plan,
                   const struct evaluation_data *data, const struct evaluation_analysis *analysis,
                   const struct evaluation_result *earlier, size_t earlier_count);

#endif
