/*
 * Who works with whom, by actor type: a circle of sectors, each as long as the type has
 * organisations, and bands as wide as there are ties. What of a sector no band reaches is pairs
 * that do not work together. So a denser network is a fuller circle, in every cycle alike.
 */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define CENTRE_X (CHART_WIDTH_HALF / 2)
#define CENTRE_Y 126.0
#define RADIUS 80.0
#define RING 10.0
#define GAP 0.07 /* between sectors, in radians */
#define TURN (2 * M_PI)
#define LABEL_CHARACTERS 34 /* above and below the circle */
#define LABEL_LETTER 6.2
#define CIRCLE_BOTTOM 244.0
#define STRIP 46.0 /* height of the strip of kept, new and lost ties */
#define STRIP_BAR 20.0
#define STRIP_GAP 10.0
#define TYPES_MAX 64
#define TYPES_ROUND 6 /* in a circle: of more types there is a table */

struct plot {
    const struct pages_report_view *view;
    const struct pages_network_cycle *cycle;
    const char *id;
    size_t count;            /* types with organisations */
    size_t types[TYPES_MAX]; /* their places in the report */
    double start[TYPES_MAX]; /* of the sector */
    double length[TYPES_MAX];
    double unit; /* radians for one end of a tie */
};

static const struct pages_tie_cell *cell_of(const struct plot *plot, size_t row, size_t column)
{
    size_t all = plot->view->report->type_count;
    return &plot->cycle->cells[plot->types[row] * all + plot->types[column]];
}

static int nodes_of(const struct plot *plot, size_t row)
{
    return plot->cycle->type_nodes[plot->types[row]];
}

/* Ends of ties that there could be between two types, on the side of the first. */
static double ends(const struct plot *plot, size_t row, size_t column)
{
    int other = nodes_of(plot, column) - (row == column ? 1 : 0);
    return (double)nodes_of(plot, row) * fmax(other, 0);
}

/* Where on its sector a type's pairs with another begin: the neighbour before comes first, so that
   bands cross as little as they can. */
static double slot_start(const struct plot *plot, size_t row, size_t column)
{
    double angle = plot->start[row];
    for (size_t i = 0; i < plot->count; i++) {
        /* The type's own pairs lie opposite, in the middle of the others. */
        size_t half = plot->count / 2;
        size_t step = i < half ? i + 1 : i == half ? 0 : i;
        size_t other = (row + plot->count - step) % plot->count;
        if (other == column)
            return angle;
        angle += ends(plot, row, other) * plot->unit;
    }
    return angle;
}

static double x_at(double angle, double radius)
{
    return CENTRE_X + sin(angle) * radius;
}

static double y_at(double angle, double radius)
{
    return CENTRE_Y - cos(angle) * radius;
}

/* A band from the arc a to b to the arc c to d. */
static void print_band(const struct plot *plot, double a, double b, double c, double d,
                       double inner, const char *fill)
{
    double radius = RADIUS - 2;
    struct base_buffer *out = plot->view->out;
    double x = CENTRE_X + (x_at((a + d) / 2, radius) - CENTRE_X) * inner;
    double y = CENTRE_Y + (y_at((a + d) / 2, radius) - CENTRE_Y) * inner;
    pages_print(out, "<path d=\"M%.1f %.1fA%.0f %.0f 0 0 1 %.1f %.1fQ%.1f %.1f %.1f %.1f",
                x_at(a, radius), y_at(a, radius), radius, radius, x_at(b, radius), y_at(b, radius),
                x, y, x_at(c, radius), y_at(c, radius));
    pages_print(out, "A%.0f %.0f 0 0 1 %.1f %.1fQ%.1f %.1f %.1f %.1fZ\" opacity=\".9\" ", radius,
                radius, x_at(d, radius), y_at(d, radius), x, y, x_at(a, radius), y_at(a, radius));
    base_buffer_string(out, fill);
    base_buffer_string(out, "/>\n");
}

