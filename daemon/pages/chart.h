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
    bool is_alone;       /* each picture is a document of its own */
    const char *title;   /* of that document, in place of what the picture is called; or NULL */
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

/* "Cycle 2" and, where the report knows it, "Cycle 2: title"; at most `limit` characters, 0:
   without the title. */
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

/* The line above a bar: the cycle at the left, `words` at the right; of a single cycle only the
   words. Without words the cycle has its title. */
void pages_chart_heading(const struct pages_report_view *view, double y, int cycle,
                         const char *words);

/* "Not shown: could reveal fewer than 5 answers" */
const char *pages_chart_suppressed(const struct pages_report_view *view);

/* The same of a sensitive question, of which more is left out. */
const char *pages_chart_sensitive(const struct pages_report_view *view);

/* Why there is no response rate of a cycle: it has not opened, nobody has answered, or too few. */
const char *pages_chart_unknown_rate(const struct pages_report_view *view,
                                     const struct pages_report_response *response);

/* Words with {0} and {1} filled in, not escaped; on the arena. */
const char *pages_report_phrase(const struct pages_report_view *view, enum pages_word id,
                                const char *first, const char *second);

/* "1 answer", "24 answers" */
const char *pages_report_answers(const struct pages_report_view *view, int n);

/* Whether a question is a yes or no, told by the share of the second of its two categories. */
bool pages_report_is_share(const struct pages_report_question *question);

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

/* chart_draw.c: what the pictures by cycle share. They are all this wide, so that two stand side by
   side on a page and one fills a phone. */
#define CHART_WIDTH_HALF 350.0

/* A text of a picture. Texts of the interface (`ours`) say their language where it is another. */
struct pages_chart_text {
    double x, y;
    const char *anchor; /* "start", "middle", "end" */
    double size;        /* 0: that of the picture */
    double room;        /* of pages_chart_lines: a longer line is set smaller; 0: as it comes */
    bool strong;
    bool ours;
    bool over; /* upon something drawn: with an edge in the colour of the paper */
    bool part; /* a line of a longer text */
};
void pages_chart_text(const struct pages_report_view *view, struct pages_chart_text at,
                      const char *words);

/* A text on at most `most` lines of `characters` each, 13 units apart; gives how many it took. A
   word that is longer gets a line of its own. */
size_t pages_chart_lines(const struct pages_report_view *view, struct pages_chart_text at,
                         size_t characters, size_t most, const char *words);

/* How many lines that would be. */
size_t pages_chart_line_count(const struct pages_report_view *view, size_t characters, size_t most,
                              const char *words);

/* The patterns "new" and "hatch" of a picture, for pages_chart_fill. */
void pages_chart_patterns(const struct pages_report_view *view, const char *id);

enum pages_chart_kind { CHART_KEPT, CHART_BACK, CHART_NEW, CHART_LOST, CHART_HATCHED };

/* The attributes that fill a shape. */
const char *pages_chart_fill(const struct pages_report_view *view, const char *id,
                             enum pages_chart_kind kind);

struct pages_chart_entry {
    enum pages_chart_kind kind;
    enum pages_word words;
    bool left_out; /* no entry */
    int count;     /* told behind the words; 0: not */
};

/* A legend, one entry on a line; gives its height. */
double pages_chart_legend(const struct pages_report_view *view, const char *id, double y,
                          const struct pages_chart_entry *entries, size_t count);

/* A horizontal axis of numbers; from `left` to `right` in units of the picture. */
struct pages_chart_axis {
    double left, right;
    double minimum, maximum;
    bool percent; /* 0..1 shown as per cent */
};
double pages_chart_at(const struct pages_chart_axis *axis, double value);
void pages_chart_axis(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                      double top, double bottom);

/* A mean with its interval. */
void pages_chart_dot(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                     double y, double value, double low, double high);

/* The pictures of what is not a question. */
void pages_chart_figure(const struct pages_report_view *view, const char *id,
                        const struct pages_figure *figure);
