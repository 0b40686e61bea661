#include <math.h>

#include "markup.h"
#include "report_table.h"

void pages_table_open(const struct pages_report_view *view, const char *id, const char *ours,
                      const char *theirs)
{
    pages_print(view->out,
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                "aria-labelledby=\"%s\">\n<table>\n<caption class=\"unseen\" id=\"%s\">",
                id, id);
    if (!theirs)
        PAGES_SAY(view->out, view->words, REPORT_TABLE_OF, ours);
    else
        pages_report_say_around(view, REPORT_TABLE_OF, theirs);
    if (theirs && ours) {
        base_buffer_string(view->out, " <span");
        pages_chart_mark(view);
        pages_print(view->out, ">(%s)</span>", ours);
    }
    base_buffer_string(view->out, "</caption>\n<thead><tr>");
}

void pages_table_heading(const struct pages_report_view *view, const char *text)
{
    pages_print(view->out, "<th scope=\"col\">%s</th>", text);
}

void pages_table_word_heading(const struct pages_report_view *view, enum pages_word id)
{
    base_buffer_string(view->out, "<th scope=\"col\"");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</th>", pages_word(view->words, id));
}

void pages_table_body(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</tr></thead>\n<tbody>\n");
}

void pages_table_close(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</tbody>\n</table>\n</div>\n");
}

void pages_table_row(const struct pages_report_view *view, const char *text, bool ours)
{
    base_buffer_string(view->out, "<tr><th scope=\"row\"");
    if (ours)
        pages_chart_mark(view);
    pages_print(view->out, ">%s</th>", text);
}

void pages_table_row_close(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</tr>\n");
}

void pages_table_cell(const struct pages_report_view *view, const char *text)
{
    pages_print(view->out, "<td>%s</td>", text ? text : "–");
}

void pages_table_count(const struct pages_report_view *view, int count)
{
    pages_table_cell(view, count < 0 ? NULL : pages_report_number(view, count));
}

void pages_table_note(const struct pages_report_view *view, size_t columns, const char *words)
{
    pages_print(view->out, "<td colspan=\"%zu\" class=\"left-out\"", columns);
    pages_chart_mark(view);
    pages_print(view->out, ">%s</td>", words);
}

void pages_table_suppressed(const struct pages_report_view *view, size_t columns)
{
    pages_table_note(view, columns, pages_chart_suppressed(view));
}

void pages_table_left_out(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "<td class=\"left-out\"");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</td>", pages_word(view->words, REPORT_LEFT_OUT));
}

void pages_report_table_rates(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    pages_table_open(view, "rates-table", pages_word(view->words, REPORT_RESPONSE), NULL);
    pages_table_word_heading(view, WORD_CYCLE_ALONE);
    pages_table_word_heading(view, REPORT_INVITED);
    pages_table_word_heading(view, REPORT_RESPONDED);
    pages_table_word_heading(view, REPORT_RATE);
    pages_table_word_heading(view, REPORT_OPEN);
    pages_table_body(view);
    for (size_t i = 0; i < report->response_count; i++) {
        const struct pages_report_response *response = &report->responses[i];
        base_buffer_string(view->out, "<tr><th scope=\"row\">");
        pages_chart_cycle_say(view, response->cycle, 200, "span");
        base_buffer_string(view->out, "</th>");
        if (!response->published) {
            pages_table_note(view, 4, pages_chart_unknown_rate(view, response));
        } else {
            pages_table_count(view, response->eligible);
            pages_table_count(view, response->responded);
            pages_table_cell(view, response->eligible > 0
                                       ? pages_percent(view->arena, view->words,
                                                       (int)lround(response->rate * 100))
                                       : NULL);
            pages_table_count(view, response->open_responses);
        }
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

static void print_point(const struct pages_report_view *view,
                        const struct pages_report_question *question,
                        const struct pages_report_point *point)
{
    if (!point->published) {
        pages_table_note(view, question->category_count + 3,
                         question->is_sensitive ? pages_chart_sensitive(view)
                                                : pages_chart_suppressed(view));
        return;
    }
    pages_table_count(view, point->n);
    pages_table_cell(view, pages_report_mean(view, point));
    pages_table_cell(view, point->has_interval ? pages_report_interval(view, point) : NULL);
    for (size_t i = 0; i < question->category_count; i++)
        pages_table_cell(view, point->percent && point->n > 0
                                   ? pages_percent(view->arena, view->words, point->percent[i])
                                   : NULL);
}

void pages_report_table_question(const struct pages_report_view *view,
                                 const struct pages_report_question *question)
{
    size_t index = (size_t)(question - view->report->questions);
    pages_table_open(view, base_arena_format(view->arena, "table-%zu", index + 1), NULL,
                     question->text);
    pages_table_word_heading(view, WORD_CYCLE_ALONE);
    pages_table_word_heading(view, REPORT_ANSWERS);
    pages_table_word_heading(view, pages_report_is_share(question) ? REPORT_SHARE : REPORT_MEAN);
    pages_table_word_heading(view, REPORT_INTERVAL);
    for (size_t i = 0; i < question->category_count; i++)
        pages_table_heading(view, question->categories[i]);
    pages_table_body(view);
    for (size_t i = 0; i < question->point_count; i++) {
        const struct pages_report_point *point = &question->points[i];
        pages_table_row(view, pages_chart_cycle_name(view, point->cycle), true);
        print_point(view, question, point);
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

void pages_report_figures_open(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "<details class=\"figures\">\n<summary");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</summary>\n", pages_word(view->words, REPORT_FIGURES));
}

const char *pages_report_question_metrics(const struct pages_report_question *question)
{
    if (question->is_scale)
        return "reaction.scale";
    for (size_t i = 0; i < question->point_count; i++) {
        if (question->points[i].has_nps)
            return "reaction.item,reaction.nps";
    }
    return "reaction.item";
}

const char *pages_report_unit(enum pages_unit unit)
{
    return unit == PAGES_UNIT_PEOPLE ? "participant" : "organisation";
}

static void print_choice(const struct pages_report_view *view, struct pages_picture_data data)
{
    pages_print(view->out, "?metric=%s", data.metrics);
    if (data.subject)
        pages_print(view->out, "&amp;subject=%s", data.subject);
    if (data.unit)
        pages_print(view->out, "&amp;unit=%s", data.unit);
    if (data.cycle > 0)
        pages_print(view->out, "&amp;cycle=%d", data.cycle);
}

void pages_report_figures_close(const struct pages_report_view *view,
                                struct pages_picture_data data)
{
    const struct pages_report *report = view->report;
    if (report->data) {
        pages_print(view->out, "<p class=\"data\"><a href=\"%s", report->data);
        if (!report->data_is_whole)
            print_choice(view, data);
        base_buffer_string(view->out, "\"");
        pages_chart_mark(view);
        pages_print(view->out, ">%s</a></p>\n", pages_word(view->words, REPORT_DATA));
    }
    base_buffer_string(view->out, "</details>\n");
}
