/*
 * Disclosure control: what may be published without telling on anybody.
 *
 * The functions of the catalogue (disclosure.*) say what the rules decide; the helpers under them
 * are the same rules for whoever publishes.
 */
#ifndef SURVEYD_EVALUATION_DISCLOSURE_H
#define SURVEYD_EVALUATION_DISCLOSURE_H

#include "evaluation/request.h"

/* Nothing is published with a smaller minimum group size. The rules themselves are defined from 1
   on, so that they can be tried out on files. */
#define EVALUATION_GROUP_SIZE_LEAST 3

/* disclosure.breakdown: which groups of a table must be suppressed: those below the minimum, and
   then the smallest ones until the suppressed are two and reach it together (Hundepool and
   others 2012). */
void evaluation_disclosure_breakdown(const struct evaluation_request *request,
                                     struct evaluation_result *result);

/* disclosure.releases: which publications would tell on somebody by their differences: those
   that differ from an earlier one by more than 0 and fewer than k people (Fellegi 1972; Denning,
   Denning and Schwartz 1979). */
void evaluation_disclosure_releases(const struct evaluation_request *request,
                                    struct evaluation_result *result);

/* disclosure.display: figures at the precision at which they are published, in whole numbers:
   floor((200 x + n) / 2n) per cent, halves away from zero. */
void evaluation_disclosure_display(const struct evaluation_request *request,
                                   struct evaluation_result *result);

/* Whole per cent of `part` in `whole` (> 0), halves up, in integers. */
int64_t evaluation_disclosure_percent(int64_t part, int64_t whole);

/* `sum` / `count` (> 0) in tenths, halves away from zero, in integers. */
int64_t evaluation_disclosure_tenths(int64_t sum, int64_t count);

/* `count` rounded to a multiple of `base` (1, 3 or 5), halves up. */
int64_t evaluation_disclosure_count(int64_t count, int64_t base);

#endif