void pages_chart_flow(const struct pages_report_view *view, const char *id,
                      const struct pages_flow *flow);
void pages_chart_diversity(const struct pages_report_view *view, const char *id,
                           const struct pages_diversity *diversity);
/* What a row of it compares: "Cycle 1 to 4", "In hindsight, cycle 4". */
const char *pages_chart_pair_cycles(const struct pages_report_view *view,
                                    const struct pages_pair *pair);
void pages_chart_pairs(const struct pages_report_view *view, const char *id, enum pages_word title,
                       const struct pages_pair *pairs, size_t count);
void pages_chart_network(const struct pages_report_view *view, const char *id,
                         const struct pages_network_cycle *cycle);

/* Whether a cycle has more types than a circle bears. */
bool pages_chart_network_is_table(const struct pages_report_view *view);

/* chart_network_table.c: the same with a cell for each pair of types, where a circle of so many
   would not be readable. Gives the height that it took from `y` on. */
double pages_chart_network_table(const struct pages_report_view *view, const char *id,
                                 const struct pages_network_cycle *cycle, double y);
void pages_chart_share(const struct pages_report_view *view, const char *id,
                       const struct pages_share *share);
void pages_chart_breakdown(const struct pages_report_view *view, const char *id,
                           const struct pages_breakdown *breakdown);

/* report_text.c */

/* Words with {0}, {1} and so on filled in, plain, on the arena. */
const char *pages_report_fill(const struct pages_report_view *view, enum pages_word id,
                              const char *const *arguments);
#define PAGES_REPORT_FILL(view, id, ...)                                                           \
    pages_report_fill((view), (id), (const char *const[]){__VA_ARGS__, NULL})

/* "3"; "−0.4"; with its sign, as changes are told: "+0.4". On the arena. */
const char *pages_report_number(const struct pages_report_view *view, int number);
const char *pages_report_decimal(const struct pages_report_view *view, double value, int digits);
const char *pages_report_signed(const struct pages_report_view *view, double value, int digits);

/* "62%" of 0.62. */
const char *pages_report_share_of(const struct pages_report_view *view, double share);

/* "1 person", "3 people" and the like. */
const char *pages_report_many(const struct pages_report_view *view, int n, enum pages_word one,
                              enum pages_word many);

/* Adds of when the figures are, and as of when they still were those of what is stored: `computed`
   where that is the same minute, else `checked`. */
void pages_report_age(const struct pages_report_view *view, enum pages_word computed,
                      enum pages_word checked);

/* A sentence in the interface's words; texts of the programme in it, in their order, or NULL. */
struct pages_sentence {
    const char *words; /* NULL: nothing to say */
    const char *theirs[2];
};

/* A paragraph of it, each part in its language. Nothing without words. */
void pages_report_paragraph(const struct pages_report_view *view, const char *class_name,
                            struct pages_sentence sentence);

/* report_figure.c: a figure in words, plain, on the arena. */

/* What it is, such as "Mean distance from the middle answer". */
const char *pages_figure_name(const struct pages_report_view *view,
                              const struct pages_figure *figure);

/* "−0.32 steps", "62%", "3 of 5"; NULL without one. */
const char *pages_figure_value(const struct pages_report_view *view,
                               const struct pages_figure *figure);

/* "from 0.91 to 0.59 · 95% CI −0.51 to −0.13 · n = 21 people"; empty without anything to say. */
const char *pages_figure_details(const struct pages_report_view *view,
                                 const struct pages_figure *figure);

/* Why it has no interval; NULL if it has one, or there is nothing to say. */
const char *pages_figure_no_interval(const struct pages_report_view *view,
                                     const struct pages_figure *figure);

/* How a guard is to be read. */
const char *pages_figure_reading(const struct pages_report_view *view,
                                 const struct pages_guard *guard);

