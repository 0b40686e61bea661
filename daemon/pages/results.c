#include "pages/results.h"

#include <math.h>
#include <string.h>

#include "chart.h"
#include "frame.h"
#include "markup.h"

/* How each state that shows no figures is told. */
static const struct {
    enum pages_word title, text;
} told[] = {
    [PAGES_RESULTS_NOT_COMPUTED] = {RESULTS_NOT_COMPUTED_TITLE, RESULTS_NOT_COMPUTED},
    [PAGES_RESULTS_NOT_CLOSED] = {RESULTS_NOT_CLOSED_TITLE, RESULTS_NOT_CLOSED},
    [PAGES_RESULTS_NOT_SHARED] = {RESULTS_NOT_SHARED_TITLE, RESULTS_NOT_SHARED},
};

static void say(struct base_buffer *out, struct pages_words words, const char *tag,
                enum pages_word id, const char *argument)
{
    pages_print(out, "<%s>", tag);
    PAGES_SAY(out, words, id, argument);
    pages_print(out, "</%s>\n", tag);
}

static void write_cycle(const struct pages_results *results, struct pages_words words,
                        struct base_buffer *out)
{
    if (!results->cycle)
        return;
    base_buffer_string(out, "<p class=\"caption\">");
    PAGES_SAY(out, words, WORD_CYCLE, base_arena_format(out->arena, "%d", results->cycle->cycle));
    if (results->cycle->title.given)
        pages_print(out, ": %s", survey_text_in(&results->cycle->title, results->language));
    base_buffer_string(out, "</p>\n");
}

static void write_way_back(const struct pages_results *results, struct pages_words words,
                           struct base_buffer *out)
{
    pages_print(out, "<p><a href=\"%s?lang=%s\">", results->back,
                results->programme->languages[results->language]);
    PAGES_SAY(out, words, RESULTS_BACK, NULL);
    base_buffer_string(out, "</a></p>\n");
}

/* How many answered, as far as that may be told. */
static void write_response(const struct pages_report_view *view)
{
    const struct pages_report_response *response = view->report->responses;
    if (view->report->response_count == 0 || !response->published)
        return;
    if (response->eligible > 0) {
        const char *share = pages_report_phrase(
            view, REPORT_RATE_OF, base_arena_format(view->arena, "%d", response->responded),
            base_arena_format(view->arena, "%d", response->eligible));
        const char *percent =
            pages_percent(view->arena, view->words, (int)lround(response->rate * 100));
        base_buffer_string(view->out, "<p>");
        PAGES_SAY(view->out, view->words, RESULTS_RATE, share, percent);
        base_buffer_string(view->out, "</p>\n");
    }
    if (response->open_responses > 0)
        say(view->out, view->words, "p",
            response->open_responses == 1 ? RESULTS_OPEN_ONE : RESULTS_OPEN_MANY,
            base_arena_format(view->arena, "%d", response->open_responses));
}

/* A row of the table, named by the interface. */
static void write_row(const struct pages_report_view *view, enum pages_word name, const char *value)
{
    base_buffer_string(view->out, "<tr><th scope=\"row\"");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</th><td>%s</td></tr>\n", pages_word(view->words, name),
                value ? value : "–");
}

static void write_table(const struct pages_report_view *view,
                        const struct pages_report_question *question,
                        const struct pages_report_point *point)
{
    base_buffer_string(view->out, "<table>\n<caption class=\"unseen\">");
    pages_report_say_around(view, REPORT_TABLE_OF, question->text);
    base_buffer_string(view->out, "</caption>\n<tbody>\n");
    write_row(view, REPORT_ANSWERS, base_arena_format(view->arena, "%d", point->n));
    write_row(view, point->is_share ? REPORT_SHARE : REPORT_MEAN, pages_report_mean(view, point));
    write_row(view, REPORT_INTERVAL,
              point->has_interval ? pages_report_interval(view, point) : NULL);
    for (size_t i = 0; point->percent && i < question->category_count; i++)
        pages_print(view->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
                    question->categories[i],
                    pages_percent(view->arena, view->words, point->percent[i]));
    base_buffer_string(view->out, "</tbody>\n</table>\n");
}

