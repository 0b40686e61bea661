#include <math.h>

#include "chart.h"
#include "markup.h"

#define ROW_HEIGHT 56.0
#define BAR_HEIGHT 24.0
#define LABEL_HEIGHT 20.0
#define CHARACTER_WIDTH 8.4 /* in the largest size that the style sheet sets */

/* "80% (24 of 30)"; with `in_full`, or if nobody was invited, also "and 5 by open link". */
static const char *rate_words(const struct pages_report_view *view,
                              const struct pages_report_response *response, bool in_full)
{
    if (!response->published)
        return pages_chart_unknown_rate(view, response);
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

/* Why there is no rate, in the place of the bar; hatched where there is something to hide. */
static void print_none(const struct pages_report_view *view, const char *id, double bar,
                       const struct pages_report_response *response)
{
    bool is_hidden =
        !response->published && !response->is_empty && response->state != PAGES_RESPONSE_NOT_OPENED;
    if (is_hidden)
        pages_chart_hatched(view, id, 0.5, bar, view->width - 1, BAR_HEIGHT);
    else
        pages_print(view->out,
                    "<rect x=\".5\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                    "fill=\"none\" stroke=\"#8795a1\" stroke-dasharray=\"4 3\"/>\n",
                    bar, view->width - 1, BAR_HEIGHT);
    pages_print(view->out, "<text x=\"8\" y=\"%.1f\" class=\"over\"", bar + BAR_HEIGHT - 7);
    pages_chart_mark(view);
    pages_print(view->out, ">%s</text>\n", rate_words(view, response, false));
}

/* `room` is what the words beside the bar take. */
static void print_row(const struct pages_report_view *view, const char *id, double y, double room,
                      const struct pages_report_response *response)
{
    struct base_buffer *out = view->out;
    double bar = y + LABEL_HEIGHT;
    double width = view->width - room;
    pages_chart_heading(view, y, response->cycle, NULL);
    if (!response->published || response->eligible == 0) {
        print_none(view, id, bar, response);
        return;
    }
    pages_print(out,
                "<rect x=\".5\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                "fill=\"#8795a1\" fill-opacity=\".18\" stroke=\"#8795a1\"/>\n",
                bar, width - 1, BAR_HEIGHT);
    if (response->rate > 0)
        pages_print(out,
                    "<rect x=\".5\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                    "fill=\"#135f87\" class=\"ink-fill\"/>\n",
                    bar, fmin(response->rate, 1) * (width - 1), BAR_HEIGHT);
    pages_print(out, "<text x=\"%.1f\" y=\"%.1f\"", width + 8, bar + BAR_HEIGHT - 7);
    pages_chart_mark(view);
    pages_print(out, ">%s</text>\n", rate_words(view, response, false));
}

/* What the longest words beside a bar take. */
static double words_room(const struct pages_report_view *view)
{
    size_t most = 0;
    for (size_t i = 0; i < view->report->response_count; i++) {
        const struct pages_report_response *response = &view->report->responses[i];
        if (!response->published || response->eligible == 0)
            continue;
        size_t characters = base_text_characters(base_text_of(rate_words(view, response, false)));
        most = characters > most ? characters : most;
    }
    return most > 0 ? (double)most * CHARACTER_WIDTH + 10 : 0;
}

void pages_chart_rates(const struct pages_report_view *view, const char *id)
{
    const struct pages_report *report = view->report;
    double height = (double)report->response_count * ROW_HEIGHT - 8;
    double room = words_room(view);
    pages_chart_open(view, id, "bars", view->width, height,
                     pages_word(view->words, REPORT_CHART_RATES), describe(view));
    for (size_t i = 0; i < report->response_count; i++)
        print_row(view, id, (double)i * ROW_HEIGHT, room, &report->responses[i]);
    pages_chart_close(view);
}
