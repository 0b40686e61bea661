/* A share in each cycle, with its interval and the bounds over those who did not answer. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define LABELS 62.0
#define VALUES 58.0
#define ROW 34.0
#define TOP 6.0
#define UNDER 24.0
#define LEGEND 18.0

/* Where everybody answered there is nothing to bound. */
static bool has_bounds(const struct pages_share_point *point)
{
    return point->published && point->bound_low < point->bound_high;
}

static const char *left_out(const struct pages_report_view *view, const struct pages_share *share)
{
    return share->is_sensitive ? pages_chart_sensitive(view) : pages_chart_suppressed(view);
}

static bool is_complete(const struct pages_share *share)
{
    for (size_t i = 0; i < share->count; i++) {
        if (!share->points[i].published)
            return false;
    }
    return true;
}

static void print_point(const struct pages_report_view *view, const char *id,
                        const struct pages_chart_axis *axis, const struct pages_share_point *point,
                        double y)
{
    double middle = y + ROW / 2;
    pages_chart_text(
        view,
        (struct pages_chart_text){.y = middle + 4, .size = 11.5, .strong = true, .ours = true},
        pages_chart_cycle_name(view, point->cycle));
    if (!point->published) {
        pages_chart_hatched(view, id, axis->left, middle - 8, axis->right - axis->left, 16);
        return;
    }
    if (has_bounds(point)) {
        double low = pages_chart_at(axis, point->bound_low);
        double high = pages_chart_at(axis, point->bound_high);
        pages_print(view->out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" rx=\"3\" "
                    "fill=\"#8795a1\" fill-opacity=\".28\" stroke=\"#8795a1\" "
                    "stroke-dasharray=\"3 2\"/>\n",
                    low, middle - 8, fmax(high - low, 1));
    }
    pages_chart_dot(view, axis, middle, point->value, point->low, point->high);
    pages_chart_text(
        view, (struct pages_chart_text){.x = axis->right + 14, .y = middle - 1, .strong = true},
        pages_report_share_of(view, point->value));
    pages_chart_text(view,
                     (struct pages_chart_text){.x = axis->right + 14, .y = middle + 12, .size = 10},
                     base_arena_format(view->arena, "n = %d", point->n));
}

static const char *describe(const struct pages_report_view *view, const struct pages_share *share)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < share->count; i++) {
        const struct pages_share_point *point = &share->points[i];
        base_buffer_format(&text, "%s%s: ", i > 0 ? ". " : "",
                           pages_chart_cycle_name(view, point->cycle));
        if (!point->published) {
            base_buffer_string(&text, left_out(view, share));
            continue;
        }
        base_buffer_format(&text, "%s (%s), n = %d", pages_report_share_of(view, point->value),
                           PAGES_REPORT_FILL(view, FIGURE_INTERVAL,
                                             pages_report_share_of(view, point->low),
                                             pages_report_share_of(view, point->high)),
                           point->n);
        if (has_bounds(point))
            base_buffer_format(&text, ", %s",
                               PAGES_REPORT_FILL(view, SHARE_BOUNDS,
                                                 pages_report_share_of(view, point->bound_low),
                                                 pages_report_share_of(view, point->bound_high)));
    }
    return base_buffer_view(&text).data;
}

void pages_chart_share(const struct pages_report_view *view, const char *id,
                       const struct pages_share *share)
{
    struct pages_chart_axis axis = {
        .left = LABELS, .right = CHART_WIDTH_HALF - VALUES, .maximum = 1, .percent = true};
    double bottom = TOP + ROW * (double)share->count;
    double under = bottom + UNDER;
    bool is_bounded = false;
    bool has_hidden = !is_complete(share);
    for (size_t i = 0; i < share->count; i++)
        is_bounded = is_bounded || has_bounds(&share->points[i]);
    pages_chart_open(view, id, "half", CHART_WIDTH_HALF, under + LEGEND * (is_bounded + has_hidden),
                     pages_figure_name(view, &(struct pages_figure){.measure = share->measure}),
                     describe(view, share));
    pages_chart_axis(view, &axis, TOP, bottom);
    for (size_t i = 0; i < share->count; i++)
        print_point(view, id, &axis, &share->points[i], TOP + ROW * (double)i);
    if (is_bounded) {
        pages_print(view->out,
                    "<rect x=\"1\" y=\"%.1f\" width=\"14\" height=\"12\" rx=\"3\" fill=\"#8795a1\" "
                    "fill-opacity=\".28\" stroke=\"#8795a1\" stroke-dasharray=\"3 2\"/>\n",
                    under + 2);
        pages_chart_text(
            view, (struct pages_chart_text){.x = 22, .y = under + 12, .size = 11, .ours = true},
            pages_word(view->words, SHARE_LEGEND));
        under += LEGEND;
    }
    if (has_hidden) {
        pages_chart_hatched(view, id, 1, under + 2, 14, 12);
        pages_chart_text(
            view, (struct pages_chart_text){.x = 22, .y = under + 12, .size = 11, .ours = true},
            left_out(view, share));
    }
    pages_chart_close(view);
}
