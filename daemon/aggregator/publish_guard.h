/*
 * Whether a figure would tell on a few: by how it differs from what was published before, by how it
 * differs from another figure about nearly the same answers, or because nearly everybody answered
 * alike.
 */
#ifndef AGGREGATOR_PUBLISH_GUARD_H
#define AGGREGATOR_PUBLISH_GUARD_H

#include "publish.h"
#include "source.h"

/* What counts the people behind a figure: a field of the result of an analysis. */
struct publish_gauge {
    struct evaluation_analysis analysis;
    const char *field; /* may lead into a record: "retrospective.n" */
};

struct publication;

/* What counts the people behind a publication of an analysis: each must reach the minimum, and each
   must gain enough before a new publication. On the publisher's arena. */
const struct publish_gauge *publish_gauges(const struct publisher *publisher,
                                           const struct publication *publication,
                                           const struct evaluation_analysis *analysis,
                                           size_t *ret_count);

/* A count of each declared actor type, in the plan's order; `metric` takes the analysis's scale,
   roster and cycle. */
const struct publish_gauge *publish_type_gauges(const struct publisher *publisher,
                                                const struct evaluation_analysis *analysis,
                                                const char *metric, const char *field,
                                                size_t *ret_count);

/* The analysis by another metric, of one actor type; its filter is on the arena. */
struct evaluation_analysis publish_of_type(struct base_arena *arena,
                                           const struct evaluation_analysis *analysis,
                                           const char *metric, const char *type);

/* The count among all; 0 if it is not known. */
double publish_gauge_read(const struct publisher *publisher, const struct publish_gauge *gauge);

/* One flag per question of the plan: its answers must not be inferable for a whole group. A
   question of several columns stands for all of them. On the arena. */
const bool *publish_sensitive_questions(struct base_arena *arena, const struct source *source,
                                        const struct evaluation_plan *plan);

/* Which cycles of the programme (one flag each) the analysis draws on; on the publisher's arena. */
const bool *publish_cycles_of(const struct publisher *publisher,
                              const struct evaluation_analysis *analysis);

/* Publishing the result as it is now would tell on fewer than the minimum by how it differs from
   what was published before. */
bool publish_differs_by_few(const struct publisher *publisher, const struct publish_gauge *gauges,
                            size_t count, const struct evaluation_analysis *analysis,
                            const char *id);

/* The result is about some of those whose answers are published as an item, and the others are
   fewer than the minimum: the two figures together would tell their answers. */
bool publish_leaves_out_few(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result);

/* The result is about groups, or about a network, that a few could be told from: by what the groups
   leave over, by who is new in the network, or because a group is small. */
bool publish_is_narrow(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result);

/* Something that the analysis combines (a question of a scale, a question before and after) is
   published of fewer answers than there are, so that the two would be of different people. */
bool publish_parts_wait(const struct publisher *publisher,
                        const struct evaluation_analysis *analysis);

/* The result is about those who answered each of two questions, or in each of several cycles, and
   those who answered only some of the times are a few at one of them. */
bool publish_pairs_leave_out_few(const struct publisher *publisher,
                                 const struct evaluation_analysis *analysis,
                                 const struct evaluation_result *result);

/* Those who have only the first of two variables are a few, or those who have only the second. */
bool publish_comparison_leaves_out_few(const struct publisher *publisher,
                                       const struct evaluation_analysis *analysis,
                                       const struct evaluation_variable *first,
                                       const struct evaluation_variable *second);

/* In one of the analysis's cycles those who have no value in another of them are a few. */
bool publish_course_leaves_out_few(const struct publisher *publisher,
                                   const struct evaluation_analysis *analysis);

/* How many have just two of the variables pre, then and post. */
double publish_gave_two_of_three(const struct publisher *publisher,
                                 const struct evaluation_analysis *analysis);

/* A sensitive question is behind the result, and all its answers but at most one are equal: whoever
   gave the odd one learns all the others. */
bool publish_reveals_class(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis,
                           const struct evaluation_result *result);

/* The same of those who have come since the result was published: the two publications together
   would tell what they said. */
bool publish_newcomers_reveal_class(const struct publisher *publisher,
                                    const struct evaluation_analysis *analysis, const char *id);

#endif
