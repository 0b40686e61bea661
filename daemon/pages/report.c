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

void pages_report_section_open(const struct pages_report_view *view, const char *id,
                               enum pages_word title, enum pages_word text)
{
    pages_print(view->out,
                "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">", id,
                id, id);
    PAGES_SAY(view->out, view->words, title, NULL);
    base_buffer_string(view->out, "</h2>\n");
    if (text != title)
        say(view, "p", text, NULL);
}

void pages_report_section_close(const struct pages_report_view *view)
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

static void write_contents(const struct pages_report_view *view)
{
    static const struct {
        const char *id;
        enum pages_word title;
        enum pages_picture picture;
    } sections[] = {
        {"response", REPORT_RESPONSE, PAGES_PICTURE_RESPONSE},
        {"flow", FLOW_TITLE, PAGES_PICTURE_FLOW},
        {"diversity", DIVERSITY_TITLE, PAGES_PICTURE_DIVERSITY},
        {"convergence", CONVERGENCE_TITLE, PAGES_PICTURE_CONVERGENCE},
        {"pairs", PAIRS_TITLE, PAGES_PICTURE_PAIRS},
        {"network", NETWORK_TITLE, PAGES_PICTURE_NETWORK},
        {"shares", SHARES_TITLE, PAGES_PICTURE_SHARES},
        {"trend", REPORT_TREND, PAGES_PICTURE_TREND},
        {"breakdown", BREAKDOWN_TITLE, PAGES_PICTURE_BREAKDOWN},
        {"questions", REPORT_QUESTIONS, PAGES_PICTURE_QUESTIONS},
        {"how", REPORT_HOW, PAGES_PICTURE_NONE},
    };
    base_buffer_string(view->out, "<nav class=\"contents\" ");
    if (view->words.marked)
        base_buffer_string(view->out, "lang=\"en\" ");
    base_buffer_string(view->out, "aria-label=\"");
    PAGES_TELL(view->out, view->words, REPORT_CONTENTS, NULL);
    base_buffer_string(view->out, "\"><ul>\n");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (sections[i].picture != PAGES_PICTURE_NONE &&
            !pages_report_has_picture(view, sections[i].picture))
            continue;
        pages_print(view->out, "<li><a href=\"#%s\">", sections[i].id);
        PAGES_SAY(view->out, view->words, sections[i].title, NULL);
        base_buffer_string(view->out, "</a></li>\n");
    }
    base_buffer_string(view->out, "</ul></nav>\n");
}

static void write_how(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    pages_report_section_open(view, "how", REPORT_HOW, REPORT_HOW);
    base_buffer_string(view->out, "<ul>\n");
    say(view, "li", REPORT_HOW_SMALL,
        base_arena_format(view->arena, "%d", report->minimum_group_size));
    say(view, "li", REPORT_HOW_SENSITIVE, NULL);
    say(view, "li", REPORT_HOW_CHANGE, NULL);
    say(view, "li", REPORT_HOW_ROUNDED, NULL);
    base_buffer_string(view->out, "</ul>\n");
    if (report->provenance)
        pages_print(view->out, "<p class=\"provenance\">%s</p>\n", report->provenance);
    pages_report_section_close(view);
}

static void write_body(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (!report->computed) {
        say(view, "h2", REPORT_EMPTY_TITLE, NULL);
        say(view, "p", REPORT_EMPTY, NULL);
        return;
    }
    pages_report_claims(view);
    write_contents(view);
    pages_report_responses(view);
    pages_report_participation(view);
    pages_report_changes(view);
    pages_report_network(view);
    pages_report_shares(view);
    pages_report_trends(view);
    pages_report_breakdowns(view);
    pages_report_questions(view);
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
        .is_alone = report->is_alone,
        .languages = report->languages,
        .language_count = report->is_alone ? 0 : report->language_count,
    };
    pages_frame_open(&frame, out);
    base_buffer_string(out, "<p class=\"caption\">");
    PAGES_SAY(out, view.words, REPORT_REPORT, NULL);
    pages_print(out, "</p>\n<h1>%s</h1>\n", report->title);
    if (report->computed) {
        base_buffer_string(out, "<p class=\"caption\">");
        pages_report_age(&view, REPORT_COMPUTED, REPORT_CHECKED);
        base_buffer_string(out, "</p>\n");
    }
    write_body(&view);
    pages_frame_close(&frame, out);
}
