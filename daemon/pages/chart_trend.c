#include <math.h>

#include "chart.h"
#include "markup.h"

#define WIDTH 260.0
#define HEIGHT 168.0
#define LEFT 26.0
#define LEFT_SHARES 42.0 /* "100 %" is longer than a step of a scale */
#define RIGHT 8.0
#define TOP 14.0
#define BOTTOM 40.0
#define INK "#135f87"

struct plot {
    const struct pages_report_view *view;
    const struct pages_report_question *question;
    const char *id;
    double left; /* where the plot begins */
    double slot; /* width of one cycle */
    bool is_share;
};

static double y_of(const struct plot *plot, double value)
{
    double range = plot->question->maximum - plot->question->minimum;
    double share = (value - plot->question->minimum) / range;
    return HEIGHT - BOTTOM - fmin(fmax(share, 0), 1) * (HEIGHT - BOTTOM - TOP);
}

/* The middle of a cycle's slot. */
static double x_of(const struct plot *plot, int cycle)
{
    size_t index = 0;
    while (index < plot->view->cycle_count && plot->view->cycles[index] != cycle)
        index++;
    return plot->left + plot->slot * ((double)index + 0.5);
}

static void print_grid(const struct plot *plot)
{
    const struct pages_report_question *question = plot->question;
    double range = question->maximum - question->minimum;
    /* A line for each step of a short scale, else for its ends and its middle. */
    int lines = !plot->is_share && range <= 6 && floor(range) == range ? (int)range : 2;
    for (int i = 0; i <= lines; i++) {
        double value = question->minimum + range * i / lines;
        pages_print(plot->view->out,
                    "<path d=\"M%.0f %.1fH%.0f\" stroke=\"#8795a1\" stroke-opacity=\"%s\"/>\n",
                    plot->left, y_of(plot, value), WIDTH - RIGHT, i == 0 ? "1" : ".35");
        int digits = floor(value) == value ? 0 : 1;
        if (lines <= 4 || i % 2 == 0)
            pages_print(
                plot->view->out,
                "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\" font-size=\"11\">%s</text>\n",
                plot->left - 6, y_of(plot, value) + 4,
                plot->is_share
                    ? pages_report_share_of(plot->view, value)
                    : pages_decimal(plot->view->arena, plot->view->words, value, digits));
    }
}

static bool is_drawn(const struct pages_report_point *point)
{
    return point->published && point->n > 0 && isfinite(point->mean);
}

/* The line between the means of cycles that follow each other; a gap stays a gap. */
static void print_line(const struct plot *plot)
{
    const struct pages_report_question *question = plot->question;
    for (size_t i = 1; i < question->point_count; i++) {
        const struct pages_report_point *from = &question->points[i - 1];
        const struct pages_report_point *to = &question->points[i];
        if (is_drawn(from) && is_drawn(to))
            pages_print(plot->view->out,
                        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"" INK
                        "\" class=\"ink\" stroke-width=\"2\" stroke-opacity=\".55\"/>\n",
                        x_of(plot, from->cycle), y_of(plot, from->mean), x_of(plot, to->cycle),
                        y_of(plot, to->mean));
    }
}

static void print_whisker(const struct plot *plot, const struct pages_report_point *point, double x)
{
    double high = y_of(plot, point->high);
    double low = y_of(plot, point->low);
    pages_print(plot->view->out,
                "<path d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1fM%.1f %.1fH%.1f\" stroke=\"" INK
                "\" class=\"ink\" stroke-width=\"1.5\" fill=\"none\"/>\n",
                x, high, low, x - 4, high, x + 4, x - 4, low, x + 4);
}

static void print_point(const struct plot *plot, const struct pages_report_point *point)
{
    double x = x_of(plot, point->cycle);
    double y = y_of(plot, point->mean);
    double top = y;
    double bottom = y;
    if (point->has_interval) {
        print_whisker(plot, point, x);
        top = y_of(plot, point->high);
        bottom = y_of(plot, point->low);
    }
    pages_print(plot->view->out,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"" INK "\" class=\"ink-fill\"/>\n",
                x, y);
    if (plot->slot < 24)
        return;
    double label = top - 6 >= TOP - 3 ? top - 6 : bottom + 14;
    pages_print(plot->view->out,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"11\" "
                "font-weight=\"600\">%s</text>\n",
                x, label, pages_report_mean(plot->view, point));
}

