#include <math.h>

#include "chart.h"
#include "markup.h"

/* `id` is unique on the page; `name` is a question, or NULL for the table of rates. */
static void open_table(const struct pages_report_view *view, const char *id, const char *name)
{
    pages_print(view->out,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                "aria-labelledby=\"%s\">\n<table>\n<caption class=\"unseen\" id=\"%s\">",
                id, id);
    if (name)
        pages_report_say_around(view, REPORT_TABLE_OF, name);
    else
        PAGES_SAY(view->out, view->words, REPORT_TABLE_OF,
                  pages_word(view->words, REPORT_RESPONSE));
    base_buffer_string(view->out, "</caption>\n<thead><tr>");
}

static void print_heading(const struct pages_report_view *view, const char *text)
{
    pages_print(view->out, "<th scope=\"col\">%s</th>", text);
}

static void print_word_heading(const struct pages_report_view *view, enum pages_word id)
{
    base_buffer_string(view->out, "<th scope=\"col\"");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</th>", pages_word(view->words, id));
}

static void close_head(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</tr></thead>\n<tbody>\n");
}

static void close_table(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</tbody>\n</table>\n</div>\n");
}

static void print_cell(const struct pages_report_view *view, const char *text)
{
    pages_print(view->out, "<td>%s</td>", text ? text : "–");
}

static void print_count(const struct pages_report_view *view, int count)
{
    pages_print(view->out, "<td>%d</td>", count);
}

static void print_suppressed(const struct pages_report_view *view, size_t columns)
{
    pages_print(view->out, "<td colspan=\"%zu\" class=\"left-out\"", columns);
    pages_chart_mark(view);
    pages_print(view->out, ">%s</td>", pages_chart_suppressed(view));
}

void pages_report_table_rates(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    open_table(view, "rates-table", NULL);
    print_word_heading(view, WORD_CYCLE_ALONE);
    print_word_heading(view, REPORT_INVITED);
    print_word_heading(view, REPORT_RESPONDED);
    print_word_heading(view, REPORT_RATE);
    print_word_heading(view, REPORT_OPEN);
    close_head(view);
    for (size_t i = 0; i < report->response_count; i++) {
        const struct pages_report_response *response = &report->responses[i];
        base_buffer_string(view->out, "<tr><th scope=\"row\">");
        pages_chart_cycle_say(view, response->cycle, 200, "span");
        base_buffer_string(view->out, "</th>");
        if (!response->published) {
            print_suppressed(view, 4);
        } else {
            print_count(view, response->eligible);
            print_count(view, response->responded);
            print_cell(view, response->eligible > 0
                                 ? pages_percent(view->arena, view->words,
                                                 (int)lround(response->rate * 100))
                                 : NULL);
            print_cell(view, response->open_responses >= 0
                                 ? base_arena_format(view->arena, "%d", response->open_responses)
                                 : NULL);
        }
        base_buffer_string(view->out, "</tr>\n");
    }
    close_table(view);
}

static void print_point(const struct pages_report_view *view,
                        const struct pages_report_question *question,
                        const struct pages_report_point *point)
{
    if (!point->published) {
        print_suppressed(view, question->category_count + 3);
        return;
    }
    print_count(view, point->n);
    print_cell(view, pages_report_mean(view, point));
    print_cell(view, point->has_interval ? pages_report_interval(view, point) : NULL);
    for (size_t i = 0; i < question->category_count; i++)
        print_cell(view, point->percent && point->n > 0
                             ? pages_percent(view->arena, view->words, point->percent[i])
                             : NULL);
}

void pages_report_table_question(const struct pages_report_view *view,
                                 const struct pages_report_question *question)
{
    size_t index = (size_t)(question - view->report->questions);
    open_table(view, base_arena_format(view->arena, "table-%zu", index + 1), question->text);
    print_word_heading(view, WORD_CYCLE_ALONE);
    print_word_heading(view, REPORT_ANSWERS);
    print_word_heading(view, REPORT_MEAN);
    print_word_heading(view, REPORT_INTERVAL);
    for (size_t i = 0; i < question->category_count; i++)
        print_heading(view, question->categories[i]);
    close_head(view);
    for (size_t i = 0; i < question->point_count; i++) {
        const struct pages_report_point *point = &question->points[i];
        base_buffer_string(view->out, "<tr><th scope=\"row\"");
        pages_chart_mark(view);
        pages_print(view->out, ">%s</th>", pages_chart_cycle_name(view, point->cycle));
        print_point(view, question, point);
        base_buffer_string(view->out, "</tr>\n");
    }
    close_table(view);
}
