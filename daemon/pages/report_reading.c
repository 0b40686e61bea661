/* The sentences that read the pictures of claims and people. */
#include <math.h>
#include <stddef.h>

#include "chart.h"

#define NUMBER(value) pages_report_number(view, (value))
#define SHARE(value) pages_report_share_of(view, (value))

struct pages_sentence pages_report_read_flow(const struct pages_report_view *view,
                                             const struct pages_flow *flow)
{
    const struct pages_presence *last = NULL;
    size_t shown = 0;
    for (size_t i = 0; i < flow->count; i++) {
        if (!flow->cycles[i].published)
            continue;
        last = &flow->cycles[i];
        shown++;
    }
    if (!last)
        return (struct pages_sentence){.words = NULL};
    bool is_people = flow->unit == PAGES_UNIT_PEOPLE;
    const char *present =
        pages_report_many(view, last->present, is_people ? FLOW_PERSON_ONE : FLOW_ORGANISATION_ONE,
                          is_people ? FLOW_PERSON_MANY : FLOW_ORGANISATION_MANY);
    if (shown == 1)
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(view, READ_FLOW_FIRST, NUMBER(last->cycle), present)};
    return (struct pages_sentence){.words = PAGES_REPORT_FILL(view, READ_FLOW, NUMBER(last->cycle),
                                                              present, NUMBER(last->continuing),
                                                              NUMBER(last->fresh))};
}

struct pages_sentence pages_report_read_diversity(const struct pages_report_view *view,
                                                  const struct pages_diversity *diversity)
{
    for (size_t i = diversity->count; i-- > 0;) {
        const struct pages_diversity_cycle *cycle = &diversity->cycles[i];
        if (cycle->published && isfinite(cycle->effective))
            return (struct pages_sentence){
                .words = PAGES_REPORT_FILL(view, READ_DIVERSITY, NUMBER(cycle->cycle),
                                           NUMBER(cycle->observed),
                                           NUMBER((int)view->report->type_count),
                                           pages_report_decimal(view, cycle->effective, 1))};
    }
    return (struct pages_sentence){.words = NULL};
}

/* Of so many changes with an interval, so many have one that leaves out 0. */
struct moved {
    int shown, rose, fell;
};

static void count_change(const struct pages_change *change, struct moved *moved)
{
    if (!change->published || !change->has_interval)
        return;
    moved->shown++;
    moved->rose += change->low > 0;
    moved->fell += change->high < 0;
}

/* What rose and what fell of several; `rest` where there is more that did neither clearly. */
static struct pages_sentence read_moved(const struct pages_report_view *view, struct moved moved,
                                        enum pages_word clear, enum pages_word rest)
{
    enum pages_word words = moved.rose + moved.fell == moved.shown ? clear : rest;
    return (struct pages_sentence){.words =
                                       PAGES_REPORT_FILL(view, words, NUMBER(moved.shown),
                                                         NUMBER(moved.rose), NUMBER(moved.fell))};
}

struct pages_sentence pages_report_read_pairs(const struct pages_report_view *view,
                                              const struct pages_pair *pairs, size_t count,
                                              bool is_distance)
{
    struct moved now = {0};
    struct moved hindsight = {0};
    for (size_t i = 0; i < count; i++) {
        /* Its questions say the same once more. */
        if (pairs[i].is_whole)
            continue;
        count_change(&pairs[i].change, &now);
        count_change(&pairs[i].hindsight, &hindsight);
    }
    if (now.shown == 0 && hindsight.shown > 0)
        return read_moved(view, hindsight, READ_HINDSIGHT_CLEAR, READ_HINDSIGHT);
    if (now.shown == 0)
        return (struct pages_sentence){.words = NULL};
    /* A smaller distance is the better one. */
    if (now.shown > 1 && is_distance)
        return read_moved(view, (struct moved){now.shown, now.fell, now.rose}, READ_DISTANCE_CLEAR,
                          READ_DISTANCE_MANY);
    if (now.shown > 1)
        return read_moved(view, now, READ_PAIRS_CLEAR, READ_PAIRS_MANY);
    enum pages_word words = READ_PAIRS_SAME;
    if (now.rose)
        words = is_distance ? READ_DISTANCE_APART : READ_PAIRS_ROSE;
    if (now.fell)
        words = is_distance ? READ_DISTANCE_CLOSER : READ_PAIRS_FELL;
    return (struct pages_sentence){.words = pages_word(view->words, words)};
}

