/*
 * The evaluation plan that follows from a programme: which questions there are, and which analyses
 * say what its evaluation block claims. As JSON, in the form that `compute` takes, so that
 * everybody can see and change it.
 */
#ifndef AGGREGATOR_DERIVE_H
#define AGGREGATOR_DERIVE_H

#include <json-c/json.h>

#include "source.h"

/* What only the data tell. */
struct derive_facts {
    bool attendance_is_known;  /* who is present: those who attended, else those who answered */
    bool *cycle_is_active;     /* one per cycle of the programme: there is something to evaluate */
    bool *cycle_bears;         /* the same: enough have answered for a comparison to be published;
                                  NULL: all do */
    const bool *cycle_is_over; /* the same: no answers come any more; NULL: all are over */
};

/* How answers of a column enter the plan. */
enum derive_type {
    DERIVE_NONE,    /* they do not: open text, notes */
    DERIVE_LIKERT,  /* steps in whole numbers */
    DERIVE_NPS,     /* the recommendation 0..10 */
    DERIVE_BINARY,  /* yes or no */
    DERIVE_COUNT,   /* whole number from 0 */
    DERIVE_NUMERIC, /* any number; also codes of choices that have no order */
};

struct derive_column {
    enum derive_type type;
    int minimum, maximum; /* DERIVE_LIKERT */
    bool is_closed;       /* steps or yes and no: its distribution can be shown */
    const char *name;     /* in the plan: of a roster "<question>:<organisation>" */
};

/* What a column of a questionnaire is in the plan. `name` is on the arena. */
struct derive_column derive_column_of(struct base_arena *arena,
                                      const struct survey_programme *programme,
                                      const struct survey_questionnaire *questionnaire,
                                      size_t column);

/* The whole plan; owned by the arena. */
struct json_object *derive_plan(struct base_arena *arena, const struct source *source,
                                const struct derive_facts *facts);

#endif
