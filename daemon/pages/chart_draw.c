#include <math.h>

#include "chart.h"
#include "markup.h"

#define LINE_HEIGHT 13.0
#define SIZE 12.0 /* of letters where nothing else is said */
#define SIZE_MIN 6.5
#define LETTER 0.54 /* width of a letter of size 1, rather too much than too little */
#define LEGEND_HEIGHT 18.0
#define SWATCH 12.0

void pages_chart_text(const struct pages_report_view *view, struct pages_chart_text at,
                      const char *words)
{
    pages_print(view->out, "<text x=\"%.1f\" y=\"%.1f\"", at.x, at.y);
    if (at.anchor && *at.anchor != 's')
        pages_print(view->out, " text-anchor=\"%s\"", at.anchor);
    if (at.size > 0)
        pages_print(view->out, " font-size=\"%.1f\"", at.size);
    if (at.strong)
        base_buffer_string(view->out, " font-weight=\"600\"");
    if (at.over || at.part)
        pages_print(view->out, " class=\"%s%s\"", at.over ? "over " : "", at.part ? "line" : "");
    if (at.over)
        base_buffer_string(view->out, " stroke=\"#fff\" stroke-width=\"4\" "
                                      "stroke-linejoin=\"round\" paint-order=\"stroke\"");
    if (at.ours)
        pages_chart_mark(view);
    pages_print(view->out, ">%s</text>\n", words);
}

/* The next line of `rest`, at most `characters` long where words allow it. */
static struct base_text take_line(struct base_text *rest, size_t characters)
{
    size_t end = 0;
    for (size_t i = 0; i <= rest->length; i++) {
        if (i < rest->length && rest->data[i] != ' ')
            continue;
        struct base_text upto = {rest->data, i};
        if (end > 0 && base_text_characters(upto) > characters)
            break;
        end = i;
    }
    struct base_text line = {rest->data, end};
    size_t skip = end < rest->length ? end + 1 : end;
    *rest = (struct base_text){rest->data + skip, rest->length - skip};
    return line;
}

/* The text of a line with a mark where more was cut off, set smaller where it has no room. */
static void print_line(const struct pages_report_view *view, struct pages_chart_text at,
                       struct base_text line, bool is_cut)
{
    double size = at.size > 0 ? at.size : SIZE;
    double letters = (double)base_text_characters(line) + is_cut;
    if (at.room > 0 && letters * LETTER * size > at.room)
        at.size = fmax(at.room / (letters * LETTER), SIZE_MIN);
    pages_chart_text(
        view, at,
        base_arena_format(view->arena, "%.*s%s", (int)line.length, line.data, is_cut ? "…" : ""));
}

size_t pages_chart_lines(const struct pages_report_view *view, struct pages_chart_text at,
                         size_t characters, size_t most, const char *words)
{
    struct base_text rest = base_text_of(words);
    size_t count = 0;
    at.part = base_text_characters(rest) > characters;
    while (rest.length > 0 && count < most) {
        struct base_text line = take_line(&rest, characters);
        bool is_cut = count + 1 == most && rest.length > 0;
        if (base_text_characters(line) > 2 * characters) {
            line = base_text_trim(base_text_cut(line, characters));
            is_cut = true;
        }
        print_line(view, at, line, is_cut);
        at.y += LINE_HEIGHT;
        count++;
    }
    return count;
}

size_t pages_chart_line_count(const struct pages_report_view *view, size_t characters, size_t most,
                              const char *words)
{
    (void)view;
    struct base_text rest = base_text_of(words);
    size_t count = 0;
    while (rest.length > 0 && count < most) {
        take_line(&rest, characters);
        count++;
    }
    return count;
}

void pages_chart_patterns(const struct pages_report_view *view, const char *id)
{
    pages_print(view->out,
                "<defs><pattern id=\"%s-new\" width=\"6\" height=\"6\" "
                "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                "<path d=\"M0 0H6V6H0Z\" fill=\"#f6dcc3\"/>"
                "<path d=\"M1.5 0V6\" stroke=\"#9c4612\" stroke-width=\"2.5\"/></pattern>\n",
                id);
    pages_print(view->out,
                "<pattern id=\"%s-back\" width=\"5\" height=\"5\" "
                "patternUnits=\"userSpaceOnUse\"><path d=\"M0 0H5V5H0Z\" fill=\"#cfe4ef\"/>"
                "<circle cx=\"2.5\" cy=\"2.5\" r=\"1.2\" fill=\"#135f87\"/></pattern>\n",
                id);
    pages_print(view->out,
                "<pattern id=\"%s-left\" width=\"7\" height=\"7\" "
                "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">"
                "<path d=\"M0 0V7\" stroke=\"#8795a1\" stroke-width=\"2\"/></pattern></defs>\n",
                id);
}

