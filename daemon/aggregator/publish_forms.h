/*
 * What is published of each metric, once it may be published at all.
 */
#ifndef AGGREGATOR_PUBLISH_FORMS_H
#define AGGREGATOR_PUBLISH_FORMS_H

#include "publish.h"

#define PUBLISH_FIGURES_MAX 14
#define PUBLISH_COUNTS_MAX 3

/* The decimals of a p-value, and what stands for those that would be rounded to nothing: a bound,
   from which adjusted p-values err on the side of caution. */
#define PUBLISH_CHANCE 3
#define PUBLISH_CHANCE_LEAST 0.0005

/* A figure of a result and the decimals at which it is shown. */
struct publish_figure {
    const char *field;
    int decimals; /* PUBLISH_CHANCE: a p-value */
};

/* What may be published of a metric, and the counts that must reach the minimum group size. Names
   of counts may lead into a record of the result: "retrospective.n". */
struct publication {
    const char *metric;
    const char *counts[PUBLISH_COUNTS_MAX];
    bool is_of_answers; /* answers, not mere presence: guarded against differencing */
    struct publish_figure figures[PUBLISH_FIGURES_MAX];
};

/* NULL if nothing is published of the metric (or not by a table: participation.flow). */
const struct publication *publish_find(const char *metric);

/* The published form; owned by the caller. */
struct json_object *publish_form(const struct publisher *publisher,
                                 const struct publication *publication,
                                 const struct evaluation_analysis *analysis,
                                 const struct evaluation_result *result);

/* Adds a figure of a record, rounded; null if it is not known. */
void publish_add(struct json_object *object, const struct evaluation_record *values,
                 const char *field, int decimals);

/* A field of a record by a name that may lead into records; not a number if it is not there. */
double publish_number(const struct evaluation_record *values, const char *path);

/* Whether enough people are behind a figure about organisations or types. */
bool publish_is_of_enough_people(const struct publisher *publisher,
                                 const struct publication *publication,
                                 const struct evaluation_analysis *analysis);

/* Whether it may be told how many of each actor type are present in a cycle. Who attended was seen
   by all; who answered was not, so there everybody's type must be of enough people. */
bool publish_types_are_open(const struct publisher *publisher, int cycle);

/* The same of those alone who are of no declared type: the difference of two published totals. */
bool publish_others_are_open(const struct publisher *publisher, int cycle);

/* Whether no answer can come to a cycle of the programme any more. */
bool publish_is_over(const struct publisher *publisher, int cycle);

/* What is more than figures of some metrics; each adds to the object. */
void publish_item(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                  const struct evaluation_result *result, struct json_object *object);
void publish_course(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                    const struct evaluation_result *result, struct json_object *object);
void publish_retrospective(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis,
                           const struct evaluation_result *result, struct json_object *object);
void publish_turnover(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object);
void publish_diversity(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result, struct json_object *object);
void publish_representation(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result, struct json_object *object);
void publish_referral(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object);
void publish_breakdown(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result, struct json_object *object);
void publish_types(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                   const struct evaluation_result *result, struct json_object *object);
void publish_respondents(const struct publisher *publisher,
                         const struct evaluation_analysis *analysis,
                         const struct evaluation_result *result, struct json_object *object);

#endif
