/*
 * The catalogue: one row per metric, and the one way to compute an analysis.
 *
 * Whatever must know about metrics (the reader of plans, the documentation, the report) reads it
 * here; a new metric is one function and one row.
 */
#ifndef SURVEYD_EVALUATION_CATALOGUE_H
#define SURVEYD_EVALUATION_CATALOGUE_H

#include "evaluation/request.h"

/* What the parameters of requests are called, and what they hold. */
#define EVALUATION_PARAMETER_LIST(X)                                                               \
    X(EVALUATION_PARAMETER_CYCLE, "cycle")             /* a cycle */                               \
    X(EVALUATION_PARAMETER_FROM, "from")               /* a cycle */                               \
    X(EVALUATION_PARAMETER_TO, "to")                   /* a cycle */                               \
    X(EVALUATION_PARAMETER_CYCLES, "cycles")           /* cycles, at least two, ascending */       \
    X(EVALUATION_PARAMETER_QUESTION, "question")       /* a question */                            \
    X(EVALUATION_PARAMETER_SCALE, "scale")             /* a scale */                               \
    X(EVALUATION_PARAMETER_QUALITY, "quality")         /* a question */                            \
    X(EVALUATION_PARAMETER_TOLD, "told")               /* a question */                            \
    X(EVALUATION_PARAMETER_REACH, "reach")             /* a question */                            \
    X(EVALUATION_PARAMETER_QUESTIONS, "questions")     /* questions */                             \
    X(EVALUATION_PARAMETER_VARIABLE, "variable")       /* a variable */                            \
    X(EVALUATION_PARAMETER_PRE, "pre")                 /* a variable */                            \
    X(EVALUATION_PARAMETER_THEN, "then")               /* a variable */                            \
    X(EVALUATION_PARAMETER_POST, "post")               /* a variable */                            \
    X(EVALUATION_PARAMETER_X, "x")                     /* a variable */                            \
    X(EVALUATION_PARAMETER_Y, "y")                     /* a variable */                            \
    X(EVALUATION_PARAMETER_X_THRESHOLD, "x_threshold") /* a number */                              \
    X(EVALUATION_PARAMETER_Y_THRESHOLD, "y_threshold") /* a number */                              \
    X(EVALUATION_PARAMETER_THRESHOLD, "threshold")     /* a number */                              \
    X(EVALUATION_PARAMETER_RELIABILITY, "reliability") /* a number */                              \
    X(EVALUATION_PARAMETER_MIN_POINTS, "min_points")   /* an integer from 2 */                     \
    X(EVALUATION_PARAMETER_UNIT, "unit")               /* participant, organisation, actor_type */ \
    X(EVALUATION_PARAMETER_GROUP, "group")   /* organisation, actor_type, participant, all */      \
    X(EVALUATION_PARAMETER_BY, "by")         /* organisation, actor_type */                        \
    X(EVALUATION_PARAMETER_BASE, "base")     /* previous, earlier, all */                          \
    X(EVALUATION_PARAMETER_FIRST, "first")   /* a group */                                         \
    X(EVALUATION_PARAMETER_SECOND, "second") /* a group */                                         \
    X(EVALUATION_PARAMETER_LIST_GROUPS, "list_groups")             /* true or false */             \
    X(EVALUATION_PARAMETER_ROSTER, "roster")                       /* a roster */                  \
    X(EVALUATION_PARAMETER_MISSING, "missing")                     /* reconstruct, strict */       \
    X(EVALUATION_PARAMETER_K, "k")                                 /* an integer from 1 */         \
    X(EVALUATION_PARAMETER_MIN_ORGANISATIONS, "min_organisations") /* an integer from 1 */         \
    X(EVALUATION_PARAMETER_COUNT_BASE, "count_base")               /* 1, 3, 5 */                   \
    X(EVALUATION_PARAMETER_SENSITIVE, "sensitive")                 /* true or false */             \
    X(EVALUATION_PARAMETER_RELEASES, "releases")                   /* releases */                  \
    X(EVALUATION_PARAMETER_FAMILY, "family") /* references to earlier results */                   \
    X(EVALUATION_PARAMETER_FILTER, "filter") /* a filter */

enum evaluation_parameter {
#define EVALUATION_PARAMETER_ENUM(name, word) name,
    EVALUATION_PARAMETER_LIST(EVALUATION_PARAMETER_ENUM)
#undef EVALUATION_PARAMETER_ENUM
        EVALUATION_PARAMETER_COUNT
};

/* A set of parameters: bit n stands for parameter n. */
#define EVALUATION_BIT(parameter) (UINT64_C(1) << (parameter))

typedef void (*evaluation_function)(const struct evaluation_request *request,
                                    struct evaluation_result *result);

struct evaluation_metric {
    const char *id;
    const char *name;     /* in plain words */
    const char *question; /* what it answers */
    uint64_t required;    /* parameters that a request must have */
    uint64_t optional;    /* that it may have */
    bool either_scale;    /* `question` or `scale`: exactly one of the two */
    bool binary;          /* its question or variables must be binary */
    bool bounded;         /* its variables must have a range */
    int minimum_n;        /* observations from which the main estimate is defined */
    evaluation_function compute;
    const char *anchor; /* section of docs/metrics.md */
};

/* All metrics, in the order of the documentation. */
const struct evaluation_metric *evaluation_catalogue(size_t *ret_count);

/* The metric of that identifier; NULL if there is none. */
const struct evaluation_metric *evaluation_catalogue_find(const char *id);

/* The name of a parameter. Static storage. */
const char *evaluation_parameter_name(enum evaluation_parameter parameter);

/* Computes one analysis of the plan. `earlier` are the results of the analyses before it. The
   result lives on `arena`; it refers to identifiers of the plan and of the data. */
struct evaluation_result
evaluation_compute(struct base_arena *arena, const struct evaluation_plan *plan,
                   const struct evaluation_data *data, const struct evaluation_analysis *analysis,
                   const struct evaluation_result *earlier, size_t earlier_count);

#endif
