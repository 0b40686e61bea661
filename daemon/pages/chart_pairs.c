/* Then and now of the same people, an arrow for each question or scale. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define LABEL_CHARACTERS 50
#define LABEL_LINE 13.0
#define CHANGE_CHARACTERS 90 /* all of it: with less room it is set smaller */
#define TRACK 40.0           /* from the label to the end of a row */
#define MARGIN 10.0
#define LEGEND 18.0
#define TICKS_MAX 12

/* Where only the change seen in hindsight is published that is drawn: it needs nobody's earlier
   answer. */
static bool is_hindsight(const struct pages_pair *pair)
{
    return !pair->change.published && pair->hindsight.published;
}

static const struct pages_change *change_of(const struct pages_pair *pair)
{
    return is_hindsight(pair) ? &pair->hindsight : &pair->change;
}

static bool has_levels(const struct pages_pair *pair)
{
    return pair->change.published && isfinite(pair->before) && isfinite(pair->after);
}

/* All pairs that are drawn by the same rules, so that their pictures have the same axes. */
struct group {
    const struct pages_pair *pairs;
    size_t count;
};

static struct group group_of(const struct pages_report_view *view, enum pages_word title)
{
    const struct pages_report *report = view->report;
    return title == CHART_CONVERGENCE
               ? (struct group){report->convergences, report->convergence_count}
               : (struct group){report->pairs, report->pair_count};
}

/* The farthest end of any interval of those of which only the change is known, in half steps. */
static double reach_of(struct group group)
{
    double reach = 0.5;
    for (size_t i = 0; i < group.count; i++) {
        const struct pages_change *change = change_of(&group.pairs[i]);
        if (!change->published || has_levels(&group.pairs[i]))
            continue;
        reach = fmax(reach, fabs(change->mean));
        if (change->has_interval)
            reach = fmax(reach, fmax(fabs(change->low), fabs(change->high)));
    }
    return ceil(reach * 2 - 1e-9) / 2;
}

/* The scale of the levels, as far as intervals do not leave it; without levels one of changes
   around 0 that holds them all. */
static struct pages_chart_axis axis_of(struct group group, const struct pages_pair *pair)
{
    struct pages_chart_axis axis = {.left = MARGIN + 24,
                                    .right = CHART_WIDTH_HALF - MARGIN - 24,
                                    .minimum = pair->minimum,
                                    .maximum = pair->maximum};
    if (!has_levels(pair)) {
        axis.maximum = reach_of(group);
        axis.minimum = -axis.maximum;
        return axis;
    }
    for (size_t i = 0; i < group.count; i++) {
        const struct pages_pair *other = &group.pairs[i];
        bool is_alike = has_levels(other) && other->minimum == pair->minimum &&
                        other->maximum == pair->maximum && other->change.has_interval;
        if (!is_alike)
            continue;
        axis.minimum = fmin(axis.minimum, other->before + other->change.low);
        axis.maximum = fmax(axis.maximum, other->before + other->change.high);
    }
    return axis;
}

static void print_tick(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                       double y, double value)
{
    pages_print(view->out, "<path d=\"M%.1f %.1fv6\" stroke=\"#8795a1\"/>\n",
                pages_chart_at(axis, value), y - 3);
}

/* The line with a tick at each step of the scale, the ends of which are told; where an interval
   goes beyond them the line does too, without. */
static void print_ends(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                       const struct pages_pair *pair, double y)
{
    bool is_scale = has_levels(pair);
    double first = is_scale ? pair->minimum : axis->minimum;
    double last = is_scale ? pair->maximum : axis->maximum;
    pages_print(view->out, "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#8795a1\"/>\n", axis->left, y,
                axis->right);
    for (double value = ceil(first); value <= last && last - first <= TICKS_MAX; value++)
        print_tick(view, axis, y, value);
    pages_chart_text(
        view,
        (struct pages_chart_text){.x = axis->left - 6, .y = y + 4, .anchor = "end", .size = 11},
        is_scale ? pages_report_decimal(view, first, first == floor(first) ? 0 : 1)
                 : pages_report_signed(view, first, first == floor(first) ? 0 : 1));
    pages_chart_text(view, (struct pages_chart_text){.x = axis->right + 6, .y = y + 4, .size = 11},
                     is_scale ? pages_report_decimal(view, last, last == floor(last) ? 0 : 1)
                              : pages_report_signed(view, last, last == floor(last) ? 0 : 1));
    if (!is_scale)
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fv20\" stroke=\"currentColor\" "
                    "stroke-dasharray=\"3 2\"/>\n",
                    pages_chart_at(axis, 0), y - 10);
}