/* Part `from` to `to` of a band: what lies first at one end lies last at the other. */
static void print_part(const struct plot *plot, size_t row, size_t column, double from, double to,
                       const char *fill)
{
    double width = ends(plot, row, column) * plot->unit;
    double here = slot_start(plot, row, column);
    double there = slot_start(plot, column, row);
    if (to <= from)
        return;
    if (row == column) {
        /* Both ends lie in the one slot, half of it each. */
        double half = width / 2;
        print_band(plot, here + from * half, here + to * half, here + width - to * half,
                   here + width - from * half, 0.62, fill);
        return;
    }
    print_band(plot, here + from * width, here + to * width, there + (1 - to) * width,
               there + (1 - from) * width, 0, fill);
}

static void print_pair(const struct plot *plot, size_t row, size_t column)
{
    const struct pages_tie_cell *cell = cell_of(plot, row, column);
    double possible = ends(plot, row, column) / (row == column ? 2 : 1);
    if (possible <= 0)
        return;
    if (!cell->published) {
        /* Without edges: it must not look like ties. */
        print_part(plot, row, column, 0, 1,
                   base_arena_format(plot->view->arena,
                                     "fill=\"url(#%s-left)\" fill-opacity=\".3\"", plot->id));
        return;
    }
    double all = fmin(cell->ties / possible, 1);
    /* In the middle of the slot, so that the band's edges show. */
    double edge = (1 - all) / 2;
    print_part(plot, row, column, edge, edge + all, "fill=\"#135f87\" class=\"ink-fill\"");
}

static void print_sector(const struct plot *plot, size_t row)
{
    struct base_buffer *out = plot->view->out;
    double a = plot->start[row];
    double b = a + plot->length[row];
    double outer = RADIUS + RING;
    bool is_large = b - a > M_PI;
    pages_print(out,
                "<path d=\"M%.1f %.1fA%.0f %.0f 0 %d 1 %.1f %.1fL%.1f %.1fA%.0f %.0f 0 %d 0 %.1f "
                "%.1fZ\" fill=\"#8795a1\" fill-opacity=\".55\" stroke=\"#5c6a75\" "
                "class=\"sector\"/>\n",
                x_at(a, RADIUS), y_at(a, RADIUS), RADIUS, RADIUS, is_large, x_at(b, RADIUS),
                y_at(b, RADIUS), x_at(b, outer), y_at(b, outer), outer, outer, is_large,
                x_at(a, outer), y_at(a, outer));
}

static void print_label(const struct plot *plot, size_t row)
{
    double middle = plot->start[row] + plot->length[row] / 2;
    double x = x_at(middle, RADIUS + RING + 8);
    double y = y_at(middle, RADIUS + RING + 8);
    bool is_beside = fabs(sin(middle)) >= 0.3;
    const char *anchor = !is_beside ? "middle" : sin(middle) > 0 ? "start" : "end";
    const char *label =
        base_arena_format(plot->view->arena, "%s (%d)", plot->view->report->types[plot->types[row]],
                          nodes_of(plot, row));
    double room = CHART_WIDTH_HALF;
    if (is_beside)
        room = sin(middle) > 0 ? CHART_WIDTH_HALF - x : x;
    size_t characters = is_beside ? (size_t)(room / LABEL_LETTER) : LABEL_CHARACTERS;
    size_t lines = pages_chart_line_count(plot->view, characters, 4, label);
    double up = (double)lines / 2 - 0.7;
    if (cos(middle) > 0.5)
        up = (double)lines - 1;
    else if (cos(middle) < -0.5)
        up = -0.6;
    pages_chart_lines(
        plot->view,
        (struct pages_chart_text){
            .x = x, .y = fmax(y - up * 13, 11), .anchor = anchor, .size = 11, .room = room},
        characters, 4, label);
}

