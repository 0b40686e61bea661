/*
 * What the group answered together: the published results of one closed cycle, for the
 * participants themselves, at their link.
 *
 * The figures are those of the report, made by the same code from the same publication; what the
 * report leaves out is left out here.
 */
#ifndef SURVEYD_PAGES_RESULTS_H
#define SURVEYD_PAGES_RESULTS_H

#include "pages/report.h"
#include "survey/programme.h"

enum pages_results_state {
    PAGES_RESULTS_SHOWN,        /* also when nothing of it may be shown: the page says so */
    PAGES_RESULTS_NOT_COMPUTED, /* closed, but there has been no run since */
    PAGES_RESULTS_NOT_CLOSED,   /* come when the cycle has closed */
    PAGES_RESULTS_NOT_SHARED,   /* the programme does not show them here */
};

struct pages_results {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle; /* with the times that hold now; NULL: not shared */
    int language;                     /* index into the programme's languages */
    enum pages_results_state state;
    const struct pages_report *report; /* of this cycle alone; NULL unless shown */
    const char *shown_from; /* local time as in a cycle's, after the grace; while not closed */
    bool is_early;    /* computed while the cycle took answers: the last may be missing */
    const char *path; /* of this page */
    const char *back; /* path of the link's form */
};

/* Appends a whole HTML page to `out`. */
void pages_results_write(const struct pages_site *site, const struct pages_results *results,
                         struct base_buffer *out);

#endif
