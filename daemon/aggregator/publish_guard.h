/*
 * Whether a figure would tell on a few: by how it differs from what was published before, by how it
 * differs from another figure about nearly the same answers, or because nearly everybody answered
 * alike.
 */
#ifndef AGGREGATOR_PUBLISH_GUARD_H
#define AGGREGATOR_PUBLISH_GUARD_H

#include "publish.h"
#include "source.h"

/* The fields of a result that count the people behind it; NULL where there is no second one. */
typedef const char *const publish_counts[2];

/* One flag per question of the plan: its answers must not be inferable for a whole group. A
   question of several columns stands for all of them. On the arena. */
const bool *publish_sensitive_questions(struct base_arena *arena, const struct source *source,
                                        const struct evaluation_plan *plan);

/* Which cycles of the programme (one flag each) the analysis draws on; on the publisher's arena. */
const bool *publish_cycles_of(const struct publisher *publisher,
                              const struct evaluation_analysis *analysis);

/* Publishing the result as it is now would tell on fewer than the minimum by how it differs from
   what was published before. */
bool publish_differs_by_few(const struct publisher *publisher, const publish_counts counts,
                            const struct evaluation_analysis *analysis, const char *id);

/* The result is about some of those whose answers are published as an item, and the others are
   fewer than the minimum: the two figures together would tell their answers. */
bool publish_leaves_out_few(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result);

/* A sensitive question is behind the result, and all its answers but at most one are equal: whoever
   gave the odd one learns all the others. */
bool publish_reveals_class(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis,
                           const struct evaluation_result *result);

#endif
