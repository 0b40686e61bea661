#include "pages/report.h"

#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "frame.h"
#include "markup.h"

/* What a report without any diverging bar is scaled for; never zero. */
#define WHOLE_PERCENT 100.0

static void say(const struct pages_report_view *view, const char *tag, enum pages_word id,
                const char *argument)
{
    pages_print(view->out, "<%s>", tag);
    PAGES_SAY(view->out, view->words, id, argument);
    pages_print(view->out, "</%s>\n", tag);
}

static void open_section(const struct pages_report_view *view, const char *id,
                         enum pages_word title)
{
    pages_print(view->out,
                "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">", id,
                id, id);
    PAGES_SAY(view->out, view->words, title, NULL);
    base_buffer_string(view->out, "</h2>\n");
}

static void close_section(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</section>\n");
}

static int compare_cycles(const void *a, const void *b)
{
    int left = *(const int *)a;
    int right = *(const int *)b;
    return (left > right) - (left < right);
}

/* Every cycle that the report speaks of, once. */
static void collect_cycles(struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    size_t count = report->response_count;
    for (size_t i = 0; i < report->question_count; i++)
        count += report->questions[i].point_count;
    int *cycles = base_arena_array(view->arena, int, count + 1);
    size_t filled = 0;
    for (size_t i = 0; i < report->response_count; i++)
        cycles[filled++] = report->responses[i].cycle;
    for (size_t i = 0; i < report->question_count; i++) {
        for (size_t j = 0; j < report->questions[i].point_count; j++)
            cycles[filled++] = report->questions[i].points[j].cycle;
    }
    qsort(cycles, filled, sizeof(int), compare_cycles);
    for (size_t i = 0; i < filled; i++) {
        if (view->cycle_count == 0 || cycles[view->cycle_count - 1] != cycles[i])
            cycles[view->cycle_count++] = cycles[i];
    }
    view->cycles = cycles;
}

/* One scale for all diverging bars, so that every bar of the report can be compared. */
static void measure_halves(struct pages_report_view *view)
{
    for (size_t i = 0; i < view->report->question_count; i++) {
        const struct pages_report_question *question = &view->report->questions[i];
        for (size_t j = 0; question->diverging && j < question->point_count; j++) {
            double left = 0;
            double right = 0;
            pages_chart_halves(question, &question->points[j], &left, &right);
            if (left > view->left_percent)
                view->left_percent = left;
            if (right > view->right_percent)
                view->right_percent = right;
        }
    }
    if (view->left_percent + view->right_percent <= 0)
        view->right_percent = WHOLE_PERCENT;
}

struct pages_report_view pages_report_view_new(const struct pages_report *report,
                                               struct base_buffer *out)
{
    struct pages_report_view view = {
        .report = report,
        .words = pages_words_for(report->language),
        .arena = out->arena,
        .out = out,
        .width = CHART_WIDTH,
    };
    collect_cycles(&view);
    measure_halves(&view);
    return view;
}

static void write_contents(const struct pages_report_view *view, bool has_trends)
{
    const struct pages_report *report = view->report;
    const struct {
        const char *id;
        enum pages_word title;
        bool is_there;
    } sections[] = {
        {"response", REPORT_RESPONSE, report->response_count > 0},
        {"trend", REPORT_TREND, has_trends},
        {"questions", REPORT_QUESTIONS, report->question_count > 0},
        {"how", REPORT_HOW, true},
    };
    base_buffer_string(view->out, "<nav class=\"contents\" ");
    if (view->words.marked)
        base_buffer_string(view->out, "lang=\"en\" ");
    base_buffer_string(view->out, "aria-label=\"");
    PAGES_TELL(view->out, view->words, REPORT_CONTENTS, NULL);
    base_buffer_string(view->out, "\"><ul>\n");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (!sections[i].is_there)
            continue;
        pages_print(view->out, "<li><a href=\"#%s\">", sections[i].id);
        PAGES_SAY(view->out, view->words, sections[i].title, NULL);
        base_buffer_string(view->out, "</a></li>\n");
    }
    base_buffer_string(view->out, "</ul></nav>\n");
}

static void write_responses(const struct pages_report_view *view)
{
    if (view->report->response_count == 0)
        return;
    open_section(view, "response", REPORT_RESPONSE);
    say(view, "p", REPORT_RESPONSE_TEXT, NULL);
    base_buffer_string(view->out, "<figure class=\"card\">\n");
    pages_chart_rates(view, "rates");
    pages_report_table_rates(view);
    base_buffer_string(view->out, "</figure>\n");
    close_section(view);
}

