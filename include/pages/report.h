/*
 * The report of a programme as a page: pictures first (SVG), the figures in a table under each.
 *
 * Everything handed over here is published: disclosure control has been passed. A point that was
 * suppressed has `published` false and holds no figure; the page says why.
 */
#ifndef SURVEYD_PAGES_REPORT_H
#define SURVEYD_PAGES_REPORT_H

#include "pages/page.h"

/* Response of one cycle. */
struct pages_report_response {
    int cycle;
    const char *title;
    bool published;
    int eligible;   /* invited and eligible */
    int responded;  /* complete or partial */
    double rate;    /* AAPOR RR2, 0..1 */
    int open_responses; /* given through the open link, not part of the rate; -1 if not known */
};

/* One question (item, or row of a matrix) in one cycle. */
struct pages_report_point {
    int cycle;
    bool published;
    int n;
    const int *percent;   /* category_count whole per cents; NULL without categories */
    double mean;
    bool has_interval;    /* 95 % confidence interval of the mean */
    double low, high;
};

struct pages_report_question {
    const char *id;
    const char *text;
    const char *group;       /* title of the matrix or page it belongs to, or NULL */
    size_t category_count;   /* 0: only means */
    const char *const *categories; /* labels from lowest to highest */
    int first_value;         /* value of the first category */
    bool diverging;          /* agreement-like: bars diverge around the middle; else stacked */
    size_t point_count;      /* ascending cycles */
    const struct pages_report_point *points;
    double minimum, maximum; /* of the scale, for the trend picture */
};

struct pages_report {
    const char *language;    /* interface words: "sv..." Swedish, else English */
    const char *programme;
    const char *title;
    int minimum_group_size;
    const char *computed;    /* "2026-11-23T17:32:05Z"; NULL: never computed */
    const char *provenance;  /* one line: definition version, program version, answers used */
    const char *const *languages; /* for the language switch */
    size_t language_count;
    size_t response_count;
    const struct pages_report_response *responses;
    size_t question_count;
    const struct pages_report_question *questions;
};

/* Appends a whole HTML page to `out`. Language links are "?lang=" of the page's own address. */
void pages_report_write(const struct pages_site *site, const struct pages_report *report,
                        struct base_buffer *out);

#endif
