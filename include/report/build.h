/*
 * From the published results of the latest run to what the report shows: the join of figures with
 * the programme's texts. Used by everything that shows a report, so that all show the same.
 */
#ifndef SURVEYD_REPORT_BUILD_H
#define SURVEYD_REPORT_BUILD_H

#include "pages/report.h"
#include "store/metric.h"
#include "survey/questionnaire.h"

/* A cycle and the questionnaire that its texts are taken from; NULL if it has none. */
struct report_cycle {
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire;
    int64_t opens_at, closes_at; /* seconds since 1970, as they are now */
};

struct report_source {
    const struct survey_programme *programme;
    size_t cycle_count;
    const struct report_cycle *cycles; /* ascending; may be some of the programme's only */
    int64_t now; /* seconds since 1970; 0: whether cycles are open is not known */
};

/* Builds the report of a programme in one of its languages. `run` NULL: nothing was computed yet.
   `responses` of what comes back has one row for each cycle of the source, in the same order.
   Everything is on the arena or belongs to the source and the run. */
struct pages_report report_build(struct base_arena *arena, const struct report_source *source,
                                 int language, const struct store_metric_run *run);

#endif