/* Whether there is anything to see from one cycle to another. */
static bool has_trend(const struct pages_report_view *view,
                      const struct pages_report_question *question)
{
    return view->cycle_count > 1 && question->point_count > 1 &&
           question->maximum > question->minimum;
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

static void write_trends(const struct pages_report_view *view)
{
    open_section(view, "trend", REPORT_TREND);
    say(view, "p", REPORT_TREND_TEXT, NULL);
    base_buffer_string(view->out, "<div class=\"multiples\">\n");
    for (size_t i = 0; i < view->report->question_count; i++) {
        const struct pages_report_question *question = &view->report->questions[i];
        if (!has_trend(view, question))
            continue;
        base_buffer_string(view->out, "<figure class=\"card\">\n<figcaption>");
        if (question->group)
            pages_print(view->out, "<span class=\"group\">%s</span> ", question->group);
        pages_print(view->out, "<a href=\"#question-%zu\">%s</a></figcaption>\n", i + 1,
                    question->text);
        pages_chart_trend(view, base_arena_format(view->arena, "trend-%zu", i + 1), question);
        base_buffer_string(view->out, "</figure>\n");
    }
    base_buffer_string(view->out, "</div>\n");
    close_section(view);
}

static void write_questions(const struct pages_report_view *view)
{
    const char *group = NULL;
    open_section(view, "questions", REPORT_QUESTIONS);
    say(view, "p", REPORT_QUESTIONS_TEXT, NULL);
    for (size_t i = 0; i < view->report->question_count; i++) {
        const struct pages_report_question *question = &view->report->questions[i];
        write_group(view, &group, question->group);
        pages_print(view->out,
                    "<figure class=\"card\" id=\"question-%zu\">\n<figcaption>%s</figcaption>\n",
                    i + 1, question->text);
        if (question->category_count > 0 && question->point_count > 0)
            pages_chart_distribution(view, base_arena_format(view->arena, "bars-%zu", i + 1),
                                     question);
        pages_report_table_question(view, question);
        base_buffer_string(view->out, "</figure>\n");
    }
    if (group)
        base_buffer_string(view->out, "</div>\n");
    close_section(view);
}

static void write_how(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    open_section(view, "how", REPORT_HOW);
    base_buffer_string(view->out, "<ul>\n");
    say(view, "li", REPORT_HOW_SMALL,
        base_arena_format(view->arena, "%d", report->minimum_group_size));
    say(view, "li", REPORT_HOW_CHANGE, NULL);
    say(view, "li", REPORT_HOW_ROUNDED, NULL);
    base_buffer_string(view->out, "</ul>\n");
    if (report->provenance)
        pages_print(view->out, "<p class=\"provenance\">%s</p>\n", report->provenance);
    close_section(view);
}

static void write_body(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (!report->computed) {
        say(view, "h2", REPORT_EMPTY_TITLE, NULL);
        say(view, "p", REPORT_EMPTY, NULL);
        return;
    }
    bool has_trends = false;
    for (size_t i = 0; i < report->question_count; i++)
        has_trends = has_trends || has_trend(view, &report->questions[i]);
    write_contents(view, has_trends);
    write_responses(view);
    if (has_trends)
        write_trends(view);
    if (report->question_count > 0)
        write_questions(view);
    write_how(view);
}

void pages_report_write(const struct pages_site *site, const struct pages_report *report,
                        struct base_buffer *out)
{
    struct pages_report_view view = pages_report_view_new(report, out);
    struct pages_frame frame = {
        .site = site,
        .words = view.words,
        .language = report->language,
        .title = pages_word(view.words, REPORT_REPORT),
        .programme = report->title,
        .is_report = true,
        .action = "",
        .languages = report->languages,
        .language_count = report->language_count,
    };
    pages_frame_open(&frame, out);
    base_buffer_string(out, "<p class=\"caption\">");
    PAGES_SAY(out, view.words, REPORT_REPORT, NULL);
    pages_print(out, "</p>\n<h1>%s</h1>\n", report->title);
    if (report->computed) {
        const char *moment = base_arena_format(view.arena, "%.16s", report->computed);
        base_buffer_string(out, "<p class=\"caption\">");
        PAGES_SAY(out, view.words, REPORT_COMPUTED, pages_moment(view.arena, view.words, moment));
        base_buffer_string(out, "</p>\n");
    }
    write_body(&view);
    pages_frame_close(&frame, out);
}
