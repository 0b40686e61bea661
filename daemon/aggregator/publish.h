/*
 * What disclosure control lets out of a result: the figures that reports and researchers with
 * access to aggregates see. Everything else stays in the database.
 */
#ifndef AGGREGATOR_PUBLISH_H
#define AGGREGATOR_PUBLISH_H

#include "evaluation/catalogue.h"
#include "release.h"

/* What has changed in some cycles since a generation, and the table of those who answered since. */
struct publisher_change {
    const struct publisher_change *next;
    const bool *cycles; /* parallel to the programme's */
    uint32_t since;
    struct release_change change; /* without is_new, which `entering` stands for */
    const struct evaluation_data *entering;
};

struct publisher {
    struct base_arena *arena;
    const struct survey_programme *programme;
    const struct evaluation_plan *plan;
    const struct stored_data *data;
    struct release_ledger *ledger;
    const bool *cycle_is_over;               /* parallel to the programme's; NULL: all are */
    const bool *sensitive;                   /* one flag per question of the plan */
    const struct publisher_change **changes; /* those asked for so far; a list, at first NULL */
};

/* The JSON object to be published of a result, owned by the arena; NULL: suppressed. Notes in the
   ledger what is published anew. */
struct json_object *publish(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result);

/* Why there is no figure in what is published of a result; NULL if there is. What was published
   before keeps the reason that it had: a new one would tell of the answers that wait. */
const char *publish_reason(const struct publisher *publisher,
                           const struct evaluation_result *result,
                           const struct json_object *published);

/* The variable, scale or roster that an analysis is about; NULL if it is about none. */
const char *publish_subject(const struct evaluation_plan *plan,
                            const struct evaluation_analysis *analysis);

/* The cycle that it is about; 0 if it is about several or none. */
int publish_cycle(const struct evaluation_analysis *analysis);

#endif