const char *pages_chart_fill(const struct pages_report_view *view, const char *id,
                             enum pages_chart_kind kind)
{
    switch (kind) {
    case CHART_KEPT:
        return "fill=\"#135f87\" class=\"ink-fill\"";
    case CHART_BACK:
        return base_arena_format(view->arena, "fill=\"url(#%s-back)\" stroke=\"#135f87\"", id);
    case CHART_NEW:
        return base_arena_format(view->arena, "fill=\"url(#%s-new)\" stroke=\"#9c4612\"", id);
    case CHART_LOST:
        return "fill=\"none\" stroke=\"#8795a1\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"";
    case CHART_HATCHED:
        break;
    }
    return base_arena_format(view->arena,
                             "fill=\"url(#%s-left)\" fill-opacity=\".5\" stroke=\"#8795a1\"", id);
}

static const char *entry_words(const struct pages_report_view *view,
                               const struct pages_chart_entry *entry)
{
    const char *words = pages_word(view->words, entry->words);
    return entry->count > 0 ? base_arena_format(view->arena, "%s: %d", words, entry->count) : words;
}

double pages_chart_legend(const struct pages_report_view *view, const char *id, double y,
                          const struct pages_chart_entry *entries, size_t count)
{
    double line = y;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].left_out)
            continue;
        pages_print(view->out, "<rect x=\"1\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"2\" ",
                    line + 2, SWATCH, SWATCH);
        base_buffer_string(view->out, pages_chart_fill(view, id, entries[i].kind));
        base_buffer_string(view->out, "/>");
        pages_chart_text(view,
                         (struct pages_chart_text){.x = SWATCH + 8, .y = line + 12, .ours = true},
                         entry_words(view, &entries[i]));
        line += LEGEND_HEIGHT;
    }
    return line - y;
}

double pages_chart_at(const struct pages_chart_axis *axis, double value)
{
    double range = axis->maximum - axis->minimum;
    double share = range > 0 ? (value - axis->minimum) / range : 0;
    return axis->left + fmin(fmax(share, 0), 1) * (axis->right - axis->left);
}

/* Whether a number of the axis is written as a whole one. */
static int digits_of(double value)
{
    return fabs(value - round(value)) < 1e-9 ? 0 : 1;
}

void pages_chart_axis(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                      double top, double bottom)
{
    double range = axis->maximum - axis->minimum;
    int lines = !axis->percent && range <= 6 && floor(range) == range ? (int)range : 4;
    if (!axis->percent && (range > 6 || floor(range) != range))
        lines = 2;
    for (int i = 0; i <= lines; i++) {
        double value = axis->minimum + range * i / lines;
        double x = pages_chart_at(axis, value);
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fV%.1f\" stroke=\"#8795a1\" stroke-opacity=\"%s\"/>\n", x,
                    top, bottom, i == 0 ? ".9" : ".35");
        pages_chart_text(
            view,
            (struct pages_chart_text){.x = x, .y = bottom + 14, .anchor = "middle", .size = 11},
            axis->percent ? pages_report_share_of(view, value)
                          : pages_report_decimal(view, value, digits_of(value)));
    }
}

void pages_chart_dot(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                     double y, double value, double low, double high)
{
    if (isfinite(low) && isfinite(high)) {
        double from = pages_chart_at(axis, low);
        double to = pages_chart_at(axis, high);
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fH%.1fM%.1f %.1fV%.1fM%.1f %.1fV%.1f\" "
                    "stroke=\"#135f87\" class=\"ink\" stroke-width=\"1.5\" fill=\"none\"/>\n",
                    from, y, to, from, y - 4, y + 4, to, y - 4, y + 4);
    }
    pages_print(view->out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"#135f87\" "
                "class=\"ink-fill\"/>\n",
                pages_chart_at(axis, value), y);
}