struct pages_sentence pages_report_read_network(const struct pages_report_view *view,
                                                const struct pages_network_cycle *cycle)
{
    if (!cycle->published || !isfinite(cycle->density))
        return (struct pages_sentence){.words = NULL};
    bool is_compared = cycle->from > 0 && isfinite(cycle->density_from) &&
                       isfinite(cycle->density_to) && cycle->fresh >= 0 && cycle->lost >= 0;
    if (is_compared)
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(view, READ_NETWORK_CHANGE, NUMBER(cycle->cycle),
                                       SHARE(cycle->density), SHARE(cycle->density_from),
                                       NUMBER(cycle->from), SHARE(cycle->density_to),
                                       NUMBER(cycle->fresh), NUMBER(cycle->lost))};
    if (!isfinite(cycle->coverage))
        return (struct pages_sentence){.words = NULL};
    return (struct pages_sentence){
        .words = PAGES_REPORT_FILL(view, READ_NETWORK, NUMBER(cycle->cycle), SHARE(cycle->density),
                                   SHARE(cycle->coverage))};
}

struct pages_sentence pages_report_read_share(const struct pages_report_view *view,
                                              const struct pages_share *share)
{
    for (size_t i = share->count; i-- > 0;) {
        const struct pages_share_point *point = &share->points[i];
        if (!point->published)
            continue;
        bool is_bounded = isfinite(point->bound_low) && isfinite(point->bound_high) &&
                          point->bound_low < point->bound_high;
        return (struct pages_sentence){
            .words = is_bounded ? PAGES_REPORT_FILL(view, READ_SHARE_BOUNDS, NUMBER(point->cycle),
                                                    SHARE(point->value), SHARE(point->bound_low),
                                                    SHARE(point->bound_high))
                                : PAGES_REPORT_FILL(view, READ_SHARE, NUMBER(point->cycle),
                                                    SHARE(point->value))};
    }
    return (struct pages_sentence){.words = NULL};
}

static bool has_mean(const struct pages_group *group)
{
    return group->published && group->n > 0 && isfinite(group->mean);
}

/* The types with the highest and the lowest mean; false if there are not two. */
static bool find_ends(const struct pages_report_view *view,
                      const struct pages_breakdown_cycle *cycle, size_t *ret_high, size_t *ret_low)
{
    size_t found = 0;
    for (size_t i = 0; i < view->report->type_count; i++) {
        if (!has_mean(&cycle->groups[i]))
            continue;
        if (found == 0 || cycle->groups[i].mean > cycle->groups[*ret_high].mean)
            *ret_high = i;
        if (found == 0 || cycle->groups[i].mean < cycle->groups[*ret_low].mean)
            *ret_low = i;
        found++;
    }
    return found > 1 && *ret_high != *ret_low;
}

struct pages_sentence pages_report_read_breakdown(const struct pages_report_view *view,
                                                  const struct pages_breakdown *breakdown)
{
    for (size_t i = breakdown->count; i-- > 0;) {
        const struct pages_breakdown_cycle *cycle = &breakdown->cycles[i];
        size_t high = 0;
        size_t low = 0;
        if (!find_ends(view, cycle, &high, &low))
            continue;
        const struct pages_group *top = &cycle->groups[high];
        const struct pages_group *bottom = &cycle->groups[low];
        bool is_apart = top->has_interval && bottom->has_interval && top->low > bottom->high;
        return (struct pages_sentence){
            .words = PAGES_REPORT_FILL(
                view, is_apart ? READ_BREAKDOWN : READ_BREAKDOWN_OVERLAP, NUMBER(cycle->cycle),
                view->report->types[high], pages_report_decimal(view, top->mean, 1),
                view->report->types[low], pages_report_decimal(view, bottom->mean, 1)),
            .theirs = {view->report->types[high], view->report->types[low]}};
    }
    return (struct pages_sentence){.words = NULL};
}