/* The interval of the change, as a band where "now" would lie at its ends. */
static void print_band(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                       double y, double from, const struct pages_change *change)
{
    if (!change->has_interval)
        return;
    double low = pages_chart_at(axis, from + change->low);
    double high = pages_chart_at(axis, from + change->high);
    pages_print(view->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"14\" rx=\"3\" "
                "fill=\"#135f87\" class=\"ink-fill\" fill-opacity=\".2\"/>\n",
                low, y - 7, fmax(high - low, 1));
}

static void print_origin(const struct pages_report_view *view, double y, double x)
{
    pages_print(view->out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#fff\" stroke=\"#135f87\" "
                "stroke-width=\"2\" class=\"hollow\"/>\n",
                x, y);
}

static void print_arrow(const struct pages_report_view *view, double y, double from, double to)
{
    double direction = to < from ? -1 : 1;
    if (fabs(to - from) > 12)
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#135f87\" class=\"ink\" "
                    "stroke-width=\"2.5\"/>\n",
                    from + 5 * direction, y, to - 8 * direction);
    /* Too little for an arrow: a dot in the circle. */
    if (fabs(to - from) < 2)
        pages_print(view->out,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#135f87\" "
                    "class=\"ink-fill\"/>\n",
                    from, y);
    else
        pages_print(view->out,
                    "<path d=\"M%.1f %.1fl%.1f -6v12Z\" fill=\"#135f87\" class=\"ink-fill\"/>\n",
                    to, y, -9 * direction);
}

/* How people rate "then" in hindsight: a square, away from the arrow's line. */
static void print_then(const struct pages_report_view *view, const struct pages_chart_axis *axis,
                       double y, double then)
{
    double x = pages_chart_at(axis, then);
    pages_print(view->out,
                "<path d=\"M%.1f %.1fl5 5l-5 5l-5 -5Z\" fill=\"#fff\" stroke=\"#9c4612\" "
                "stroke-width=\"1.8\" class=\"hollow-then\"/>\n",
                x, y - 5);
}

static const char *change_words(const struct pages_report_view *view,
                                const struct pages_change *change, int digits)
{
    const char *text = pages_report_signed(view, change->mean, digits);
    if (change->has_interval)
        text = base_arena_format(
            view->arena, "%s (%s)", text,
            PAGES_REPORT_FILL(view, FIGURE_INTERVAL, pages_report_signed(view, change->low, digits),
                              pages_report_signed(view, change->high, digits)));
    return base_arena_format(view->arena, "%s, n = %d", text, change->n);
}

const char *pages_chart_pair_cycles(const struct pages_report_view *view,
                                    const struct pages_pair *pair)
{
    if (is_hindsight(pair))
        return pages_report_phrase(view, PAIRS_IN_HINDSIGHT, pages_report_number(view, pair->to),
                                   NULL);
    return PAGES_REPORT_FILL(view, PAIRS_CYCLES, pages_report_number(view, pair->from),
                             pages_report_number(view, pair->to));
}

static double label_height(const struct pages_report_view *view, const struct pages_pair *pair)
{
    return LABEL_LINE * (double)pages_chart_line_count(view, LABEL_CHARACTERS, 2, pair->text);
}

static void print_row(const struct pages_report_view *view, const char *id, struct group group,
                      const struct pages_pair *pair, int digits, double top)
{
    struct pages_chart_axis axis = axis_of(group, pair);
    pages_chart_lines(view,
                      (struct pages_chart_text){
                          .y = top + 12, .strong = true, .size = 11.5, .room = CHART_WIDTH_HALF},
                      LABEL_CHARACTERS, 2, pair->text);
    double y = top + label_height(view, pair);
    const struct pages_change *change = change_of(pair);
    const char *cycles = pages_chart_pair_cycles(view, pair);
    if (!change->published) {
        pages_chart_text(view, (struct pages_chart_text){.y = y + 12, .size = 11, .ours = true},
                         cycles);
        pages_chart_hatched(view, id, axis.left, y + 17, axis.right - axis.left, 14);
        return;
    }
    pages_chart_lines(
        view,
        (struct pages_chart_text){
            .y = y + 12, .size = 11, .ours = true, .room = CHART_WIDTH_HALF - 2 * MARGIN},
        CHANGE_CHARACTERS, 1,
        base_arena_format(view->arena, "%s: %s", cycles, change_words(view, change, digits)));
    y += 25;
    double from = has_levels(pair) ? pair->before : 0;
    double to = has_levels(pair) ? pair->after : change->mean;
    print_ends(view, &axis, pair, y);
    print_band(view, &axis, y, from, change);
    if (isfinite(pair->then) && has_levels(pair))
        print_then(view, &axis, y, pair->then);
    /* The level before was measured, or it is rated in hindsight: one of them is where it begins.
     */
    if (is_hindsight(pair))
        print_then(view, &axis, y, 0);
    else
        print_origin(view, y, pages_chart_at(&axis, from));
    print_arrow(view, y, pages_chart_at(&axis, from), pages_chart_at(&axis, to));
}

