/*
 * What the claims are made of.
 */
#ifndef REPORT_CLAIMS_PARTS_H
#define REPORT_CLAIMS_PARTS_H

#include "builder.h"

#define REPORT_GUARDS_MAX 8

/* A claim while it is made. */
struct report_claim {
    const struct report_builder *builder;
    const struct pages_report *report; /* its pictures */
    struct pages_claim claim;
    struct pages_guard guards[REPORT_GUARDS_MAX];
};

/* A figure with nothing in it but what it is. */
struct pages_figure report_figure(enum pages_measure measure, int from, int to);

/* The same with a value of a published result, whose analysis and field it names; `result` NULL or
   suppressed: without. */
struct pages_figure report_figure_of(enum pages_measure measure, const struct report_result *result,
                                     const char *field);

/* The difference of a field in two results; published if both are. */
struct pages_figure report_figure_between(enum pages_measure measure,
                                          const struct report_result *first,
                                          const struct report_result *second, const char *field);

/* Adds a guard; one whose figure is not published is of no use and unknown. */
void report_claim_guard(struct report_claim *claim, const struct pages_figure *figure, bool holds);

/* The first and last result of a metric in a single settled cycle; NULL if there is none. */
struct report_ends {
    const struct report_result *first, *last;
};
struct report_ends report_ends_of(const struct report_builder *builder, const char *metric,
                                  const char *subject);

/* Whether anybody has answered yet, as far as publications tell. */
bool report_has_answers(const struct report_builder *builder);

/* The five, in the order of enum pages_claim_kind. */
void report_claim_understanding(struct report_claim *claim);
void report_claim_actors(struct report_claim *claim);
void report_claim_collaboration(struct report_claim *claim);
void report_claim_assignments(struct report_claim *claim);
void report_claim_spread(struct report_claim *claim);

#endif
