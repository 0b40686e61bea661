/* The parts of the report about response and about single questions. */
#include <string.h>

#include "chart.h"
#include "markup.h"

void pages_report_responses(const struct pages_report_view *view)
{
    if (view->report->response_count == 0)
        return;
    pages_report_section_open(view, "response", REPORT_RESPONSE, REPORT_RESPONSE_TEXT);
    base_buffer_string(view->out, "<figure class=\"card\">\n");
    pages_report_paragraph(view, "reading", pages_report_read_rates(view));
    pages_chart_rates(view, "rates");
    pages_report_figures_open(view);
    pages_report_table_rates(view);
    pages_report_figures_close(view, (struct pages_picture_data){.metrics = "participation.flow"});
    base_buffer_string(view->out, "</figure>\n");
    pages_report_section_close(view);
}

/* Whether there is anything to see from one cycle to another. A scale of several questions has no
   other picture, so it is shown from its first cycle on. */
bool pages_report_has_trend(const struct pages_report_view *view,
                            const struct pages_report_question *question)
{
    if (question->maximum <= question->minimum)
        return false;
    return question->is_scale ? question->point_count > 0
                              : view->cycle_count > 1 && question->point_count > 1;
}

bool pages_report_has_trends(const struct pages_report_view *view)
{
    for (size_t i = 0; i < view->report->question_count; i++) {
        if (pages_report_has_trend(view, &view->report->questions[i]))
            return true;
    }
    return false;
}

static void write_trend(const struct pages_report_view *view, size_t index)
{
    const struct pages_report_question *question = &view->report->questions[index];
    base_buffer_string(view->out, "<figure class=\"card\">\n<figcaption>");
    if (question->group)
        pages_print(view->out, "<span class=\"group\">%s</span> ", question->group);
    if (question->is_scale)
        pages_print(view->out, "%s</figcaption>\n", question->text);
    else
        pages_print(view->out, "<a href=\"#question-%zu\">%s</a></figcaption>\n", index + 1,
                    question->text);
    pages_report_paragraph(view, "reading", pages_report_read_trend(view, question));
    pages_chart_trend(view, base_arena_format(view->arena, "trend-%zu", index + 1), question);
    if (question->is_scale) {
        pages_report_figures_open(view);
        pages_report_table_question(view, question);
        pages_report_figures_close(view, (struct pages_picture_data){.metrics = "reaction.scale",
                                                                     .subject = question->id});
    }
    base_buffer_string(view->out, "</figure>\n");
}

void pages_report_trends(const struct pages_report_view *view)
{
    if (!pages_report_has_trends(view))
        return;
    pages_report_section_open(view, "trend", REPORT_TREND, REPORT_TREND_TEXT);
    base_buffer_string(view->out, "<div class=\"multiples\">\n");
    for (size_t i = 0; i < view->report->question_count; i++) {
        if (pages_report_has_trend(view, &view->report->questions[i]))
            write_trend(view, i);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

static void write_group(const struct pages_report_view *view, const char **previous,
                        const char *group)
{
    const char *last = *previous;
    bool is_first = last == NULL;
    if (!is_first && strcmp(last, group ? group : "") == 0)
        return;
    if (!is_first)
        base_buffer_string(view->out, "</div>\n");
    *previous = group ? group : "";
    if (group && *group)
        pages_print(view->out, "<h3>%s</h3>\n", group);
    base_buffer_string(view->out, "<div class=\"questions\">\n");
}

/* The net promoter score, cycle by cycle, each with its interval. */
static void write_nps(const struct pages_report_view *view,
                      const struct pages_report_question *question)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < question->point_count; i++) {
        const struct pages_report_point *point = &question->points[i];
        if (!point->has_nps)
            continue;
        base_buffer_format(
            &text, "%s %s", text.length > 0 ? ";" : pages_word(view->words, REPORT_NPS),
            PAGES_REPORT_FILL(view, REPORT_NPS_CYCLE, pages_report_number(view, point->cycle),
                              pages_report_signed(view, point->nps, 0),
                              pages_report_signed(view, point->nps_low, 0),
                              pages_report_signed(view, point->nps_high, 0)));
    }
    if (text.length > 0)
        pages_report_paragraph(view, "note",
                               (struct pages_sentence){.words = base_buffer_view(&text).data});
}

static void write_question(const struct pages_report_view *view, size_t index)
{
    const struct pages_report_question *question = &view->report->questions[index];
    pages_print(view->out,
                "<figure class=\"card\" id=\"question-%zu\">\n<figcaption>%s</figcaption>\n",
                index + 1, question->text);
    pages_report_paragraph(view, "reading", pages_report_read_question(view, question));
    if (question->category_count > 0 && question->point_count > 0)
        pages_chart_distribution(view, base_arena_format(view->arena, "bars-%zu", index + 1),
                                 question);
    write_nps(view, question);
    pages_report_figures_open(view);
    pages_report_table_question(view, question);
    pages_report_figures_close(
        view, (struct pages_picture_data){.metrics = pages_report_question_metrics(question),
                                          .subject = question->id});
    base_buffer_string(view->out, "</figure>\n");
}

void pages_report_questions(const struct pages_report_view *view)
{
    const char *group = NULL;
    bool is_open = false;
    for (size_t i = 0; i < view->report->question_count; i++) {
        if (view->report->questions[i].is_scale)
            continue;
        if (!is_open)
            pages_report_section_open(view, "questions", REPORT_QUESTIONS, REPORT_QUESTIONS_TEXT);
        is_open = true;
        write_group(view, &group, view->report->questions[i].group);
        write_question(view, i);
    }
    if (!is_open)
        return;
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}
