#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart.h"
#include "markup.h"

/* What fits on a line of a picture in the largest size that the style sheet sets. */
#define LINE_CHARACTERS 52
/* Around a picture that stands alone. */
#define MARGIN 10.0

void pages_chart_open(const struct pages_report_view *view, const char *id, const char *class_name,
                      double width, double height, const char *title, const char *description)
{
    double margin = view->is_alone ? MARGIN : 0;
    pages_print(view->out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart %s\" "
                "viewBox=\"%.0f %.0f %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\" "
                "aria-labelledby=\"%s-title %s-text\" "
                "font-family=\"system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, "
                "sans-serif\" font-size=\"12\" fill=\"currentColor\">\n"
                "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-text\">%s</desc>\n",
                class_name, -margin, -margin, width + 2 * margin, height + 2 * margin,
                width + 2 * margin, height + 2 * margin, id, id, id,
                view->title ? view->title : title, id, description);
    /* In a document on dark paper it would have dark letters. */
    if (view->is_alone)
        pages_print(view->out,
                    "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" "
                    "fill=\"#fff\"/>\n",
                    -margin, -margin, width + 2 * margin, height + 2 * margin);
}

void pages_chart_close(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</svg>\n");
}

void pages_chart_hatched(const struct pages_report_view *view, const char *id, double x, double y,
                         double width, double height)
{
    /* The pattern is repeated with every use, so that each picture can be copied alone. */
    pages_print(view->out,
                "<pattern id=\"%s-hatch-%.0f-%.0f\" width=\"7\" height=\"7\" "
                "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                "<path d=\"M0 0V7\" stroke=\"#8795a1\" stroke-width=\"2\"/></pattern>\n",
                id, x, y);
    pages_print(view->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
                "fill=\"url(#%s-hatch-%.0f-%.0f)\" fill-opacity=\".45\" stroke=\"#8795a1\"/>\n",
                x, y, width, height, id, x, y);
}

struct rgb {
    double red, green, blue;
};

static const struct rgb low_dark = {0x9c, 0x46, 0x12}, low_light = {0xf3, 0xc2, 0x92};
static const struct rgb high_dark = {0x13, 0x5f, 0x87}, high_light = {0x9f, 0xcd, 0xe2};
static const struct rgb middle = {0xd9, 0xde, 0xe2};
static const struct rgb ramp_light = {0xd3, 0xe8, 0xf1}, ramp_dark = {0x13, 0x5f, 0x87};

static struct rgb between(struct rgb from, struct rgb to, double share)
{
    return (struct rgb){
        from.red + (to.red - from.red) * share,
        from.green + (to.green - from.green) * share,
        from.blue + (to.blue - from.blue) * share,
    };
}