static void print_suppressed(const struct plot *plot, const struct pages_report_point *point)
{
    double x = x_of(plot, point->cycle);
    double width = fmin(plot->slot * 0.6, 26);
    double middle = TOP + (HEIGHT - BOTTOM - TOP) / 2;
    const char *words = pages_word(plot->view->words, REPORT_LEFT_OUT);
    pages_chart_hatched(plot->view, plot->id, x - width / 2, TOP, width, HEIGHT - BOTTOM - TOP);
    pages_print(plot->view->out,
                "<text x=\"%.1f\" y=\"%.1f\" transform=\"rotate(-90 %.1f %.1f)\" "
                "text-anchor=\"middle\" font-size=\"11\" class=\"over\"",
                x, middle + 4, x, middle);
    pages_chart_mark(plot->view);
    pages_print(plot->view->out, ">%s</text>\n", words);
}

static void print_axis(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    for (size_t i = 0; i < view->cycle_count; i++) {
        pages_print(view->out,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"11\"",
                    x_of(plot, view->cycles[i]), HEIGHT - BOTTOM + 16);
        pages_chart_mark(view);
        pages_print(view->out, ">%s</text>\n",
                    view->cycle_count <= 4 ? pages_chart_cycle_name(view, view->cycles[i])
                                           : base_arena_format(view->arena, "%d", view->cycles[i]));
    }
    for (size_t i = 0; plot->slot >= 30 && i < plot->question->point_count; i++) {
        const struct pages_report_point *point = &plot->question->points[i];
        if (is_drawn(point))
            pages_print(view->out,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"10\" "
                        "fill-opacity=\".75\">n = %d</text>\n",
                        x_of(plot, point->cycle), HEIGHT - BOTTOM + 31, point->n);
    }
}

static const char *describe(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < plot->question->point_count; i++) {
        const struct pages_report_point *point = &plot->question->points[i];
        base_buffer_format(&text, "%s%s: ", i > 0 ? ". " : "",
                           pages_chart_cycle_name(view, point->cycle));
        if (!point->published) {
            base_buffer_string(&text, plot->question->is_sensitive ? pages_chart_sensitive(view)
                                                                   : pages_chart_suppressed(view));
            continue;
        }
        base_buffer_string(&text, pages_report_answers(view, point->n));
        if (!is_drawn(point))
            continue;
        const char *level = pages_report_mean(view, point);
        base_buffer_format(&text, ", %s",
                           plot->is_share ? pages_report_phrase(view, REPORT_SHARE_OF, level,
                                                                plot->question->categories[1])
                                          : pages_report_phrase(view, REPORT_MEAN_OF, level, NULL));
        if (point->has_interval)
            base_buffer_format(&text, ", %s %s", pages_word(view->words, REPORT_INTERVAL),
                               pages_report_interval(view, point));
    }
    return base_buffer_view(&text).data;
}

void pages_chart_trend(const struct pages_report_view *view, const char *id,
                       const struct pages_report_question *question)
{
    struct plot plot = {
        .view = view,
        .question = question,
        .id = id,
        .is_share = pages_report_is_share(question),
    };
    plot.left = plot.is_share ? LEFT_SHARES : LEFT;
    plot.slot = (WIDTH - plot.left - RIGHT) / (double)view->cycle_count;
    pages_chart_open(
        view, id, "trend", WIDTH, HEIGHT,
        plot.is_share
            ? pages_report_phrase(view, REPORT_CHART_SHARE, question->text, question->categories[1])
            : pages_report_phrase(view, REPORT_CHART_TREND, question->text, NULL),
        describe(&plot));
    print_grid(&plot);
    print_axis(&plot);
    print_line(&plot);
    for (size_t i = 0; i < question->point_count; i++) {
        if (is_drawn(&question->points[i]))
            print_point(&plot, &question->points[i]);
        else if (!question->points[i].published)
            print_suppressed(&plot, &question->points[i]);
    }
    pages_chart_close(view);
}
