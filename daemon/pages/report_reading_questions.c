/* The sentences that read the pictures of response and of questions. */
#include <math.h>
#include <stddef.h>

#include "chart.h"

#define NUMBER(value) pages_report_number(view, (value))
#define PERCENT(value) pages_percent(view->arena, view->words, (value))

struct pages_sentence pages_report_read_rates(const struct pages_report_view *view)
{
    const struct pages_report_response *first = NULL;
    const struct pages_report_response *last = NULL;
    for (size_t i = 0; i < view->report->response_count; i++) {
        const struct pages_report_response *response = &view->report->responses[i];
        if (!response->published || response->eligible == 0)
            continue;
        first = first ? first : response;
        last = response;
    }
    if (!last)
        return (struct pages_sentence){.words = NULL};
    const char *rate = pages_report_share_of(view, last->rate);
    if (first == last)
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(view, READ_RATES_ONE, NUMBER(last->cycle), rate)};
    return (struct pages_sentence){
        .words = PAGES_REPORT_FILL(view, READ_RATES_TWO, NUMBER(last->cycle), rate,
                                   pages_report_share_of(view, first->rate), NUMBER(first->cycle))};
}

static bool has_mean(const struct pages_report_point *point)
{
    return point->published && point->n > 0 && isfinite(point->mean);
}

static struct pages_sentence read_diverging(const struct pages_report_view *view,
                                            const struct pages_report_question *question,
                                            const struct pages_report_point *point)
{
    size_t half = question->category_count / 2;
    bool has_middle = question->category_count % 2 == 1;
    int below = 0;
    int above = 0;
    for (size_t i = 0; i < question->category_count; i++) {
        if (i < half)
            below += point->percent[i];
        else if (!has_middle || i > half)
            above += point->percent[i];
    }
    if (!has_middle)
        return (struct pages_sentence){.words = PAGES_REPORT_FILL(view, READ_DIVERGING,
                                                                  NUMBER(point->cycle),
                                                                  PERCENT(above), PERCENT(below))};
    return (struct pages_sentence){
        .words = PAGES_REPORT_FILL(view, READ_DIVERGING_MIDDLE, NUMBER(point->cycle),
                                   PERCENT(above), PERCENT(below), PERCENT(point->percent[half]))};
}

static struct pages_sentence read_level(const struct pages_report_view *view,
                                        const struct pages_report_question *question,
                                        const struct pages_report_point *point)
{
    const char *level = pages_report_mean(view, point);
    if (!point->is_share)
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(view, READ_MEAN, NUMBER(point->cycle), level)};
    return (struct pages_sentence){.words = PAGES_REPORT_FILL(view, READ_YES, NUMBER(point->cycle),
                                                              level, question->categories[1]),
                                   .theirs = {question->categories[1], NULL}};
}

/* The most common answer, unless two are as common. */
static struct pages_sentence read_common(const struct pages_report_view *view,
                                         const struct pages_report_question *question,
                                         const struct pages_report_point *point)
{
    size_t best = 0;
    bool is_shared = false;
    for (size_t i = 1; i < question->category_count; i++) {
        if (point->percent[i] > point->percent[best]) {
            best = i;
            is_shared = false;
        } else if (point->percent[i] == point->percent[best]) {
            is_shared = true;
        }
    }
    if (is_shared)
        return read_level(view, question, point);
    return (struct pages_sentence){
        .words = PAGES_REPORT_FILL(view, READ_COMMON, NUMBER(point->cycle),
                                   question->categories[best], PERCENT(point->percent[best])),
        .theirs = {question->categories[best], NULL}};
}

struct pages_sentence pages_report_read_question(const struct pages_report_view *view,
                                                 const struct pages_report_question *question)
{
    for (size_t i = question->point_count; i-- > 0;) {
        const struct pages_report_point *point = &question->points[i];
        if (!has_mean(point))
            continue;
        if (!point->percent || question->category_count == 0)
            return read_level(view, question, point);
        return question->diverging ? read_diverging(view, question, point)
                                   : read_common(view, question, point);
    }
    return (struct pages_sentence){.words = NULL};
}

struct pages_sentence pages_report_read_trend(const struct pages_report_view *view,
                                              const struct pages_report_question *question)
{
    const struct pages_report_point *first = NULL;
    const struct pages_report_point *last = NULL;
    for (size_t i = 0; i < question->point_count; i++) {
        if (!has_mean(&question->points[i]))
            continue;
        first = first ? first : &question->points[i];
        last = &question->points[i];
    }
    if (!last)
        return (struct pages_sentence){.words = NULL};
    if (first == last)
        return read_level(view, question, last);
    bool is_share = first->is_share && last->is_share;
    bool is_apart = first->low > last->high || last->low > first->high;
    if (is_share)
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(view, is_apart ? READ_YES_APART : READ_YES_OVERLAP,
                                       NUMBER(first->cycle), pages_report_mean(view, first),
                                       NUMBER(last->cycle), pages_report_mean(view, last),
                                       question->categories[1]),
            .theirs = {question->categories[1], NULL}};
    enum pages_word words = READ_TREND;
    if (first->has_interval && last->has_interval)
        words = is_apart ? READ_TREND_APART : READ_TREND_OVERLAP;
    return (struct pages_sentence){.words = PAGES_REPORT_FILL(view, words, NUMBER(first->cycle),
                                                              pages_report_mean(view, first),
                                                              NUMBER(last->cycle),
                                                              pages_report_mean(view, last))};
}
