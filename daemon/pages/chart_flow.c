/* Who was there before, who came back, who is new: a column for each cycle. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define TOP 24.0
#define COLUMN_HEIGHT 132.0
#define BASE (TOP + COLUMN_HEIGHT)
#define AXIS 36.0
#define LEGEND 18.0
#define COLUMN_MAX 62.0

struct plot {
    const struct pages_report_view *view;
    const struct pages_flow *flow;
    const char *id;
    double slot, width; /* of a column */
    double scale;       /* units of the picture for one present */
};

static double left_of(const struct plot *plot, size_t index)
{
    return plot->slot * ((double)index + 0.5) - plot->width / 2;
}

static void print_block(const struct plot *plot, size_t index, enum pages_chart_kind kind,
                        int count, double *bottom)
{
    double height = count * plot->scale;
    if (count <= 0)
        return;
    pages_print(plot->view->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ",
                left_of(plot, index), *bottom - height, plot->width, height);
    base_buffer_string(plot->view->out, pages_chart_fill(plot->view, plot->id, kind));
    base_buffer_string(plot->view->out, "/>\n");
    if (height >= 13) {
        struct pages_chart_text at = {.x = left_of(plot, index) + plot->width / 2,
                                      .y = *bottom - height / 2 + 4,
                                      .anchor = "middle",
                                      .strong = true};
        if (kind == CHART_KEPT) {
            pages_print(plot->view->out,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-weight=\"600\" "
                        "fill=\"#fff\" class=\"on-ink\">%d</text>\n",
                        at.x, at.y, count);
        } else {
            pages_print(plot->view->out,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"22\" height=\"13\" rx=\"3\" "
                        "fill=\"#fff\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" "
                        "font-weight=\"600\" fill=\"#10181f\">%d</text>\n",
                        at.x - 11, at.y - 10.5, at.x, at.y, count);
        }
    }
    *bottom -= height;
}

/* From one column to the next: those who were there in both. */
static void print_band(const struct plot *plot, size_t index)
{
    const struct pages_presence *from = &plot->flow->cycles[index];
    const struct pages_presence *to = &plot->flow->cycles[index + 1];
    if (!from->published || !to->published || to->continuing <= 0)
        return;
    double x = left_of(plot, index) + plot->width;
    pages_print(plot->view->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#135f87\" "
                "class=\"ink-fill\" fill-opacity=\".22\"/>\n",
                x, BASE - to->continuing * plot->scale, left_of(plot, index + 1) - x,
                to->continuing * plot->scale);
}

static void print_column(const struct plot *plot, size_t index)
{
    const struct pages_presence *cycle = &plot->flow->cycles[index];
    double middle = left_of(plot, index) + plot->width / 2;
    struct pages_chart_text below = {
        .x = middle, .y = BASE + 16, .anchor = "middle", .ours = true, .strong = true};
    pages_chart_text(plot->view, below, pages_chart_cycle_name(plot->view, cycle->cycle));
    if (!cycle->published) {
        pages_chart_hatched(plot->view, plot->id, left_of(plot, index), TOP, plot->width,
                            COLUMN_HEIGHT);
        below.y += 15;
        below.strong = false;
        below.size = 11;
        pages_chart_text(
            plot->view, below,
            pages_report_phrase(
                plot->view, REPORT_SUPPRESSED_SHORT,
                pages_report_number(plot->view, plot->view->report->minimum_group_size), NULL));
        return;
    }
    double bottom = BASE;
    print_block(plot, index, CHART_KEPT, cycle->continuing, &bottom);
    print_block(plot, index, CHART_BACK, cycle->returning, &bottom);
    print_block(plot, index, CHART_NEW, cycle->fresh, &bottom);
    pages_chart_text(
        plot->view,
        (struct pages_chart_text){.x = middle, .y = bottom - 6, .anchor = "middle", .strong = true},
        pages_report_number(plot->view, cycle->present));
}

static const char *describe(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < plot->flow->count; i++) {
        const struct pages_presence *cycle = &plot->flow->cycles[i];
        base_buffer_format(
            &text, "%s%s: %s", i > 0 ? ". " : "", pages_chart_cycle_name(view, cycle->cycle),
            cycle->published
                ? PAGES_REPORT_FILL(view, FLOW_DESCRIBED, pages_report_number(view, cycle->present),
                                    pages_report_number(view, cycle->continuing),
                                    pages_report_number(view, cycle->returning),
                                    pages_report_number(view, cycle->fresh))
                : pages_chart_suppressed(view));
    }
    return base_buffer_view(&text).data;
}

void pages_chart_flow(const struct pages_report_view *view, const char *id,
                      const struct pages_flow *flow)
{
    struct plot plot = {
        .view = view, .flow = flow, .id = id, .slot = CHART_WIDTH_HALF / (double)flow->count};
    int most = 1;
    bool has_returning = false;
    for (size_t i = 0; i < flow->count; i++) {
        if (flow->cycles[i].published && flow->cycles[i].present > most)
            most = flow->cycles[i].present;
        has_returning = has_returning || flow->cycles[i].returning > 0;
    }
    plot.width = fmin(COLUMN_MAX, plot.slot * 0.6);
    plot.scale = (COLUMN_HEIGHT - 6) / most;
    const struct pages_chart_entry entries[] = {
        {.kind = CHART_NEW, .words = FLOW_FRESH},
        {.kind = CHART_BACK, .words = FLOW_RETURNING, .left_out = !has_returning},
        {.kind = CHART_KEPT, .words = FLOW_CONTINUING},
    };
    double height = BASE + AXIS + LEGEND * (has_returning ? 3 : 2);
    pages_chart_open(
        view, id, "half", CHART_WIDTH_HALF, height,
        pages_word(view->words, flow->unit == PAGES_UNIT_PEOPLE ? FLOW_PEOPLE : FLOW_ORGANISATIONS),
        describe(&plot));
    pages_chart_patterns(view, id);
    for (size_t i = 0; i + 1 < flow->count; i++)
        print_band(&plot, i);
    for (size_t i = 0; i < flow->count; i++)
        print_column(&plot, i);
    pages_chart_legend(view, id, BASE + AXIS, entries, sizeof(entries) / sizeof(entries[0]));
    pages_chart_close(view);
}
