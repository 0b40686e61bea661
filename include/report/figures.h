/*
 * The published figures of a run as a tidy table: one row a figure, for whoever computes on.
 *
 * Nothing but what is published is read. What disclosure control left out, a whole result or a part
 * of one, has one row that says so, and no figure; what is not defined has one with the reason.
 */
#ifndef SURVEYD_REPORT_FIGURES_H
#define SURVEYD_REPORT_FIGURES_H

#include "base/text.h"
#include "store/metric.h"

/* Which figures; NULL instead of it, or texts without data: all. */
struct report_choice {
    struct base_text metrics; /* "reaction.item,reaction.scale" */
    struct base_text subject; /* a question, scale or roster */
    struct base_text unit;    /* "participant", "organisation": of who was there, as counted so */
    int cycle;                /* of this one, or up to it from one before; 0: any */
};

/* Appends CSV with a header line: analysis, metric, cycle, subject, field, value, n, low, high,
   reason, suppressed, provenance. `cycle` and `subject` are empty where there is none; `field`
   leads into tables by what they list ("percent.5", "groups.company.mean", "cycles.2.new"); `low`
   and `high` are the 95 % interval. `reason` is "left_out" where `suppressed` is true, else why a
   figure is not defined: that of its result, or "undefined". `run` NULL: the header line alone. */
void report_figures_csv(struct base_arena *arena, const struct store_metric_run *run,
                        const struct report_choice *choice, struct base_buffer *out);

/* Appends one JSON object: {"programme", "computed_at", "checked_at", "provenance", "figures": [{as
   above}]}; what is empty there is null here. `run` NULL: "computed_at", "checked_at" and
   "provenance" are null. */
void report_figures_json(struct base_arena *arena, const char *programme,
                         const struct store_metric_run *run, const struct report_choice *choice,
                         struct base_buffer *out);

/* One line that names the run, its program and its input; on the arena. */
const char *report_provenance(struct base_arena *arena, const struct store_metric_run *run);

#endif
