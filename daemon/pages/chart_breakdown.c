/* A question or scale by actor type: a row for each type and cycle. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define LABELS 60.0
#define VALUES 62.0
#define HEAD 19.0
#define ROW 20.0
#define TOP 4.0
#define UNDER 22.0
#define NAME_CHARACTERS 60

struct plot {
    const struct pages_report_view *view;
    const struct pages_breakdown *breakdown;
    const char *id;
    struct pages_chart_axis axis;
};

static void print_group(const struct plot *plot, const struct pages_group *group, int cycle,
                        double y, const char *id)
{
    const struct pages_report_view *view = plot->view;
    double middle = y + ROW / 2;
    pages_chart_text(view,
                     (struct pages_chart_text){.x = 8, .y = middle + 4, .size = 11, .ours = true},
                     pages_chart_cycle_name(view, cycle));
    if (!group->published) {
        pages_chart_hatched(view, id, plot->axis.left, middle - 6,
                            plot->axis.right - plot->axis.left, 12);
        return;
    }
    if (group->n > 0 && isfinite(group->mean))
        pages_chart_dot(view, &plot->axis, middle, group->mean,
                        group->has_interval ? group->low : NAN,
                        group->has_interval ? group->high : NAN);
    const char *words =
        group->n > 0 && isfinite(group->mean)
            ? base_arena_format(view->arena, "%s (n %d)",
                                pages_report_decimal(view, group->mean, 1), group->n)
            : base_arena_format(view->arena, "n %d", group->n);
    pages_chart_text(
        view, (struct pages_chart_text){.x = plot->axis.right + 12, .y = middle + 4, .size = 11},
        words);
}

static const struct pages_group *group_at(const struct plot *plot, size_t cycle, size_t type,
                                          bool is_all)
{
    const struct pages_breakdown_cycle *at = &plot->breakdown->cycles[cycle];
    return is_all ? &at->all : &at->groups[type];
}

/* Whether a type is left out in every cycle: one row says so as well as many. */
static bool is_hidden(const struct plot *plot, size_t type, bool is_all)
{
    for (size_t i = 0; i < plot->breakdown->count; i++) {
        if (group_at(plot, i, type, is_all)->published)
            return false;
    }
    return true;
}

static double height_of(const struct plot *plot, size_t type, bool is_all)
{
    return HEAD + ROW * (is_hidden(plot, type, is_all) ? 1.0 : (double)plot->breakdown->count);
}

static void print_hidden(const struct plot *plot, double y, const char *id)
{
    const struct pages_report_view *view = plot->view;
    pages_chart_text(
        view, (struct pages_chart_text){.x = 8, .y = y + ROW / 2 + 4, .size = 11, .ours = true},
        pages_word(view->words, REPORT_LEFT_OUT));
    pages_chart_hatched(view, id, plot->axis.left, y + ROW / 2 - 6,
                        plot->axis.right - plot->axis.left, 12);
}

/* All cycles of one type, or of everybody. */
static double print_type(const struct plot *plot, size_t type, bool is_all, double y)
{
    const struct pages_report_view *view = plot->view;
    const char *name = is_all ? pages_word(view->words, BREAKDOWN_ALL) : view->report->types[type];
    pages_chart_lines(view,
                      (struct pages_chart_text){.y = y + 14,
                                                .strong = true,
                                                .size = 11.5,
                                                .room = CHART_WIDTH_HALF,
                                                .ours = is_all,
                                                .over = true},
                      NAME_CHARACTERS, 1, name);
    const char *id = base_arena_format(view->arena, "%s-%zu", plot->id, is_all ? 0 : type + 1);
    double line = y + HEAD;
    if (is_hidden(plot, type, is_all)) {
        print_hidden(plot, line, id);
        return y + height_of(plot, type, is_all);
    }
    for (size_t i = 0; i < plot->breakdown->count; i++) {
        print_group(plot, group_at(plot, i, type, is_all), plot->breakdown->cycles[i].cycle, line,
                    id);
        line += ROW;
    }
    return line;
}

static void describe_group(const struct plot *plot, const struct pages_group *group, int cycle,
                           const char *name, struct base_buffer *text)
{
    const struct pages_report_view *view = plot->view;
    base_buffer_format(text, "%s%s, %s: ", text->length > 0 ? "; " : "", name,
                       pages_chart_cycle_name(view, cycle));
    if (!group->published)
        base_buffer_string(text, pages_word(view->words, REPORT_LEFT_OUT));
    else if (group->n == 0 || !isfinite(group->mean))
        base_buffer_string(text, pages_report_answers(view, group->n));
    else
        base_buffer_format(text, "%s, n = %d", pages_report_decimal(view, group->mean, 1),
                           group->n);
}

static const char *describe(const struct plot *plot)
{
    struct base_buffer text;
    base_buffer_init(&text, plot->view->arena);
    for (size_t i = 0; i < plot->breakdown->count; i++) {
        const struct pages_breakdown_cycle *cycle = &plot->breakdown->cycles[i];
        describe_group(plot, &cycle->all, cycle->cycle,
                       pages_word(plot->view->words, BREAKDOWN_ALL), &text);
        for (size_t type = 0; type < plot->view->report->type_count; type++)
            describe_group(plot, &cycle->groups[type], cycle->cycle,
                           plot->view->report->types[type], &text);
    }
    return base_buffer_view(&text).data;
}

void pages_chart_breakdown(const struct pages_report_view *view, const char *id,
                           const struct pages_breakdown *breakdown)
{
    struct plot plot = {.view = view,
                        .breakdown = breakdown,
                        .id = id,
                        .axis = {.left = LABELS,
                                 .right = CHART_WIDTH_HALF - VALUES,
                                 .minimum = breakdown->minimum,
                                 .maximum = breakdown->maximum}};
    double bottom = TOP + height_of(&plot, 0, true);
    for (size_t type = 0; type < view->report->type_count; type++)
        bottom += height_of(&plot, type, false);
    pages_chart_open(view, id, "half", CHART_WIDTH_HALF, bottom + UNDER,
                     pages_report_phrase(view, CHART_BREAKDOWN, breakdown->text, NULL),
                     describe(&plot));
    pages_chart_axis(view, &plot.axis, TOP, bottom);
    double y = print_type(&plot, 0, true, TOP);
    for (size_t type = 0; type < view->report->type_count; type++)
        y = print_type(&plot, type, false, y);
    pages_chart_close(view);
}
