/*
 * What the pictures of the report draw, besides the questions of pages/report.h. Everything is
 * published. What is not `published` holds no figure: it is drawn hatched, and the page says why.
 * A number that is not known is NAN, a count -1. Cycles ascend.
 */
#ifndef SURVEYD_PAGES_REPORT_PICTURES_H
#define SURVEYD_PAGES_REPORT_PICTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "pages/report_claims.h"

/* Who was present in a cycle: participation.turnover. */
struct pages_presence {
    int cycle;
    bool published;
    int present;    /* fresh + continuing + returning */
    int fresh;      /* never present before */
    int continuing; /* present in the cycle before */
    int returning;  /* present earlier, but not in the cycle before */
    int last_seen;  /* present now and never later; -1 in the last cycle that is over and after */
    bool is_unfinished; /* it is not told who was not seen later: the next cycle is not over */
};

enum pages_unit { PAGES_UNIT_PEOPLE, PAGES_UNIT_ORGANISATIONS };

struct pages_flow {
    enum pages_unit unit;
    bool by_attendance; /* present: attended; else: answered */
    size_t count;
    const struct pages_presence *cycles;
};

/* How many of each actor type were present in a cycle: participation.diversity. */
struct pages_diversity_cycle {
    int cycle;
    bool published;
    int n;             /* present units of a declared type */
    const int *counts; /* by type, -1 where suppressed; NULL: only the totals are published */
    int observed;      /* types present */
    double effective;  /* effective number of types */
};

struct pages_diversity {
    enum pages_unit unit;
    size_t count;
    const struct pages_diversity_cycle *cycles;
};

/* A change of the same people. `n` is the number of pairs. */
struct pages_change {
    bool published;
    int n;
    double mean;
    bool has_interval;
    double low, high;
    double p; /* adjusted for its family */
};

/* Then and now, of the same people: an arrow. */
struct pages_pair {
    const char *id;
    const char *text;           /* of the question, or title of the scale or pair */
    int from, to;               /* cycles */
    double minimum, maximum;    /* of the scale */
    double before, after;       /* means; NAN where not published: then only the change is drawn */
    double then;                /* how the level before is rated in hindsight; NAN if not asked */
    struct pages_change change; /* after - before */
    struct pages_change hindsight; /* after - then; published false if not asked */
    struct pages_change shift;     /* then - before */
    double effect;                 /* standardised (g_av); NAN */
    bool is_whole;                 /* a scale the questions of which are among the pairs too */
};

/* Pairs of organisations of two actor types. */
struct pages_tie_cell {
    bool published;
    int pairs; /* observed */
    int ties;
};

/* The network of a cycle by actor type: no organisation is told. */
struct pages_network_cycle {
    int cycle;
    bool published;
    int nodes;
    const int *type_nodes; /* organisations of the roster by type; or NULL */
    int respondents;
    double coverage, density, reciprocity;
    double cross_share, cross_expected;
    const struct pages_tie_cell *cells;  /* symmetric, types x types by row; NULL: not published */
    int from;                            /* the cycle of the comparison below; 0: none */
    int common_pairs, kept, fresh, lost; /* on the same pairs */
    double jaccard, density_from, density_to;
};

struct pages_network {
    const char *text; /* of the roster's question */
    size_t count;
    const struct pages_network_cycle *cycles;
};

/* A share in a cycle, with its interval and the bounds over those who did not answer. */
struct pages_share_point {
    int cycle;
    bool published;
    int n;        /* who answered */
    int eligible; /* who could have; -1 */
    double value, low, high;
    double bound_low, bound_high; /* NAN: none */
};

/* Assignments done, used at work, told others: PAGES_MEASURE_ASSIGNMENT_DONE, APPLIED, TOLD. */
struct pages_share {
    enum pages_measure measure;
    const char *text; /* of the question */
    size_t count;
    const struct pages_share_point *points;
    bool is_sensitive; /* not published either when nearly all answers are alike */
};

/* One actor type, or all, in one cycle. */
struct pages_group {
    bool published;
    int n; /* 0 and published: nobody of the type answered */
    double mean;
    bool has_interval;
    double low, high;
};

struct pages_breakdown_cycle {
    int cycle;
    struct pages_group all;
    const struct pages_group *groups; /* one for each actor type of the report */
};

/* A question or scale by actor type. */
struct pages_breakdown {
    const char *id;
    const char *text;
    double minimum, maximum; /* of the scale */
    size_t count;
    const struct pages_breakdown_cycle *cycles;
};

#endif
