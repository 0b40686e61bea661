/* How many of each actor type were there: a row for each type, a column for each cycle. */
#include <math.h>

#include "chart.h"
#include "markup.h"

#define LABELS 128.0
#define LABEL_CHARACTERS 21
#define HEAD 22.0
#define ROW 31.0
#define BAR 16.0
#define FOOT 34.0
#define LEGEND 18.0

struct plot {
    const struct pages_report_view *view;
    const struct pages_diversity *diversity;
    const char *id;
    double slot;
    double scale;
};

static double left_of(const struct plot *plot, size_t column)
{
    return LABELS + plot->slot * (double)column;
}

/* Whether a type is seen here for the first time, and not in the first cycle. */
static bool is_new(const struct pages_diversity *diversity, size_t column, size_t type)
{
    const struct pages_diversity_cycle *cycles = diversity->cycles;
    if (column == 0 || cycles[column].counts[type] <= 0)
        return false;
    for (size_t i = 0; i < column; i++) {
        if (!cycles[i].published || !cycles[i].counts || cycles[i].counts[type] != 0)
            return false;
    }
    return true;
}

static void print_cell(const struct plot *plot, size_t column, size_t type, double y)
{
    const struct pages_diversity_cycle *cycle = &plot->diversity->cycles[column];
    double x = left_of(plot, column);
    double top = y + (ROW - BAR) / 2;
    bool is_shown = cycle->published && cycle->counts && cycle->counts[type] >= 0;
    if (!is_shown) {
        pages_print(plot->view->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ",
                    x, top, fmin(plot->slot - 14, 24), BAR);
        base_buffer_string(plot->view->out, pages_chart_fill(plot->view, plot->id, CHART_HATCHED));
        base_buffer_string(plot->view->out, "/>\n");
        return;
    }
    int count = cycle->counts[type];
    double width = count * plot->scale;
    if (count > 0) {
        pages_print(plot->view->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ",
                    x, top, width, BAR);
        base_buffer_string(
            plot->view->out,
            pages_chart_fill(plot->view, plot->id,
                             is_new(plot->diversity, column, type) ? CHART_NEW : CHART_KEPT));
        base_buffer_string(plot->view->out, "/>\n");
    }
    pages_chart_text(plot->view, (struct pages_chart_text){.x = x + width + 4, .y = top + 12.5},
                     pages_report_number(plot->view, count));
}

static void print_row(const struct plot *plot, size_t type, double y)
{
    const char *label = plot->view->report->types[type];
    size_t lines = pages_chart_line_count(plot->view, LABEL_CHARACTERS, 2, label);
    pages_print(plot->view->out,
                "<path d=\"M0 %.1fH%.1f\" stroke=\"#8795a1\" stroke-opacity=\".35\"/>\n", y,
                CHART_WIDTH_HALF);
    pages_chart_lines(
        plot->view,
        (struct pages_chart_text){.y = y + (lines > 1 ? 13 : 19.5), .size = 11, .room = LABELS - 6},
        LABEL_CHARACTERS, 2, label);
    for (size_t i = 0; i < plot->diversity->count; i++)
        print_cell(plot, i, type, y);
}

/* The effective number of types under the columns. */
static void print_foot(const struct plot *plot, double y)
{
    pages_print(plot->view->out, "<path d=\"M0 %.1fH%.1f\" stroke=\"currentColor\"/>\n", y,
                CHART_WIDTH_HALF);
    pages_chart_lines(plot->view, (struct pages_chart_text){.y = y + 14, .size = 11, .ours = true},
                      LABEL_CHARACTERS, 2, pages_word(plot->view->words, MEASURE_EFFECTIVE_TYPES));
    for (size_t i = 0; i < plot->diversity->count; i++) {
        const struct pages_diversity_cycle *cycle = &plot->diversity->cycles[i];
        bool is_known = cycle->published && isfinite(cycle->effective);
        pages_chart_text(
            plot->view,
            (struct pages_chart_text){.x = left_of(plot, i), .y = y + 20, .strong = true},
            is_known ? pages_report_decimal(plot->view, cycle->effective, 1) : "–");
    }
}

static const char *describe(const struct plot *plot)
{
    const struct pages_report_view *view = plot->view;
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < plot->diversity->count; i++) {
        const struct pages_diversity_cycle *cycle = &plot->diversity->cycles[i];
        base_buffer_format(&text, "%s%s: ", i > 0 ? ". " : "",
                           pages_chart_cycle_name(view, cycle->cycle));
        if (!cycle->published)
            base_buffer_string(&text, pages_chart_suppressed(view));
        for (size_t type = 0; cycle->published && cycle->counts && type < view->report->type_count;
             type++)
            base_buffer_format(&text, "%s%s %s", type > 0 ? ", " : "", view->report->types[type],
                               cycle->counts[type] < 0
                                   ? pages_word(view->words, REPORT_LEFT_OUT)
                                   : pages_report_number(view, cycle->counts[type]));
    }
    return base_buffer_view(&text).data;
}

/* What the legend must explain. */
static void look(const struct plot *plot, int *ret_most, bool *ret_new, bool *ret_hatched)
{
    for (size_t i = 0; i < plot->diversity->count; i++) {
        const struct pages_diversity_cycle *cycle = &plot->diversity->cycles[i];
        for (size_t type = 0; type < plot->view->report->type_count; type++) {
            bool is_shown = cycle->published && cycle->counts && cycle->counts[type] >= 0;
            *ret_hatched = *ret_hatched || !is_shown;
            if (is_shown && cycle->counts[type] > *ret_most)
                *ret_most = cycle->counts[type];
            *ret_new = *ret_new || (is_shown && is_new(plot->diversity, i, type));
        }
    }
}

void pages_chart_diversity(const struct pages_report_view *view, const char *id,
                           const struct pages_diversity *diversity)
{
    struct plot plot = {.view = view,
                        .diversity = diversity,
                        .id = id,
                        .slot = (CHART_WIDTH_HALF - LABELS) / (double)diversity->count};
    int most = 1;
    bool has_new = false;
    bool has_hatched = false;
    look(&plot, &most, &has_new, &has_hatched);
    plot.scale = fmax(plot.slot - 26, 6) / most;
    const struct pages_chart_entry entries[] = {
        {.kind = CHART_NEW, .words = DIVERSITY_NEW, .left_out = !has_new},
        {.kind = CHART_HATCHED, .words = REPORT_LEFT_OUT, .left_out = !has_hatched},
    };
    double foot = HEAD + ROW * (double)view->report->type_count;
    double height = foot + FOOT + LEGEND * (has_new + has_hatched);
    pages_chart_open(view, id, "half", CHART_WIDTH_HALF, height,
                     pages_word(view->words, diversity->unit == PAGES_UNIT_PEOPLE
                                                 ? DIVERSITY_PEOPLE
                                                 : DIVERSITY_ORGANISATIONS),
                     describe(&plot));
    pages_chart_patterns(view, id);
    for (size_t i = 0; i < diversity->count; i++)
        pages_chart_text(
            view,
            (struct pages_chart_text){
                .x = left_of(&plot, i), .y = 14, .size = 11, .strong = true, .ours = true},
            pages_chart_cycle_name(view, diversity->cycles[i].cycle));
    for (size_t type = 0; type < view->report->type_count; type++)
        print_row(&plot, type, HEAD + ROW * (double)type);
    print_foot(&plot, foot);
    pages_chart_legend(view, id, foot + FOOT, entries, sizeof(entries) / sizeof(entries[0]));
    pages_chart_close(view);
}
