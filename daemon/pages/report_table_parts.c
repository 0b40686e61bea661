#include <math.h>

#include "markup.h"
#include "report_table.h"

static const char *decimal(const struct pages_report_view *view, double value, int digits)
{
    return isfinite(value) ? pages_report_decimal(view, value, digits) : NULL;
}

/* A chance that rounds to nothing is not nothing. */
static const char *chance(const struct pages_report_view *view, double p)
{
    if (!isfinite(p) || p >= 0.001)
        return decimal(view, p, 3);
    return base_arena_format(view->arena, "< %s", pages_report_decimal(view, 0.001, 3));
}

static const char *share(const struct pages_report_view *view, double value)
{
    return isfinite(value) ? pages_report_share_of(view, value) : NULL;
}

static const char *between(const struct pages_report_view *view, const char *low, const char *high)
{
    return low && high ? PAGES_REPORT_FILL(view, FIGURE_BETWEEN, low, high) : NULL;
}

static void headings(const struct pages_report_view *view, const enum pages_word *words,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        pages_table_word_heading(view, words[i]);
    pages_table_body(view);
}
#define HEADINGS(view, ...)                                                                        \
    headings((view), (const enum pages_word[]){__VA_ARGS__},                                       \
             sizeof((const enum pages_word[]){__VA_ARGS__}) / sizeof(enum pages_word))