static double linear(double channel)
{
    double share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Relative luminance as WCAG defines it. */
static double luminance(struct rgb colour)
{
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

struct pages_colour pages_chart_colour(size_t index, size_t count, bool diverging)
{
    struct rgb colour;
    size_t half = count / 2;
    double steps = half > 1 ? (double)(half - 1) : 1;
    if (!diverging)
        colour =
            between(ramp_light, ramp_dark, count > 1 ? (double)index / (double)(count - 1) : 1);
    else if (count % 2 == 1 && index == half)
        colour = middle;
    else if (index < half)
        colour = between(low_dark, low_light, (double)index / steps);
    else
        colour = between(high_dark, high_light, (double)(count - 1 - index) / steps);
    struct pages_colour result;
    snprintf(result.fill, sizeof(result.fill), "#%02x%02x%02x", (unsigned)lround(colour.red) & 255,
             (unsigned)lround(colour.green) & 255, (unsigned)lround(colour.blue) & 255);
    /* Black upon it, or white: whichever has more contrast. */
    result.text = luminance(colour) > 0.179 ? "#10181f" : "#ffffff";
    return result;
}

const char *pages_chart_cycle_name(const struct pages_report_view *view, int cycle)
{
    return pages_report_phrase(view, WORD_CYCLE, base_arena_format(view->arena, "%d", cycle), NULL);
}

void pages_chart_mark(const struct pages_report_view *view)
{
    if (view->words.marked)
        base_buffer_string(view->out, " lang=\"en\"");
}

void pages_report_say_around(const struct pages_report_view *view, enum pages_word id,
                             const char *argument)
{
    const char *words = pages_word(view->words, id);
    const char *place = strstr(words, "{0}");
    assert(place);
    base_buffer_string(view->out, "<span");
    pages_chart_mark(view);
    base_buffer_string(view->out, ">");
    pages_escape_text(view->out, (struct base_text){words, (size_t)(place - words)});
    pages_print(view->out, "</span>%s%s", argument, place + strlen("{0}"));
}

void pages_chart_cycle_say(const struct pages_report_view *view, int cycle, size_t limit,
                           const char *tag)
{
    const char *text = pages_chart_cycle(view, cycle, limit);
    const char *name = pages_chart_cycle_name(view, cycle);
    size_t length = strlen(name);
    if (view->words.marked && strncmp(text, name, length) == 0) {
        pages_print(view->out, "<%s lang=\"en\">%s</%s>", tag, name, tag);
        text += length;
    }
    pages_escape(view->out, text);
}

void pages_chart_heading(const struct pages_report_view *view, double y, int cycle,
                         const char *words)
{
    if (!view->is_single) {
        pages_print(view->out, "<text x=\"0\" y=\"%.1f\" font-weight=\"600\">", y + 13);
        pages_chart_cycle_say(view, cycle, words ? 0 : LINE_CHARACTERS, "tspan");
        base_buffer_string(view->out, "</text>\n");
    }
    if (!words)
        return;
    pages_print(view->out, "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"%s\"",
                view->is_single ? 0.0 : view->width, y + 13, view->is_single ? "start" : "end");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</text>\n", words);
}

const char *pages_chart_cycle(const struct pages_report_view *view, int cycle, size_t limit)
{
    const char *name = pages_chart_cycle_name(view, cycle);
    if (limit == 0)
        return name;
    for (size_t i = 0; i < view->report->response_count; i++) {
        const struct pages_report_response *response = &view->report->responses[i];
        if (response->cycle == cycle && response->title && *response->title)
            name = base_arena_format(view->arena, "%s: %s", name, response->title);
    }
    struct base_text text = base_text_of(name);
    if (base_text_characters(text) <= limit)
        return name;
    /* Characters of more than one byte make the cut come early, never late. */
    text = base_text_trim(base_text_cut(text, limit));
    return base_arena_format(view->arena, "%.*s…", (int)text.length, text.data);
}

const char *pages_chart_suppressed(const struct pages_report_view *view)
{
    return pages_report_phrase(
        view, REPORT_SUPPRESSED,
        base_arena_format(view->arena, "%d", view->report->minimum_group_size), NULL);
}

const char *pages_chart_sensitive(const struct pages_report_view *view)
{
    return pages_report_phrase(
        view, REPORT_SENSITIVE,
        base_arena_format(view->arena, "%d", view->report->minimum_group_size), NULL);
}

const char *pages_chart_unknown_rate(const struct pages_report_view *view,
                                     const struct pages_report_response *response)
{
    bool is_open = response->state == PAGES_RESPONSE_OPEN;
    if (response->state == PAGES_RESPONSE_NOT_OPENED)
        return pages_word(view->words, REPORT_NOT_OPENED);
    if (response->is_empty)
        return pages_word(view->words, is_open ? REPORT_NO_ANSWERS_YET : REPORT_NO_ANSWERS);
    if (is_open)
        return pages_report_phrase(
            view, REPORT_WAITING,
            base_arena_format(view->arena, "%d", view->report->minimum_group_size), NULL);
    return pages_chart_suppressed(view);
}

const char *pages_report_phrase(const struct pages_report_view *view, enum pages_word id,
                                const char *first, const char *second)
{
    return pages_phrase(view->arena, view->words, id, first, second);
}

const char *pages_report_answers(const struct pages_report_view *view, int n)
{
    if (n == 0)
        return pages_word(view->words, REPORT_NO_ANSWERS);
    if (n == 1)
        return pages_word(view->words, REPORT_ANSWER_ONE);
    return pages_report_phrase(view, REPORT_ANSWER_MANY, base_arena_format(view->arena, "%d", n),
                               NULL);
}

bool pages_report_is_share(const struct pages_report_question *question)
{
    for (size_t i = 0; i < question->point_count; i++) {
        if (question->points[i].is_share)
            return true;
    }
    return false;
}

const char *pages_report_mean(const struct pages_report_view *view,
                              const struct pages_report_point *point)
{
    if (!point->published || point->n == 0 || !isfinite(point->mean))
        return NULL;
    if (point->is_share)
        return pages_report_share_of(view, point->mean);
    return pages_decimal(view->arena, view->words, point->mean, 1);
}

const char *pages_report_interval(const struct pages_report_view *view,
                                  const struct pages_report_point *point)
{
    if (point->is_share)
        return pages_report_phrase(view, REPORT_INTERVAL_OF,
                                   pages_report_share_of(view, point->low),
                                   pages_report_share_of(view, point->high));
    const char *low = pages_decimal(view->arena, view->words, point->low, 1);
    const char *high = pages_decimal(view->arena, view->words, point->high, 1);
    /* A dash before a minus would be misread. */
    if (*low == '-' || *high == '-')
        return pages_report_phrase(view, REPORT_INTERVAL_OF, low, high);
    return base_arena_format(view->arena, "%s–%s", low, high);
}
