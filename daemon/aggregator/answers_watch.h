/*
 * What is suspicious in answers and plan without being wrong: a word that is no word of a reserved
 * question, a question, cycle or actor type that the plan does not know, a name in a filter that
 * nobody has. Nothing is computed differently for it, but it is most likely a slip.
 */
#ifndef AGGREGATOR_ANSWERS_WATCH_H
#define AGGREGATOR_ANSWERS_WATCH_H

#include "evaluation/data.h"
#include "evaluation/plan.h"
#include "problems.h"

struct answers_watch;

/* On the arena; the plan must outlive it. */
struct answers_watch *answers_watch_new(struct base_arena *arena,
                                        const struct evaluation_plan *plan);

/* Looks at one row; its texts need not stay. */
void answers_watch_row(struct answers_watch *watch, const struct evaluation_row *row);

/* After the last row: a warning of each kind, with how often and where first. */
void answers_watch_tell(const struct answers_watch *watch, const char *plan_file,
                        const char *data_file, struct aggregator_problems *warnings);

#endif
