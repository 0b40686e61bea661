#include <math.h>

#include "chart.h"
#include "markup.h"

#define ROW_HEIGHT 56.0
#define BAR_HEIGHT 24.0
#define LABEL_HEIGHT 20.0

/* "80% (24 of 30)"; `in_full`, or if nobody was invited, also "and 5 by open link". */
static const char *rate_words(const struct pages_report_view *view,
                              const struct pages_report_response *response, bool in_full)
{
    if (!response->published)
        return pages_chart_suppressed(view);
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    if (response->eligible > 0) {
        int percent = (int)lround(response->rate * 100);
        base_buffer_string(&text, pages_percent(view->arena, view->words, percent));
        base_buffer_format(
            &text, " (%s)",
            pages_report_phrase(view, REPORT_RATE_OF,
                                base_arena_format(view->arena, "%d", response->responded),
                                base_arena_format(view->arena, "%d", response->eligible)));
    } else {
        base_buffer_string(&text, pages_word(view->words, REPORT_NO_INVITED));
    }
    if (response->open_responses > 0 && (in_full || response->eligible == 0)) {
        base_buffer_string(&text, " ");
        base_buffer_string(&text, pages_report_phrase(view, REPORT_OPEN_PLUS,
                                                      base_arena_format(view->arena, "%d",
                                                                        response->open_responses),
                                                      NULL));
    }
    return base_buffer_view(&text).data;
}

static const char *describe(const struct pages_report_view *view)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < view->report->response_count; i++) {
        const struct pages_report_response *response = &view->report->responses[i];
        base_buffer_format(&text, "%s%s: %s", i > 0 ? "; " : "",
                           pages_chart_cycle(view, response->cycle, 200),
                           rate_words(view, response, true));
    }
    return base_buffer_view(&text).data;
}

static void print_row(const struct pages_report_view *view, const char *id, double y,
                      const struct pages_report_response *response)
{
    struct base_buffer *out = view->out;
    double bar = y + LABEL_HEIGHT;
    pages_chart_heading(view, y, response->cycle,
                        response->published ? rate_words(view, response, false) : NULL);
    if (!response->published) {
        pages_chart_hatched(view, id, 0.5, bar, view->width - 1, BAR_HEIGHT);
        pages_print(out, "<text x=\"8\" y=\"%.1f\" class=\"over\"", bar + BAR_HEIGHT - 7);
        pages_chart_mark(view);
        pages_print(out, ">%s</text>\n", pages_chart_suppressed(view));
        return;
    }
    pages_print(out,
                "<rect x=\".5\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                "fill=\"#8795a1\" fill-opacity=\".18\" stroke=\"#8795a1\"/>\n",
                bar, view->width - 1, BAR_HEIGHT);
    if (response->eligible == 0 || !(response->rate > 0))
        return;
    pages_print(out,
                "<rect x=\".5\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                "fill=\"#135f87\"/>\n",
                bar, fmin(response->rate, 1) * (view->width - 1), BAR_HEIGHT);
}

void pages_chart_rates(const struct pages_report_view *view, const char *id)
{
    const struct pages_report *report = view->report;
    double height = (double)report->response_count * ROW_HEIGHT - 8;
    pages_chart_open(view, id, "bars", view->width, height,
                     pages_word(view->words, REPORT_CHART_RATES), describe(view));
    for (size_t i = 0; i < report->response_count; i++)
        print_row(view, id, (double)i * ROW_HEIGHT, &report->responses[i]);
    pages_chart_close(view);
}
