#include <math.h>
#include <string.h>

#include "chart.h"
#include "markup.h"

const char *pages_report_fill(const struct pages_report_view *view, enum pages_word id,
                              const char *const *arguments)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    const char *rest = pages_word(view->words, id);
    for (const char *brace = strchr(rest, '{'); brace; brace = strchr(rest, '{')) {
        base_buffer_add(&text, rest, (size_t)(brace - rest));
        base_buffer_string(&text, arguments[brace[1] - '0']);
        rest = brace + strlen("{0}");
    }
    base_buffer_string(&text, rest);
    return base_buffer_view(&text).data;
}

const char *pages_report_number(const struct pages_report_view *view, int number)
{
    return base_arena_format(view->arena, "%d", number);
}

const char *pages_report_decimal(const struct pages_report_view *view, double value, int digits)
{
    const char *text = pages_decimal(view->arena, view->words, value, digits);
    return *text == '-' ? base_arena_format(view->arena, "−%s", text + 1) : text;
}

const char *pages_report_signed(const struct pages_report_view *view, double value, int digits)
{
    const char *text = pages_report_decimal(view, value, digits);
    bool is_nothing = strspn(text, "0.,") == strlen(text);
    return value > 0 && !is_nothing ? base_arena_format(view->arena, "+%s", text) : text;
}

const char *pages_report_share_of(const struct pages_report_view *view, double share)
{
    return pages_percent(view->arena, view->words, (int)lround(share * 100));
}

const char *pages_report_many(const struct pages_report_view *view, int n, enum pages_word one,
                              enum pages_word many)
{
    return pages_report_phrase(view, n == 1 ? one : many, pages_report_number(view, n), NULL);
}

void pages_report_age(const struct pages_report_view *view, enum pages_word computed,
                      enum pages_word checked)
{
    const struct pages_report *report = view->report;
    const char *first = base_arena_format(view->arena, "%.16s", report->computed);
    const char *last =
        base_arena_format(view->arena, "%.16s", report->checked ? report->checked : "");
    /* Both have a form that sorts. */
    if (strcmp(last, first) <= 0)
        PAGES_SAY(view->out, view->words, computed, pages_moment(view->arena, view->words, first));
    else
        PAGES_SAY(view->out, view->words, checked, pages_moment(view->arena, view->words, first),
                  pages_moment(view->arena, view->words, last));
}

void pages_report_paragraph(const struct pages_report_view *view, const char *class_name,
                            struct pages_sentence sentence)
{
    if (!sentence.words)
        return;
    const char *rest = sentence.words;
    pages_print(view->out, "<p class=\"%s\"", class_name);
    pages_chart_mark(view);
    base_buffer_string(view->out, ">");
    for (size_t i = 0; view->words.marked && i < 2 && sentence.theirs[i]; i++) {
        const char *place = strstr(rest, sentence.theirs[i]);
        if (!place)
            break;
        pages_escape_text(view->out, (struct base_text){rest, (size_t)(place - rest)});
        pages_print(view->out, "<span lang=\"%s\">%s</span>", view->report->language,
                    sentence.theirs[i]);
        rest = place + strlen(sentence.theirs[i]);
    }
    pages_print(view->out, "%s</p>\n", rest);
}