static const char *describe(const struct pages_report_view *view, const struct pages_pair *pairs,
                            size_t count, int digits)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < count; i++) {
        const struct pages_pair *pair = &pairs[i];
        const struct pages_change *change = change_of(pair);
        base_buffer_format(&text, "%s%s, %s: ", i > 0 ? ". " : "", pair->text,
                           pages_chart_pair_cycles(view, pair));
        if (has_levels(pair))
            base_buffer_format(&text, "%s, ",
                               PAGES_REPORT_FILL(view, FIGURE_FROM_TO,
                                                 pages_report_decimal(view, pair->before, digits),
                                                 pages_report_decimal(view, pair->after, digits)));
        base_buffer_string(&text, change->published ? change_words(view, change, digits)
                                                    : pages_chart_suppressed(view));
    }
    return base_buffer_view(&text).data;
}

static bool has_any_levels(const struct pages_pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_levels(&pairs[i]))
            return true;
    }
    return false;
}

/* What of the legend there is in the picture. */
struct shown {
    bool origin; /* "then" as it was measured */
    bool then;   /* as rated in hindsight */
    bool level;
};

static struct shown shown_of(const struct pages_pair *pairs, size_t count)
{
    struct shown shown = {.level = has_any_levels(pairs, count)};
    for (size_t i = 0; i < count; i++) {
        shown.origin = shown.origin || pairs[i].change.published;
        shown.then = shown.then || is_hindsight(&pairs[i]) ||
                     (isfinite(pairs[i].then) && has_levels(&pairs[i]));
    }
    return shown;
}

static double legend_height(struct shown shown)
{
    return LEGEND * (shown.then ? 4 : 3) + 4;
}

static void print_legend(const struct pages_report_view *view, double y, struct shown shown)
{
    struct pages_chart_text words = {.x = 22, .y = y + 12, .ours = true};
    double after = shown.origin ? 116 : 0;
    if (shown.origin) {
        print_origin(view, y + 8, 8);
        pages_chart_text(view, words, pages_word(view->words, PAIRS_BEFORE));
    }
    pages_print(view->out,
                "<path d=\"M%.1f %.1fl-9 -6v12Z\" fill=\"#135f87\" class=\"ink-fill\"/>\n",
                after + 16, y + 8);
    words.x = after + 22;
    pages_chart_text(view, words, pages_word(view->words, PAIRS_AFTER));
    words.x = 22;
    if (shown.then) {
        y += LEGEND;
        print_then(view, &(struct pages_chart_axis){.left = 8, .right = 8}, y + 8, 0);
        words.y += LEGEND;
        pages_chart_text(view, words, pages_word(view->words, PAIRS_THEN));
    }
    words.y += LEGEND;
    pages_print(view->out,
                "<rect x=\"1\" y=\"%.1f\" width=\"14\" height=\"12\" rx=\"3\" fill=\"#135f87\" "
                "class=\"ink-fill\" fill-opacity=\".2\"/>\n",
                words.y - 10);
    pages_chart_text(view, words, pages_word(view->words, PAIRS_BAND));
    words.y += LEGEND;
    words.x = 0;
    pages_chart_text(view, words,
                     pages_word(view->words, shown.level ? PAIRS_STEPS : PAIRS_CHANGES));
}

void pages_chart_pairs(const struct pages_report_view *view, const char *id, enum pages_word title,
                       const struct pages_pair *pairs, size_t count)
{
    /* Distances from the median are published finer than means. */
    int digits = title == CHART_CONVERGENCE ? 2 : 1;
    struct group group = group_of(view, title);
    struct shown shown = shown_of(pairs, count);
    double height = 0;
    for (size_t i = 0; i < count; i++)
        height += label_height(view, &pairs[i]) + TRACK;
    pages_chart_open(view, id, "half", CHART_WIDTH_HALF, height + legend_height(shown),
                     pages_word(view->words, title), describe(view, pairs, count, digits));
    double y = 0;
    for (size_t i = 0; i < count; i++) {
        print_row(view, base_arena_format(view->arena, "%s-%zu", id, i), group, &pairs[i], digits,
                  y);
        y += label_height(view, &pairs[i]) + TRACK;
    }
    print_legend(view, y, shown);
    pages_chart_close(view);
}