/* report_claims.c, report_sections.c, report_questions.c: parts of the page, or nothing. */
void pages_report_claims(const struct pages_report_view *view);
void pages_report_responses(const struct pages_report_view *view);
void pages_report_trends(const struct pages_report_view *view);
void pages_report_questions(const struct pages_report_view *view);
bool pages_report_has_trends(const struct pages_report_view *view);
bool pages_report_has_trend(const struct pages_report_view *view,
                            const struct pages_report_question *question);
void pages_report_participation(const struct pages_report_view *view);
void pages_report_changes(const struct pages_report_view *view);
void pages_report_network(const struct pages_report_view *view);
void pages_report_shares(const struct pages_report_view *view);
void pages_report_breakdowns(const struct pages_report_view *view);

/* report.c: the frame of a part of the page; `text` the same as `title`: none. */
void pages_report_section_open(const struct pages_report_view *view, const char *id,
                               enum pages_word title, enum pages_word text);
void pages_report_section_close(const struct pages_report_view *view);

/* Many arrows are split over several pictures, which fit on a page each. */
struct pages_parts {
    size_t count, each;
};
struct pages_parts pages_report_parts(size_t pairs);

/* The metric that a share is published as. */
const char *pages_report_share_metric(enum pages_measure measure);

/* Whether the report has that picture: something to lead to. */
bool pages_report_has_picture(const struct pages_report_view *view, enum pages_picture picture);

/* report_reading.c and report_reading_questions.c: one sentence that reads a picture. */
struct pages_sentence pages_report_read_rates(const struct pages_report_view *view);
struct pages_sentence pages_report_read_question(const struct pages_report_view *view,
                                                 const struct pages_report_question *question);
struct pages_sentence pages_report_read_trend(const struct pages_report_view *view,
                                              const struct pages_report_question *question);
struct pages_sentence pages_report_read_flow(const struct pages_report_view *view,
                                             const struct pages_flow *flow);
struct pages_sentence pages_report_read_diversity(const struct pages_report_view *view,
                                                  const struct pages_diversity *diversity);
struct pages_sentence pages_report_read_pairs(const struct pages_report_view *view,
                                              const struct pages_pair *pairs, size_t count,
                                              bool is_distance);
struct pages_sentence pages_report_read_network(const struct pages_report_view *view,
                                                const struct pages_network_cycle *cycle);
struct pages_sentence pages_report_read_share(const struct pages_report_view *view,
                                              const struct pages_share *share);
struct pages_sentence pages_report_read_breakdown(const struct pages_report_view *view,
                                                  const struct pages_breakdown *breakdown);

/* report_table.c and report_table_parts.c: the figures under a picture. */
void pages_report_table_rates(const struct pages_report_view *view);
void pages_report_table_question(const struct pages_report_view *view,
                                 const struct pages_report_question *question);
void pages_report_table_flow(const struct pages_report_view *view, const char *id,
                             const struct pages_flow *flow);
void pages_report_table_diversity(const struct pages_report_view *view, const char *id,
                                  const struct pages_diversity *diversity);
void pages_report_table_pairs(const struct pages_report_view *view, const char *id,
                              enum pages_word title, const struct pages_pair *pairs, size_t count);
void pages_report_table_network(const struct pages_report_view *view, const char *id,
                                const struct pages_network_cycle *cycle);
void pages_report_table_share(const struct pages_report_view *view, const char *id,
                              const struct pages_share *share);
void pages_report_table_breakdown(const struct pages_report_view *view, const char *id,
                                  const struct pages_breakdown *breakdown);

/* Around the figures: folded away on a screen, open on paper. `data` is what the link to them asks
   for. */
void pages_report_figures_open(const struct pages_report_view *view);
void pages_report_figures_close(const struct pages_report_view *view,
                                struct pages_picture_data data);

/* The metrics that the figures of a question or scale are published as. */
const char *pages_report_question_metrics(const struct pages_report_question *question);

/* How the figures name what is counted. */
const char *pages_report_unit(enum pages_unit unit);

#endif
