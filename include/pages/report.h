/*
 * The report of a programme as a page: the claims first, then the pictures (SVG), each with a
 * sentence that reads it and the figures in a table under it.
 *
 * Everything handed over here is published: disclosure control has been passed. A point that was
 * suppressed has `published` false and holds no figure; the page says why.
 */
#ifndef SURVEYD_PAGES_REPORT_H
#define SURVEYD_PAGES_REPORT_H

#include "pages/page.h"
#include "pages/report_claims.h"
#include "pages/report_pictures.h"

enum pages_response_state {
    PAGES_RESPONSE_UNKNOWN,
    PAGES_RESPONSE_NOT_OPENED,
    PAGES_RESPONSE_OPEN,
    PAGES_RESPONSE_CLOSED,
};

/* Response of one cycle. */
struct pages_report_response {
    int cycle;
    const char *title;
    bool published;
    int eligible;       /* invited and eligible */
    int responded;      /* complete or partial */
    double rate;        /* AAPOR RR2, 0..1 */
    int open_responses; /* given through the open link, not part of the rate; -1 if not known */
    enum pages_response_state state;
    bool is_empty; /* nobody has answered; not published then */
};

/* One question (item, or row of a matrix) in one cycle. */
struct pages_report_point {
    int cycle;
    bool published;
    int n;
    const int *percent; /* category_count whole per cents; NULL without categories */
    double mean;
    bool has_interval; /* 95 % confidence interval of the mean */
    double low, high;
    bool is_share; /* of a yes or no: `mean` is the share of yes, 0..1, and the limits are Wilson's
                    */
    bool has_nps;  /* net promoter score with its interval, -100..100 */
    int nps, nps_low, nps_high;
};

struct pages_report_question {
    const char *id;
    const char *text;
    const char *group;             /* title of the matrix or page it belongs to, or NULL */
    size_t category_count;         /* 0: only means */
    const char *const *categories; /* labels from lowest to highest */
    int first_value;               /* value of the first category */
    bool diverging;     /* agreement-like: bars diverge around the middle; else stacked */
    size_t point_count; /* ascending cycles */
    const struct pages_report_point *points;
    double minimum, maximum; /* of the scale, for the trend picture */
    bool is_scale;           /* several questions together: only in the trends */
    bool is_sensitive;       /* not published either when nearly all answers are alike */
};

struct pages_report {
    const char *language; /* interface words: "sv..." Swedish, else English */
    const char *programme;
    const char *title;
    int minimum_group_size;
    const char *computed;         /* "2026-11-23T17:32:05Z"; NULL: never computed */
    const char *checked;          /* as of when there was nothing new, in the same form; or NULL */
    const char *provenance;       /* one line: definition version, program version, answers used */
    const char *const *languages; /* for the language switch */
    size_t language_count;
    size_t response_count;
    const struct pages_report_response *responses;
    size_t question_count;
    const struct pages_report_question *questions; /* scales first */
    size_t type_count; /* the declared actor types, for everything that goes by type */
    const char *const *types;
    size_t claim_count;
    const struct pages_claim *claims;
    size_t flow_count; /* of people, of organisations */
    const struct pages_flow *flows;
    size_t diversity_count;
    const struct pages_diversity *diversities;
    size_t convergence_count; /* distance from the median, in steps; a negative change is closer */
    const struct pages_pair *convergences;
    size_t pair_count; /* what was learned */
    const struct pages_pair *pairs;
    const struct pages_network *network; /* NULL: no roster */
    size_t share_count;
    const struct pages_share *shares;
    size_t breakdown_count;
    const struct pages_breakdown *breakdowns;
    const char *data;   /* address of the published figures as CSV; NULL: no links to it */
    bool data_is_whole; /* the address is a file; else links add ?metric=A,B and what else
                           pages_picture_data has */
    bool is_alone;      /* a file of its own: the style sheet inside, no links to other languages */
};

/* Appends a whole HTML page to `out`. Language links are "?lang=" of the page's own address. */
void pages_report_write(const struct pages_site *site, const struct pages_report *report,
                        struct base_buffer *out);

/* Which figures are those of a picture. */
struct pages_picture_data {
    const char *metrics; /* "A,B" */
    const char *subject; /* NULL: of all */
    const char *unit;    /* "participant" or "organisation"; NULL: of both */
    int cycle;           /* of this one, or compared with those before it; 0: of all */
};

/* A picture that stands alone; all of it lasts as long as the arena. */
struct pages_taken_picture {
    const char *name;    /* for a file, without ".svg": "collaboration-cycle-2"; unique */
    const char *title;   /* what it shows */
    const char *reading; /* the sentence that reads it; NULL: none */
    struct pages_picture_data data;
    struct base_text svg;
};

struct pages_picture_receiver {
    void (*take)(const struct pages_taken_picture *picture, void *context);
    void *context;
};

/* Hands over each picture as an SVG that stands alone, to be put into a document. */
void pages_report_pictures(const struct pages_report *report, struct base_arena *arena,
                           struct pages_picture_receiver receiver);

#endif
