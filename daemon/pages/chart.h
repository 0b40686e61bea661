/*
 * The pictures of the report: SVG that stands alone when it is copied out of the page (all colours
 * and sizes are attributes; the style sheet only adapts them), with a title and a description that
 * says the same as the picture.
 *
 * Colour is never the only cue: segments keep the order of the scale, differ in lightness, carry
 * their per cent, and what is left out is hatched.
 */
#ifndef SURVEYD_PAGES_CHART_H
#define SURVEYD_PAGES_CHART_H

#include "pages/report.h"
#include "words.h"

/* Widths in user units of the pictures with bars: in the report, and where a page is made for a
   phone, on which a picture of more units has letters that are too small. */
#define CHART_WIDTH 480.0
#define CHART_WIDTH_SMALL 340.0

/* The report while it is written, and what all its pictures share. */
struct pages_report_view {
    const struct pages_report *report;
    struct pages_words words;
    struct base_arena *arena;
    struct base_buffer *out;
    const int *cycles; /* every cycle of the report, ascending: the axis of the trends */
    size_t cycle_count;
    double width;        /* of the pictures with bars */
    bool is_single;      /* of one cycle only, which the pictures need not name */
    double left_percent; /* how far the diverging bars of this report reach at most */
    double right_percent;
};

/* report.c: a report before its first part is written. */
struct pages_report_view pages_report_view_new(const struct pages_report *report,
                                               struct base_buffer *out);

/* One colour and the colour of text upon it. */
struct pages_colour {
    char fill[8];
    const char *text;
};

/* chart_parts.c */

/* Opens <svg> with title and description; `id` is the base of the ids within. */
void pages_chart_open(const struct pages_report_view *view, const char *id, const char *class_name,
                      double width, double height, const char *title, const char *description);
void pages_chart_close(const struct pages_report_view *view);

/* A hatched rectangle for what is left out; `id` as in pages_chart_open. */
void pages_chart_hatched(const struct pages_report_view *view, const char *id, double x, double y,
                         double width, double height);

/* The colour of step `index` of a scale of `count` steps. */
struct pages_colour pages_chart_colour(size_t index, size_t count, bool diverging);

/* "Cycle 2" */
const char *pages_chart_cycle_name(const struct pages_report_view *view, int cycle);

/* "Cycle 2" and, where the report knows it, "Cycle 2: title"; at most `limit` characters. */
const char *pages_chart_cycle(const struct pages_report_view *view, int cycle, size_t limit);

/* Adds the attribute that marks the interface's own words on a page in a third language. */
void pages_chart_mark(const struct pages_report_view *view);

/* Adds words of the interface around an argument of the programme's; each in its language. */
void pages_report_say_around(const struct pages_report_view *view, enum pages_word id,
                             const char *argument);

/* Adds what pages_chart_cycle gives. Its name is the interface's, its title the programme's: where
   their languages differ the name is marked by an element `tag`. */
void pages_chart_cycle_say(const struct pages_report_view *view, int cycle, size_t limit,
                           const char *tag);

/* The line above a bar: the cycle at the left, `words` (or NULL) at the right; of a single cycle
   only the words. */
void pages_chart_heading(const struct pages_report_view *view, double y, int cycle,
                         const char *words);

/* "Not shown: would reveal fewer than 5 answers" */
const char *pages_chart_suppressed(const struct pages_report_view *view);

/* Words with {0} and {1} filled in, not escaped; on the arena. */
const char *pages_report_phrase(const struct pages_report_view *view, enum pages_word id,
                                const char *first, const char *second);

/* "1 answer", "24 answers" */
const char *pages_report_answers(const struct pages_report_view *view, int n);

/* The mean of a point with the one decimal that is published; NULL if it has none. */
const char *pages_report_mean(const struct pages_report_view *view,
                              const struct pages_report_point *point);

/* "2.1–2.8": the confidence interval of a point that has one. */
const char *pages_report_interval(const struct pages_report_view *view,
                                  const struct pages_report_point *point);

/* The pictures. `id` is unique on the page. */
void pages_chart_rates(const struct pages_report_view *view, const char *id);
void pages_chart_distribution(const struct pages_report_view *view, const char *id,
                              const struct pages_report_question *question);
void pages_chart_trend(const struct pages_report_view *view, const char *id,
                       const struct pages_report_question *question);

/* How many per cent of the answers of a point are left and right of the middle of the scale. */
void pages_chart_halves(const struct pages_report_question *question,
                        const struct pages_report_point *point, double *ret_left,
                        double *ret_right);

/* report_table.c */
void pages_report_table_rates(const struct pages_report_view *view);
void pages_report_table_question(const struct pages_report_view *view,
                                 const struct pages_report_question *question);

#endif