void pages_report_table_flow(const struct pages_report_view *view, const char *id,
                             const struct pages_flow *flow)
{
    pages_table_open(
        view, id,
        pages_word(view->words, flow->unit == PAGES_UNIT_PEOPLE ? FLOW_PEOPLE : FLOW_ORGANISATIONS),
        NULL);
    HEADINGS(view, WORD_CYCLE_ALONE, FLOW_PRESENT, FLOW_CONTINUING, FLOW_RETURNING, FLOW_FRESH,
             FLOW_LAST_SEEN);
    for (size_t i = 0; i < flow->count; i++) {
        const struct pages_presence *cycle = &flow->cycles[i];
        pages_table_row(view, pages_chart_cycle_name(view, cycle->cycle), true);
        if (!cycle->published) {
            pages_table_suppressed(view, 5);
        } else {
            pages_table_count(view, cycle->present);
            pages_table_count(view, cycle->continuing);
            pages_table_count(view, cycle->returning);
            pages_table_count(view, cycle->fresh);
            if (cycle->is_unfinished)
                pages_table_note(view, 1, pages_word(view->words, FLOW_UNFINISHED));
            else
                pages_table_count(view, cycle->last_seen);
        }
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

static void cycle_heading(const struct pages_report_view *view, int cycle)
{
    base_buffer_string(view->out, "<th scope=\"col\"");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</th>", pages_chart_cycle_name(view, cycle));
}

static void diversity_cell(const struct pages_report_view *view,
                           const struct pages_diversity_cycle *cycle, size_t type)
{
    if (!cycle->published || !cycle->counts || cycle->counts[type] < 0)
        pages_table_left_out(view);
    else
        pages_table_count(view, cycle->counts[type]);
}

void pages_report_table_diversity(const struct pages_report_view *view, const char *id,
                                  const struct pages_diversity *diversity)
{
    pages_table_open(view, id,
                     pages_word(view->words, diversity->unit == PAGES_UNIT_PEOPLE
                                                 ? DIVERSITY_PEOPLE
                                                 : DIVERSITY_ORGANISATIONS),
                     NULL);
    pages_table_word_heading(view, DIVERSITY_TYPE);
    for (size_t i = 0; i < diversity->count; i++)
        cycle_heading(view, diversity->cycles[i].cycle);
    pages_table_body(view);
    for (size_t type = 0; type < view->report->type_count; type++) {
        pages_table_row(view, view->report->types[type], false);
        for (size_t i = 0; i < diversity->count; i++)
            diversity_cell(view, &diversity->cycles[i], type);
        pages_table_row_close(view);
    }
    pages_table_row(view, pages_word(view->words, DIVERSITY_TOTAL), true);
    for (size_t i = 0; i < diversity->count; i++)
        pages_table_count(view, diversity->cycles[i].published ? diversity->cycles[i].n : -1);
    pages_table_row_close(view);
    pages_table_row(view, pages_word(view->words, MEASURE_EFFECTIVE_TYPES), true);
    for (size_t i = 0; i < diversity->count; i++)
        pages_table_cell(view, diversity->cycles[i].published
                                   ? decimal(view, diversity->cycles[i].effective, 1)
                                   : NULL);
    pages_table_row_close(view);
    pages_table_close(view);
}

static const char *change_words(const struct pages_report_view *view,
                                const struct pages_change *change, int digits)
{
    if (!change->published || !isfinite(change->mean))
        return NULL;
    const char *mean = pages_report_signed(view, change->mean, digits);
    if (!change->has_interval)
        return mean;
    return base_arena_format(view->arena, "%s (%s)", mean,
                             between(view, pages_report_signed(view, change->low, digits),
                                     pages_report_signed(view, change->high, digits)));
}

/* The columns of a table of pairs: those that would be empty are left out. */
struct pair_columns {
    bool change, hindsight, shift, chance;
    int digits;
};

static struct pair_columns columns_of(const struct pages_pair *pairs, size_t count, bool is_learned)
{
    struct pair_columns columns = {.digits = is_learned ? 1 : 2};
    for (size_t i = 0; i < count; i++) {
        const struct pages_pair *pair = &pairs[i];
        columns.change = columns.change || pair->change.published;
        columns.hindsight = columns.hindsight || (is_learned && pair->hindsight.published);
        columns.shift = columns.shift || (is_learned && pair->shift.published);
        columns.chance = columns.chance || (pair->change.published && isfinite(pair->change.p));
    }
    /* All are left out: of what, the headings still say. */
    columns.change = columns.change || !columns.hindsight;
    return columns;
}

/* Gives how many there are, but for the first. */
static size_t pair_headings(const struct pages_report_view *view, struct pair_columns columns,
                            bool is_learned)
{
    const struct {
        bool is_shown;
        enum pages_word words;
    } headings[] = {
        {true, PAIRS_PEOPLE},
        {columns.change, PAIRS_BEFORE},
        {columns.change, PAIRS_AFTER},
        {columns.change, PAIRS_CHANGE},
        {columns.hindsight, PAIRS_HINDSIGHT},
        {columns.shift, PAIRS_SHIFT},
        {columns.change && is_learned, PAIRS_EFFECT},
        {columns.chance, PAIRS_P},
    };
    size_t count = 0;
    pages_table_word_heading(view, PAIRS_COMPARED);
    for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
        if (headings[i].is_shown)
            pages_table_word_heading(view, headings[i].words);
        count += headings[i].is_shown;
    }
    pages_table_body(view);
    return count;
}

static void pair_cells(const struct pages_report_view *view, const struct pages_pair *pair,
                       struct pair_columns columns, bool is_learned)
{
    bool is_now = pair->change.published;
    pages_table_count(view, is_now ? pair->change.n : pair->hindsight.n);
    if (columns.change) {
        pages_table_cell(view, is_now ? decimal(view, pair->before, columns.digits) : NULL);
        pages_table_cell(view, is_now ? decimal(view, pair->after, columns.digits) : NULL);
        pages_table_cell(view, change_words(view, &pair->change, columns.digits));
    }
    if (columns.hindsight)
        pages_table_cell(view, change_words(view, &pair->hindsight, columns.digits));
    if (columns.shift)
        pages_table_cell(view, change_words(view, &pair->shift, columns.digits));
    if (columns.change && is_learned)
        pages_table_cell(view, is_now ? decimal(view, pair->effect, 2) : NULL);
    if (columns.chance)
        pages_table_cell(view, is_now ? chance(view, pair->change.p) : NULL);
}

void pages_report_table_pairs(const struct pages_report_view *view, const char *id,
                              enum pages_word title, const struct pages_pair *pairs, size_t count)
{
    bool is_learned = title == CHART_PAIRS;
    struct pair_columns columns = columns_of(pairs, count, is_learned);
    pages_table_open(view, id, pages_word(view->words, title), NULL);
    size_t width = pair_headings(view, columns, is_learned);
    for (size_t i = 0; i < count; i++) {
        pages_print(view->out, "<tr><th scope=\"row\">%s <span class=\"cycles\"", pairs[i].text);
        pages_chart_mark(view);
        pages_print(view->out, ">%s</span></th>", pages_chart_pair_cycles(view, &pairs[i]));
        if (pairs[i].change.published || (is_learned && pairs[i].hindsight.published))
            pair_cells(view, &pairs[i], columns, is_learned);
        else
            pages_table_suppressed(view, width);
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

/* "Collaboration: Cycle 2" */
static const char *of_cycle(const struct pages_report_view *view, enum pages_word words, int cycle)
{
    return base_arena_format(view->arena, "%s: %s", pages_word(view->words, words),
                             pages_chart_cycle_name(view, cycle));
}

static void tie_cell(const struct pages_report_view *view, const struct pages_tie_cell *cell)
{
    if (!cell->published) {
        pages_table_left_out(view);
        return;
    }
    const char *ties = PAGES_REPORT_FILL(view, FIGURE_OF, pages_report_number(view, cell->ties),
                                         pages_report_number(view, cell->pairs));
    base_buffer_string(view->out, "<td");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</td>", ties);
}

static void tie_table(const struct pages_report_view *view, const char *id,
                      const struct pages_network_cycle *cycle)
{
    size_t count = view->report->type_count;
    pages_table_open(view, id, of_cycle(view, NETWORK_PAIRS_TABLE, cycle->cycle), NULL);
    pages_table_word_heading(view, DIVERSITY_TYPE);
    /* Many names would make the columns too wide: they have the numbers of the rows, as in the
       picture. */
    bool is_numbered = pages_chart_network_is_table(view);
    for (size_t i = 0; i < count; i++)
        pages_table_heading(view, is_numbered ? pages_report_number(view, (int)i + 1)
                                              : view->report->types[i]);
    pages_table_body(view);
    for (size_t i = 0; i < count; i++) {
        const char *name = view->report->types[i];
        pages_table_row(view,
                        is_numbered ? base_arena_format(view->arena, "%zu %s", i + 1, name) : name,
                        false);
        for (size_t j = 0; j < count; j++)
            tie_cell(view, &cycle->cells[i * count + j]);
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

void pages_report_table_network(const struct pages_report_view *view, const char *id,
                                const struct pages_network_cycle *cycle)
{
    pages_table_open(view, id, of_cycle(view, NETWORK_TITLE, cycle->cycle), NULL);
    HEADINGS(view, WORD_CYCLE_ALONE, NETWORK_RESPONDENTS, NETWORK_OBSERVED, NETWORK_DENSITY,
             NETWORK_CROSS, NETWORK_EXPECTED, NETWORK_HELD, NETWORK_MADE, NETWORK_LOST);
    pages_table_row(view, pages_chart_cycle_name(view, cycle->cycle), true);
    if (!cycle->published) {
        pages_table_suppressed(view, 8);
    } else {
        pages_table_count(view, cycle->respondents);
        pages_table_cell(view, share(view, cycle->coverage));
        pages_table_cell(view, share(view, cycle->density));
        pages_table_cell(view, share(view, cycle->cross_share));
        pages_table_cell(view, share(view, cycle->cross_expected));
        pages_table_count(view, cycle->from > 0 ? cycle->kept : -1);
        pages_table_count(view, cycle->from > 0 ? cycle->fresh : -1);
        pages_table_count(view, cycle->from > 0 ? cycle->lost : -1);
    }
    pages_table_row_close(view);
    pages_table_close(view);
    if (cycle->published && cycle->cells)
        tie_table(view, base_arena_format(view->arena, "%s-ties", id), cycle);
}

void pages_report_table_share(const struct pages_report_view *view, const char *id,
                              const struct pages_share *part)
{
    pages_table_open(
        view, id, pages_figure_name(view, &(struct pages_figure){.measure = part->measure}), NULL);
    HEADINGS(view, WORD_CYCLE_ALONE, REPORT_ANSWERS, SHARE_ELIGIBLE, SHARE_SHARE, REPORT_INTERVAL,
             SHARE_BOUNDS_HEADING);
    for (size_t i = 0; i < part->count; i++) {
        const struct pages_share_point *point = &part->points[i];
        pages_table_row(view, pages_chart_cycle_name(view, point->cycle), true);
        if (!point->published) {
            pages_table_note(view, 5,
                             part->is_sensitive ? pages_chart_sensitive(view)
                                                : pages_chart_suppressed(view));
        } else {
            pages_table_count(view, point->n);
            pages_table_count(view, point->eligible);
            pages_table_cell(view, share(view, point->value));
            pages_table_cell(view,
                             between(view, share(view, point->low), share(view, point->high)));
            pages_table_cell(
                view, between(view, share(view, point->bound_low), share(view, point->bound_high)));
        }
        pages_table_row_close(view);
    }
    pages_table_close(view);
}

static void group_row(const struct pages_report_view *view, const struct pages_group *group,
                      int cycle, const char *name, bool ours)
{
    pages_table_row(view, name, ours);
    pages_table_count(view, cycle);
    if (!group->published) {
        pages_table_suppressed(view, 3);
    } else {
        pages_table_count(view, group->n);
        pages_table_cell(view, group->n > 0 ? decimal(view, group->mean, 1) : NULL);
        pages_table_cell(view, group->has_interval ? between(view, decimal(view, group->low, 1),
                                                             decimal(view, group->high, 1))
                                                   : NULL);
    }
    pages_table_row_close(view);
}

void pages_report_table_breakdown(const struct pages_report_view *view, const char *id,
                                  const struct pages_breakdown *breakdown)
{
    pages_table_open(view, id, pages_word(view->words, BREAKDOWN_TITLE), breakdown->text);
    HEADINGS(view, DIVERSITY_TYPE, WORD_CYCLE_ALONE, REPORT_ANSWERS, REPORT_MEAN, REPORT_INTERVAL);
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct pages_breakdown_cycle *cycle = &breakdown->cycles[i];
        group_row(view, &cycle->all, cycle->cycle, pages_word(view->words, BREAKDOWN_ALL), true);
        for (size_t type = 0; type < view->report->type_count; type++)
            group_row(view, &cycle->groups[type], cycle->cycle, view->report->types[type], false);
    }
    pages_table_close(view);
}