static void lay_out(struct plot *plot)
{
    const struct pages_report *report = plot->view->report;
    int nodes = 0;
    for (size_t i = 0; i < report->type_count && plot->count < TYPES_MAX; i++) {
        if (plot->cycle->type_nodes[i] == 0)
            continue;
        nodes += plot->cycle->type_nodes[i];
        plot->types[plot->count++] = i;
    }
    double room = TURN - GAP * (double)plot->count;
    double angle = GAP / 2;
    plot->unit = nodes > 1 ? room / ((double)nodes * (nodes - 1)) : 0;
    for (size_t i = 0; i < plot->count; i++) {
        plot->start[i] = angle;
        plot->length[i] = nodes > 0 ? room * nodes_of(plot, i) / nodes : 0;
        angle += plot->length[i] + GAP;
    }
}

/* Whether what became of the ties since the cycle before is known. */
static bool has_strip(const struct pages_network_cycle *cycle)
{
    return cycle->from > 0 && cycle->kept >= 0 && cycle->fresh >= 0 && cycle->lost >= 0 &&
           cycle->kept + cycle->fresh + cycle->lost > 0;
}

static const char *describe(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; plot->cycle->cells && i < plot->count; i++) {
        for (size_t j = i; j < plot->count; j++) {
            const struct pages_tie_cell *cell = cell_of(plot, i, j);
            base_buffer_format(
                &text, "%s%s – %s: %s", text.length > 0 ? "; " : "",
                view->report->types[plot->types[i]], view->report->types[plot->types[j]],
                cell->published ? PAGES_REPORT_FILL(view, NETWORK_TIES_OF,
                                                    pages_report_number(view, cell->ties),
                                                    pages_report_number(view, cell->pairs))
                                : pages_word(view->words, REPORT_LEFT_OUT));
        }
    }
    if (has_strip(plot->cycle))
        base_buffer_format(&text, ". %s %s: %d, %s: %d, %s: %d",
                           pages_report_phrase(view, NETWORK_SINCE,
                                               pages_report_number(view, plot->cycle->from), NULL),
                           pages_word(view->words, NETWORK_KEPT), plot->cycle->kept,
                           pages_word(view->words, NETWORK_NEW), plot->cycle->fresh,
                           pages_word(view->words, NETWORK_LOST_TIES), plot->cycle->lost);
    return base_buffer_view(&text).data;
}

static bool has_left_out(const struct plot *plot)
{
    for (size_t i = 0; i < plot->count; i++) {
        for (size_t j = i; j < plot->count; j++) {
            if (!cell_of(plot, i, j)->published && ends(plot, i, j) > 0)
                return true;
        }
    }
    return false;
}

/* One part of the strip with its number, if it has room for it. */
static double print_strip_part(const struct plot *plot, double x, double y, int count, double scale,
                               const char *fill)
{
    double width = count * scale;
    if (count == 0)
        return x;
    pages_print(plot->view->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" ", x,
                y, width, STRIP_BAR);
    base_buffer_string(plot->view->out, fill);
    base_buffer_string(plot->view->out, "/>\n");
    double label = count > 99 ? 30 : 22;
    if (width >= label + 4)
        pages_print(plot->view->out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"14\" rx=\"3\" "
                    "fill=\"#fff\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" "
                    "font-weight=\"600\" fill=\"#10181f\">%d</text>\n",
                    x + width / 2 - label / 2, y + 3, label, x + width / 2, y + 14.5, count);
    return x + width;
}

/* What became of the ties, on the pairs observed both times. */
static void print_strip(const struct plot *plot, double y)
{
    const struct pages_network_cycle *cycle = plot->cycle;
    const struct pages_report_view *view = plot->view;
    double scale = (CHART_WIDTH_HALF - 2) / (cycle->kept + cycle->fresh + cycle->lost);
    pages_chart_text(
        view, (struct pages_chart_text){.y = y + 12, .size = 11, .ours = true},
        pages_report_phrase(view, NETWORK_SINCE, pages_report_number(view, cycle->from), NULL));
    y += 18;
    double x = print_strip_part(plot, 1, y, cycle->kept, scale,
                                pages_chart_fill(view, plot->id, CHART_KEPT));
    x = print_strip_part(plot, x, y, cycle->fresh, scale,
                         pages_chart_fill(view, plot->id, CHART_NEW));
    print_strip_part(plot, x, y, cycle->lost, scale, pages_chart_fill(view, plot->id, CHART_LOST));
}

