#include "evaluation/disclosure.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

enum status { EMPTY, PUBLISHED, PRIMARY, SECONDARY };

static const char *const status_words[] = {
    [EMPTY] = "empty", [PUBLISHED] = "published", [PRIMARY] = "primary", [SECONDARY] = "secondary"};

/* One group of the table, or its total. */
struct group {
    const char *id;
    size_t count;
    size_t organisations;
    enum status status;
};

struct table {
    size_t group_count;
    struct group *groups; /* in byte order of the identifiers */
    struct group total;
    uint32_t *group_of; /* of each affiliation; EVALUATION_NONE: outside */
    struct evaluation_tally tally;
};

static int compare_groups(const void *a, const void *b)
{
    return strcmp(((const struct group *)a)->id, ((const struct group *)b)->id);
}

/* Declared actor types, or the organisations of those with a value. */
static void list_groups(const struct evaluation_request *request, struct table *table)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_plan *plan = request->plan;
    const struct evaluation_data *data = request->data;
    const struct evaluation_names *names = evaluation_request_units(request, analysis->by);
    uint32_t *place = base_arena_array(request->scratch, uint32_t, names->count);
    for (size_t i = 0; i < names->count; i++)
        place[i] = EVALUATION_NONE;
    if (analysis->by == EVALUATION_UNIT_ACTOR_TYPE) {
        table->group_count = plan->actor_type_count;
        table->groups = base_arena_array(request->scratch, struct group, table->group_count);
        for (size_t i = 0; i < table->group_count; i++)
            table->groups[i].id = plan->actor_types[i];
        if (table->group_count > 1)
            qsort(table->groups, table->group_count, sizeof(*table->groups), compare_groups);
        for (size_t i = 0; i < table->group_count; i++) {
            uint32_t index = evaluation_names_find(names, table->groups[i].id);
            if (index != EVALUATION_NONE)
                place[index] = (uint32_t)i;
        }
    } else {
        for (size_t i = 0; i < data->affiliation_count; i++) {
            uint32_t unit = data->affiliations[i].organisation;
            if (unit != EVALUATION_NONE && table->tally.values[i].count > 0)
                place[unit] = 0;
        }
        table->groups = base_arena_array(request->scratch, struct group, names->count);
        for (size_t i = 0; i < names->count; i++) {
            if (place[i] == EVALUATION_NONE)
                continue;
            place[i] = (uint32_t)table->group_count;
            table->groups[table->group_count++].id = names->list[i];
        }
    }
    for (size_t i = 0; i < data->affiliation_count; i++) {
        uint32_t unit = evaluation_affiliation_unit(&data->affiliations[i], analysis->by);
        bool is_in = unit != EVALUATION_NONE && table->tally.values[i].count > 0;
        table->group_of[i] = is_in ? place[unit] : EVALUATION_NONE;
    }
}

/* Counts the distinct organisations of the values whose group is marked. */
static size_t count_organisations(const struct evaluation_request *request,
                                  const struct table *table, const bool *is_marked)
{
    const struct evaluation_data *data = request->data;
    bool *seen = base_arena_array(request->scratch, bool, data->organisations.count);
    size_t count = 0;
    for (size_t i = 0; i < data->affiliation_count; i++) {
        uint32_t group = table->group_of[i];
        uint32_t organisation = data->affiliations[i].organisation;
        if (group == EVALUATION_NONE || !is_marked[group] || organisation == EVALUATION_NONE)
            continue;
        count += !seen[organisation];
        seen[organisation] = true;
    }
    return count;
}

static void count_groups(const struct evaluation_request *request, struct table *table)
{
    bool *is_marked = base_arena_array(request->scratch, bool, table->group_count);
    for (size_t i = 0; i < request->data->affiliation_count; i++) {
        if (table->group_of[i] == EVALUATION_NONE)
            continue;
        table->groups[table->group_of[i]].count += table->tally.values[i].count;
        table->total.count += table->tally.values[i].count;
    }
    if (request->analysis->by == EVALUATION_UNIT_ORGANISATION) {
        for (size_t i = 0; i < table->group_count; i++)
            table->groups[i].organisations = table->groups[i].count > 0;
        table->total.organisations = table->group_count;
        return;
    }
    for (size_t i = 0; i < table->group_count; i++) {
        is_marked[i] = true;
        table->groups[i].organisations = count_organisations(request, table, is_marked);
        is_marked[i] = false;
    }
    for (size_t i = 0; i < table->group_count; i++)
        is_marked[i] = true;
    table->total.organisations = count_organisations(request, table, is_marked);
}

