/* The headline figure of a claim: its interval and where "nothing" is, or then and now. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define WIDTH 300.0
#define HEIGHT 44.0
#define LINE 18.0
#define MARGIN 12.0

static bool is_share(const struct pages_figure *figure)
{
    switch (figure->measure) {
    case PAGES_MEASURE_DENSITY:
    case PAGES_MEASURE_CROSS_SHARE:
    case PAGES_MEASURE_COVERAGE:
    case PAGES_MEASURE_JACCARD:
    case PAGES_MEASURE_ASSIGNMENT_DONE:
    case PAGES_MEASURE_APPLIED:
    case PAGES_MEASURE_TOLD:
    case PAGES_MEASURE_LARGEST_SHARE:
        return true;
    default:
        return false;
    }
}

static bool has_levels(const struct pages_figure *figure)
{
    return figure->from > 0 && isfinite(figure->before) && isfinite(figure->after);
}

static void print_number(const struct pages_report_view *view, double x, const char *words)
{
    pages_chart_text(view, (struct pages_chart_text){.x = x, .y = HEIGHT - 4, .anchor = "middle"},
                     words);
}

static void print_track(const struct pages_report_view *view, const struct pages_chart_axis *axis)
{
    pages_print(view->out, "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#8795a1\" stroke-width=\"1\"/>\n",
                axis->left, LINE, axis->right);
}

/* A change and its interval beside 0. */
static void draw_change(const struct pages_report_view *view, const struct pages_figure *figure)
{
    double reach = fmax(fmax(fabs(figure->low), fabs(figure->high)), fabs(figure->value));
    reach = reach > 0 ? reach * 1.15 : 1;
    struct pages_chart_axis axis = {
        .left = MARGIN, .right = WIDTH - MARGIN, .minimum = -reach, .maximum = reach};
    double zero = pages_chart_at(&axis, 0);
    print_track(view, &axis);
    pages_print(view->out,
                "<path d=\"M%.1f 4V%.1f\" stroke=\"currentColor\" stroke-dasharray=\"3 2\"/>\n",
                zero, HEIGHT - 16);
    pages_chart_dot(view, &axis, LINE, figure->value, figure->low, figure->high);
    print_number(view, zero, "0");
}

/* Then, hollow, and now, on a scale of shares. */
static void draw_levels(const struct pages_report_view *view, const struct pages_figure *figure)
{
    struct pages_chart_axis axis = {.left = MARGIN, .right = WIDTH - MARGIN, .maximum = 1};
    double from = pages_chart_at(&axis, figure->before);
    double to = pages_chart_at(&axis, figure->after);
    print_track(view, &axis);
    pages_print(view->out,
                "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#135f87\" class=\"ink\" "
                "stroke-width=\"4\"/>\n",
                from, LINE, to);
    pages_print(view->out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#fff\" stroke=\"#135f87\" "
                "stroke-width=\"2\" class=\"hollow\"/>\n",
                from, LINE);
    pages_chart_dot(view, &axis, LINE, figure->after, NAN, NAN);
    print_number(view, axis.left + 4, pages_report_share_of(view, 0));
    print_number(view, axis.right - 8, pages_report_share_of(view, 1));
}

/* A share and its interval. */
static void draw_share(const struct pages_report_view *view, const struct pages_figure *figure)
{
    struct pages_chart_axis axis = {.left = MARGIN, .right = WIDTH - MARGIN, .maximum = 1};
    print_track(view, &axis);
    pages_chart_dot(view, &axis, LINE, figure->value, figure->has_interval ? figure->low : NAN,
                    figure->has_interval ? figure->high : NAN);
    print_number(view, axis.left + 4, pages_report_share_of(view, 0));
    print_number(view, axis.right - 8, pages_report_share_of(view, 1));
}

void pages_chart_figure(const struct pages_report_view *view, const char *id,
                        const struct pages_figure *figure)
{
    bool is_change = figure->from > 0 && figure->has_interval;
    bool is_drawn = is_change || is_share(figure);
    if (!figure->published || !isfinite(figure->value) || !is_drawn)
        return;
    const char *words =
        base_arena_format(view->arena, "%s: %s. %s", pages_figure_name(view, figure),
                          pages_figure_value(view, figure), pages_figure_details(view, figure));
    pages_chart_open(view, id, "figure", WIDTH, HEIGHT, pages_figure_name(view, figure), words);
    if (is_change)
        draw_change(view, figure);
    else if (has_levels(figure))
        draw_levels(view, figure);
    else
        draw_share(view, figure);
    pages_chart_close(view);
}