/* The picture first; its figures for those who want them. */
static void write_question(const struct pages_report_view *view, size_t index)
{
    const struct pages_report_question *question = &view->report->questions[index];
    const struct pages_report_point *point = &question->points[0];
    pages_print(view->out, "<figure class=\"card\">\n<figcaption>%s</figcaption>\n",
                question->text);
    if (!point->published) {
        base_buffer_string(view->out, "<p class=\"left-out\">");
        PAGES_SAY(view->out, view->words,
                  question->is_sensitive ? REPORT_SENSITIVE : REPORT_SUPPRESSED,
                  base_arena_format(view->arena, "%d", view->report->minimum_group_size));
        base_buffer_string(view->out, "</p>\n");
    } else if (question->category_count > 0) {
        pages_chart_distribution(view, base_arena_format(view->arena, "bars-%zu", index + 1),
                                 question);
        base_buffer_string(view->out, "<details>\n<summary>");
        PAGES_SAY(view->out, view->words, RESULTS_FIGURES, NULL);
        base_buffer_string(view->out, "</summary>\n");
        write_table(view, question, point);
        base_buffer_string(view->out, "</details>\n");
    } else {
        write_table(view, question, point);
    }
    base_buffer_string(view->out, "</figure>\n");
}

/* Questions of one matrix stand under its title. */
static void write_questions(const struct pages_report_view *view)
{
    const char *group = NULL;
    for (size_t i = 0; i < view->report->question_count; i++) {
        const struct pages_report_question *question = &view->report->questions[i];
        const char *title = question->group ? question->group : "";
        if (question->point_count == 0)
            continue;
        if (!group || strcmp(group, title) != 0) {
            base_buffer_string(view->out,
                               group ? "</div>\n</section>\n<section>\n" : "<section>\n");
            if (*title)
                pages_print(view->out, "<h2>%s</h2>\n", title);
            base_buffer_string(view->out, "<div class=\"questions\">\n");
            group = title;
        }
        write_question(view, i);
    }
    base_buffer_string(view->out, group ? "</div>\n</section>\n" : "");
}

enum published { NOTHING_ASKED, NOTHING_PUBLISHED, SOME_PUBLISHED, ALL_PUBLISHED };

static enum published what_is_published(const struct pages_report *report)
{
    size_t asked = 0, published = 0;
    for (size_t i = 0; i < report->question_count; i++) {
        const struct pages_report_question *question = &report->questions[i];
        asked += question->point_count > 0;
        published += question->point_count > 0 && question->points[0].published;
    }
    if (asked == 0)
        return NOTHING_ASKED;
    if (published == 0)
        return NOTHING_PUBLISHED;
    return published < asked ? SOME_PUBLISHED : ALL_PUBLISHED;
}

static void write_figures(const struct pages_results *results, struct base_buffer *out)
{
    struct pages_report_view view = pages_report_view_new(results->report, out);
    view.width = CHART_WIDTH_SMALL;
    view.is_single = true;
    const char *minimum = base_arena_format(view.arena, "%d", results->report->minimum_group_size);
    enum published published = what_is_published(results->report);
    base_buffer_string(out, "<div class=\"results\">\n<section>\n");
    say(out, view.words, "p", RESULTS_INTRODUCTION, minimum);
    write_response(&view);
    if (published == NOTHING_ASKED)
        say(out, view.words, "p", RESULTS_NO_PICTURES, NULL);
    else if (published == NOTHING_PUBLISHED)
        say(out, view.words, "p", RESULTS_TOO_FEW, minimum);
    else
        say(out, view.words, "p", RESULTS_HOW_TO_READ, NULL);
    if (published == SOME_PUBLISHED)
        say(out, view.words, "p", RESULTS_LEFT_OUT, minimum);
    base_buffer_string(out, "</section>\n");
    if (published >= SOME_PUBLISHED)
        write_questions(&view);
    base_buffer_string(out, "<p class=\"provenance\">");
    pages_report_age(&view, RESULTS_COMPUTED, RESULTS_CHECKED);
    if (results->is_early) {
        base_buffer_string(out, " ");
        PAGES_SAY(out, view.words, RESULTS_EARLY, NULL);
    }
    base_buffer_string(out, "</p>\n</div>\n");
}

void pages_results_write(const struct pages_site *site, const struct pages_results *results,
                         struct base_buffer *out)
{
    const struct survey_programme *programme = results->programme;
    bool is_shown = results->state == PAGES_RESULTS_SHOWN;
    enum pages_word title = is_shown ? RESULTS_TITLE : told[results->state].title;
    struct pages_words words = pages_words_for(programme->languages[results->language]);
    struct pages_frame frame = {
        .site = site,
        .words = words,
        .language = programme->languages[results->language],
        .title = pages_word(words, title),
        .programme = survey_text_in(&programme->title, results->language),
        .is_report = is_shown,
        .action = results->path,
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    pages_frame_open(&frame, out);
    write_cycle(results, words, out);
    say(out, words, "h1", title, NULL);
    if (is_shown) {
        write_figures(results, out);
    } else {
        if (results->state == PAGES_RESULTS_NOT_CLOSED)
            say(out, words, "p", RESULTS_SHOWN_FROM,
                pages_moment(out->arena, words, results->shown_from));
        say(out, words, "p", told[results->state].text, NULL);
    }
    write_way_back(results, words, out);
    pages_frame_close(&frame, out);
}