/* All answers of the group but at most one are equal: the odd one out learns what the others said.
   `group` EVALUATION_NONE: of the whole table. */
static bool is_class_disclosure(const struct evaluation_request *request, const struct table *table,
                                uint32_t group)
{
    size_t count = request->data->affiliation_count, most = 0;
    bool *is_in = base_arena_array(request->scratch, bool, count);
    for (size_t i = 0; i < count; i++)
        is_in[i] = table->group_of[i] != EVALUATION_NONE &&
                   (group == EVALUATION_NONE || table->group_of[i] == group);
    struct evaluation_distribution answers = evaluation_tally_merge(request, &table->tally, is_in);
    for (size_t i = 0; i < answers.kinds; i++)
        most = answers.weights[i] > most ? answers.weights[i] : most;
    return answers.count - most <= 1;
}

static void suppress_primary(const struct evaluation_request *request, struct table *table)
{
    const struct evaluation_analysis *analysis = request->analysis;
    size_t k = (size_t)analysis->k, organisations = (size_t)analysis->min_organisations;
    for (size_t i = 0; i < table->group_count; i++) {
        struct group *group = &table->groups[i];
        if (group->count == 0) {
            group->status = EMPTY;
            continue;
        }
        bool is_small = group->count < k;
        bool is_narrow =
            analysis->by != EVALUATION_UNIT_ORGANISATION && group->organisations < organisations;
        bool is_revealing = analysis->sensitive && is_class_disclosure(request, table, (uint32_t)i);
        group->status = is_small || is_narrow || is_revealing ? PRIMARY : PUBLISHED;
    }
    bool total_is_suppressed =
        table->total.count < k || table->total.organisations < organisations ||
        (analysis->sensitive && is_class_disclosure(request, table, EVALUATION_NONE));
    table->total.status = total_is_suppressed ? PRIMARY : PUBLISHED;
    for (size_t i = 0; total_is_suppressed && i < table->group_count; i++)
        if (table->groups[i].status == PUBLISHED)
            table->groups[i].status = PRIMARY;
}

/* What is suppressed can still be told from the total, so the next smallest group goes too. */
static bool needs_another(const struct evaluation_request *request, const struct table *table)
{
    bool *is_suppressed = base_arena_array(request->scratch, bool, table->group_count);
    size_t groups = 0, people = 0;
    for (size_t i = 0; i < table->group_count; i++) {
        const struct group *group = &table->groups[i];
        is_suppressed[i] = group->status == PRIMARY || group->status == SECONDARY;
        groups += is_suppressed[i];
        people += is_suppressed[i] ? group->count : 0;
    }
    if (groups == 0)
        return false;
    return groups < 2 || people < (size_t)request->analysis->k ||
           count_organisations(request, table, is_suppressed) <
               (size_t)request->analysis->min_organisations;
}

static void suppress_secondary(const struct evaluation_request *request, struct table *table)
{
    while (needs_another(request, table)) {
        struct group *smallest = NULL;
        for (size_t i = 0; i < table->group_count; i++) {
            struct group *group = &table->groups[i];
            if (group->status == PUBLISHED && (smallest == NULL || group->count < smallest->count))
                smallest = group;
        }
        if (smallest == NULL)
            return;
        smallest->status = SECONDARY;
    }
}

void evaluation_disclosure_breakdown(const struct evaluation_request *request,
                                     struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    assert(analysis->k >= 1);
    const bool is_scale = analysis->scale != EVALUATION_NOT_GIVEN;
    const struct evaluation_variable variable = {.given = true,
                                                 .is_scale = is_scale,
                                                 .index = is_scale ? analysis->scale
                                                                   : analysis->question,
                                                 .cycle = analysis->cycle};
    struct table table = {.tally = evaluation_tally_of(request, &variable)};
    table.group_of = base_arena_array(request->scratch, uint32_t, request->data->affiliation_count);
    list_groups(request, &table);
    count_groups(request, &table);
    suppress_primary(request, &table);
    suppress_secondary(request, &table);
    evaluation_put_count(result->values, "total_n", table.total.count);
    evaluation_put_text(result->values, "total",
                        table.total.status == PUBLISHED ? "published" : "suppressed");
    struct evaluation_list *list = evaluation_put_list(result->values, "groups");
    for (size_t i = 0; i < table.group_count; i++) {
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_text(record, "id", table.groups[i].id);
        evaluation_put_count(record, "n", table.groups[i].count);
        evaluation_put_count(record, "organisations", table.groups[i].organisations);
        evaluation_put_text(record, "status", status_words[table.groups[i].status]);
    }
}
