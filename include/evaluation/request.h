/*
 * What a metric is given to compute with, and how it takes variables from the answer table.
 */
#ifndef SURVEYD_EVALUATION_REQUEST_H
#define SURVEYD_EVALUATION_REQUEST_H

#include "evaluation/data.h"
#include "evaluation/plan.h"
#include "evaluation/result.h"
#include "evaluation/statistics.h"

/* Whose rows a filter lets pass: those of marked affiliations (NULL: of all) and of marked
   participants (NULL: of all). */
struct evaluation_selection {
    const struct evaluation_data *data;
    const bool *affiliations;
    const bool *participants;
};

struct evaluation_request {
    struct base_arena *arena;   /* for what the result keeps */
    struct base_arena *scratch; /* for everything else; freed when the analysis is done */
    const struct evaluation_plan *plan;
    const struct evaluation_data *data;
    const struct evaluation_analysis *analysis;
    const struct evaluation_selection *selected; /* by the filter; NULL: everything is */
    size_t earlier_count;
    const struct evaluation_result *earlier; /* results of the analyses before this one */
};

/* The values of a variable, one per participant that has one, in ascending order of participant. */
struct evaluation_series {
    size_t count;
    uint32_t *members; /* whose row it was (of a scale: the first valid item's) */
    double *values;
    double magnitude; /* the largest absolute answer that enters; 0 if count is 0 */
    size_t
        missing; /* participants with a row but no valid answer: empty (of a scale: any reason) */
    size_t invalid; /* likewise, but answered with something that is not valid */
};

/* Participants with all of several questions valid, in ascending order of participant. */
struct evaluation_matrix {
    size_t rows, columns;
    uint32_t *members; /* whose row the first question's was */
    double *values;    /* row by row */
    size_t put;        /* participants to whom at least one of the questions was put */
    size_t partial;    /* with at least one valid answer, but not all */
    double magnitude;
};

/* Two variables of the same participants. */
struct evaluation_pairs {
    size_t count;
    uint32_t *members; /* of the first variable */
    double *first, *second;
    size_t only_first, only_second;
    double magnitude; /* of both */
};

/* True if rows of this member are selected. */
static inline bool evaluation_selection_has(const struct evaluation_selection *selection,
                                            uint32_t member)
{
    const struct evaluation_data *data = selection->data;
    return (selection->affiliations == NULL ||
            selection->affiliations[data->affiliation_of[member]]) &&
           (selection->participants == NULL ||
            selection->participants[data->members[member].participant]);
}

/* An answer and whose it is. */
struct evaluation_cell {
    uint32_t member;
    double value; /* a number, missing or invalid */
};

/* Reads a row of a column; false if it holds no answer, or one that the filter leaves out. */
static inline bool evaluation_request_cell(const struct evaluation_request *request,
                                           const struct evaluation_column *column, size_t row,
                                           struct evaluation_cell *ret_cell)
{
    ret_cell->value = evaluation_column_value(column, row);
    ret_cell->member = evaluation_rows_member(column->rows, row);
    return ret_cell->value != EVALUATION_ABSENT &&
           (request->selected == NULL ||
            evaluation_selection_has(request->selected, ret_cell->member));
}

/* What the filter selects, on the arena; NULL if every row passes. */
const struct evaluation_selection *evaluation_filter_select(const struct evaluation_filter *filter,
                                                            const struct evaluation_data *data,
                                                            struct base_arena *arena);

/* The column of one of the plan's questions in a cycle. */
const struct evaluation_column *evaluation_request_column(const struct evaluation_request *request,
                                                          size_t question, int cycle);

/* The participant to whom a member's rows belong. */
uint32_t evaluation_request_participant(const struct evaluation_request *request, uint32_t member);

/* The organisation or actor type of a member, by the kind of unit (its participant for
   EVALUATION_UNIT_PARTICIPANT, 0 for EVALUATION_UNIT_ALL); EVALUATION_NONE if unknown. */
uint32_t evaluation_request_unit(const struct evaluation_request *request, uint32_t member,
                                 enum evaluation_unit unit);

/* The names of the units of a kind; not for EVALUATION_UNIT_ALL. */
const struct evaluation_names *evaluation_request_units(const struct evaluation_request *request,
                                                        enum evaluation_unit unit);

/* Valid answers to a question, as given or (with `reversed`) reversed if the question is marked. */
struct evaluation_series evaluation_series_question(const struct evaluation_request *request,
                                                    size_t question, int cycle, bool reversed);

/* How the valid answers to a question are distributed, as given; beside them how many are missing
   and invalid (both may be NULL). */
struct evaluation_distribution
evaluation_distribution_question(const struct evaluation_request *request, size_t question,
                                 int cycle, size_t *ret_missing, size_t *ret_invalid);

/* Values of a scale: means of the valid items of those who answered enough of them. */
struct evaluation_series evaluation_series_scale(const struct evaluation_request *request,
                                                 size_t scale, int cycle);

/* A question (reversed where marked) or a scale. */
struct evaluation_series evaluation_series_variable(const struct evaluation_request *request,
                                                    const struct evaluation_variable *variable);

/* Participants with all the questions valid, reversed where marked if `reversed`. */
struct evaluation_matrix evaluation_matrix_questions(const struct evaluation_request *request,
                                                     size_t count, const size_t *questions,
                                                     int cycle, bool reversed);

/* The participants that both series have. The pairs take the place of the series, which are empty
   afterwards. */
struct evaluation_pairs evaluation_series_pair(const struct evaluation_request *request,
                                               struct evaluation_series *first,
                                               struct evaluation_series *second);

/* How the pairs of two variables are distributed: for what does not depend on whose they are. Also
   how each variable is distributed over everybody who has it (both may be NULL). */
struct evaluation_joint evaluation_joint_variables(const struct evaluation_request *request,
                                                   const struct evaluation_variable *first,
                                                   const struct evaluation_variable *second,
                                                   struct evaluation_distribution *ret_first,
                                                   struct evaluation_distribution *ret_second);

/* How a variable is distributed over everybody who has it; beside that how many were put a question
   and have no value, and the largest absolute answer. */
struct evaluation_distribution
evaluation_distribution_variable(const struct evaluation_request *request,
                                 const struct evaluation_variable *variable, size_t *ret_missing,
                                 double *ret_magnitude);

/* The pairs of two variables. */
struct evaluation_pairs evaluation_pairs_variables(const struct evaluation_request *request,
                                                   const struct evaluation_variable *first,
                                                   const struct evaluation_variable *second);

#endif