/* The circle, or the table, and what it means; nothing where the types are not published. */
static double print_types(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    double bottom = CIRCLE_BOTTOM;
    if (!plot->cycle->cells)
        return 0;
    if (plot->count > TYPES_ROUND) {
        bottom = pages_chart_network_table(view, plot->id, plot->cycle, 0);
    } else {
        for (size_t i = 0; i < plot->count; i++) {
            for (size_t j = i; j < plot->count; j++)
                print_pair(plot, i, j);
        }
        for (size_t i = 0; i < plot->count; i++) {
            print_sector(plot, i);
            print_label(plot, i);
        }
    }
    const struct pages_chart_entry entries[] = {
        {.kind = CHART_KEPT, .words = NETWORK_TOGETHER, .left_out = plot->count > TYPES_ROUND},
        {.kind = CHART_HATCHED, .words = REPORT_LEFT_OUT, .left_out = !has_left_out(plot)},
    };
    return bottom + pages_chart_legend(view, plot->id, bottom, entries,
                                       sizeof(entries) / sizeof(entries[0]));
}

/* What became of the ties since the cycle before. */
static double print_change(const struct plot *plot, double y)
{
    const struct pages_network_cycle *cycle = plot->cycle;
    if (!has_strip(cycle))
        return y;
    const struct pages_chart_entry entries[] = {
        {.kind = CHART_KEPT, .words = NETWORK_KEPT, .count = cycle->kept},
        {.kind = CHART_NEW,
         .words = NETWORK_NEW,
         .count = cycle->fresh,
         .left_out = cycle->fresh == 0},
        {.kind = CHART_LOST,
         .words = NETWORK_LOST_TIES,
         .count = cycle->lost,
         .left_out = cycle->lost == 0},
    };
    print_strip(plot, y + STRIP_GAP);
    y += STRIP_GAP + STRIP;
    return y + pages_chart_legend(plot->view, plot->id, y, entries,
                                  sizeof(entries) / sizeof(entries[0]));
}

bool pages_chart_network_is_table(const struct pages_report_view *view)
{
    const struct pages_network *network = view->report->network;
    size_t most = 0;
    for (size_t i = 0; network && i < network->count; i++) {
        struct plot plot = {.view = view, .cycle = &network->cycles[i]};
        if (plot.cycle->published && plot.cycle->type_nodes)
            lay_out(&plot);
        most = plot.count > most ? plot.count : most;
    }
    return most > TYPES_ROUND;
}

void pages_chart_network(const struct pages_report_view *view, const char *id,
                         const struct pages_network_cycle *cycle)
{
    if (!cycle->published || !cycle->type_nodes || (!cycle->cells && !has_strip(cycle)))
        return;
    /* Drawn apart, because its height is known only then. */
    struct pages_report_view inside = *view;
    struct base_buffer drawn;
    base_buffer_init(&drawn, view->arena);
    inside.out = &drawn;
    struct plot plot = {.view = &inside, .cycle = cycle, .id = id};
    lay_out(&plot);
    double height = print_change(&plot, print_types(&plot));
    pages_chart_open(
        view, id, "half", CHART_WIDTH_HALF, height + 4,
        pages_report_phrase(view, CHART_NETWORK, pages_chart_cycle_name(view, cycle->cycle), NULL),
        describe(&plot));
    pages_chart_patterns(view, id);
    base_buffer_text(view->out, base_buffer_view(&drawn));
    pages_chart_close(view);
}
