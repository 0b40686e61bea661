/* Who works with whom where there are many actor types: half a table, a cell for each pair of
   types, darker the larger the share of the pairs of organisations that work together. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define LABELS 142.0
#define LABEL_CHARACTERS 23
#define ROW 20.0
#define HEAD 16.0
#define NOTE 20.0
#define SHADES 5

struct plot {
    const struct pages_report_view *view;
    const struct pages_network_cycle *cycle;
    const char *id;
    double slot;
};

static void print_cell(const struct plot *plot, size_t row, size_t column, double y)
{
    const struct pages_tie_cell *cell =
        &plot->cycle->cells[row * plot->view->report->type_count + column];
    double x = LABELS + plot->slot * (double)column;
    if (!cell->published) {
        pages_print(plot->view->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ",
                    x, y, plot->slot - 1, ROW - 1);
        base_buffer_string(plot->view->out, pages_chart_fill(plot->view, plot->id, CHART_HATCHED));
        base_buffer_string(plot->view->out, "/>\n");
        return;
    }
    /* Fewer than two organisations: no pair that could work together. */
    if (cell->pairs <= 0)
        return;
    double share = (double)cell->ties / cell->pairs;
    struct pages_colour colour =
        pages_chart_colour((size_t)lround(share * (SHADES - 1)), SHADES, false);
    pages_print(plot->view->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"9.5\" "
                "fill=\"%s\">%d</text>\n",
                x, y, plot->slot - 1, ROW - 1, colour.fill, x + (plot->slot - 1) / 2, y + 13.5,
                colour.text, (int)lround(share * 100));
}

/* "3 University or other…" */
static const char *label_of(const struct pages_report_view *view, size_t row)
{
    const char *label = base_arena_format(view->arena, "%zu %s", row + 1, view->report->types[row]);
    struct base_text text = base_text_of(label);
    if (base_text_characters(text) <= LABEL_CHARACTERS)
        return label;
    text = base_text_trim(base_text_cut(text, LABEL_CHARACTERS - 1));
    return base_arena_format(view->arena, "%.*s…", (int)text.length, text.data);
}

double pages_chart_network_table(const struct pages_report_view *view, const char *id,
                                 const struct pages_network_cycle *cycle, double y)
{
    const struct pages_report *report = view->report;
    struct plot plot = {
        .view = view,
        .cycle = cycle,
        .id = id,
        .slot = (CHART_WIDTH_HALF - LABELS) / (double)report->type_count,
    };
    double top = y + HEAD;
    for (size_t row = 0; row < report->type_count; row++) {
        double line = top + ROW * (double)row;
        pages_chart_text(view,
                         (struct pages_chart_text){.x = LABELS + plot.slot * ((double)row + 0.5),
                                                   .y = y + 11,
                                                   .anchor = "middle",
                                                   .size = 10},
                         pages_report_number(view, (int)row + 1));
        pages_chart_text(view, (struct pages_chart_text){.y = line + 13.5, .size = 10.5},
                         label_of(view, row));
        for (size_t column = 0; column <= row; column++)
            print_cell(&plot, row, column, line);
    }
    double bottom = top + ROW * (double)report->type_count;
    pages_chart_text(view, (struct pages_chart_text){.y = bottom + 13, .size = 11, .ours = true},
                     pages_word(view->words, NETWORK_CELL));
    return bottom + NOTE - y;
}
