/*
 * The cycles of a link as its participant sees them: what is open, what was answered, what comes.
 *
 * A list on the form, on the receipt, and on the page that says that nothing is open.
 */
#ifndef SURVEYD_PAGES_OVERVIEW_H
#define SURVEYD_PAGES_OVERVIEW_H

#include "survey/programme.h"

enum pages_cycle_state {
    PAGES_CYCLE_UPCOMING,
    PAGES_CYCLE_OPEN,
    PAGES_CYCLE_CLOSED,
    PAGES_CYCLE_SEALED, /* who answered what can no longer be told */
};

struct pages_overview_cycle {
    const struct survey_cycle *cycle; /* with the times that hold now */
    enum pages_cycle_state state;
    bool is_answered;
    const char *day; /* "YYYY-MM-DD" of the answers, or NULL */
    int revision;
    const char *form;    /* path of the form, or NULL: not open */
    const char *answers; /* path of the answers to read, or NULL */
    const char *results; /* path of the group's results, or NULL */
};

struct pages_overview {
    const struct survey_programme *programme;
    int language;         /* index into the programme's languages, of the titles */
    bool of_results;      /* nothing else is known: the link is everybody's */
    bool answers_unknown; /* the database is away: `is_answered` says nothing */
    size_t count;
    const struct pages_overview_cycle *cycles; /* ascending */
};

#endif
