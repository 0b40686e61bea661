/* Published forms of answers that are more than a row of figures. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/disclosure.h"
#include "evaluation/network.h"
#include "publish_forms.h"
#include "publish_guard.h"

static void add_figures(const struct evaluation_record *values,
                        const struct publish_figure *figures, size_t count, bool is_shown,
                        struct json_object *object)
{
    for (size_t i = 0; i < count; i++) {
        if (is_shown)
            publish_add(object, values, figures[i].field, figures[i].decimals);
        else
            json_object_object_add(object, figures[i].field, NULL);
    }
}

/* The difference is that of two published means. Its interval and test, and what of it is due to
   who was there, draw on those who answered both times, so they follow the rule of these. */
void publish_course(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                    const struct evaluation_result *result, struct json_object *object)
{
    static const struct publish_figure figures[] = {
        {"ci_low", 1}, {"ci_high", 1}, {"p", PUBLISH_CHANCE}, {"composition", 1}};
    bool is_shown =
        evaluation_record_number(result->values, "n_pairs") >=
            publisher->programme->minimum_group_size &&
        !publish_comparison_leaves_out_few(publisher, analysis, &analysis->pre, &analysis->post);
    add_figures(result->values, figures, sizeof(figures) / sizeof(figures[0]), is_shown, object);
}

static void add_comparison(struct json_object *object, const struct evaluation_record *values,
                           const char *name, bool is_shown, double least)
{
    static const struct publish_figure figures[] = {
        {"n", 0}, {"mean_change", 1}, {"ci_low", 1}, {"ci_high", 1}, {"p", PUBLISH_CHANCE}};
    const struct evaluation_value *value = evaluation_record_find(values, name);
    if (!is_shown || value == NULL || value->kind != EVALUATION_RECORD ||
        !(evaluation_record_number(value->record, "n") >= least)) {
        json_object_object_add(object, name, NULL);
        return;
    }
    struct json_object *comparison = json_object_new_object();
    for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        publish_add(comparison, value->record, figures[i].field, figures[i].decimals);
    json_object_object_add(object, name, comparison);
}

/* The three comparisons are bound together: conventional change less retrospective change less
   response shift is nothing for whoever gave all three answers, and the answers of those who gave
   just two. Where these are a few, the shift stays away. */
void publish_retrospective(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis,
                           const struct evaluation_result *result, struct json_object *object)
{
    double least = publisher->programme->minimum_group_size;
    double two = publish_gave_two_of_three(publisher, analysis);
    bool shows_conventional =
        !publish_comparison_leaves_out_few(publisher, analysis, &analysis->pre, &analysis->post);
    bool shows_shift =
        (two == 0 || two >= least) &&
        !publish_comparison_leaves_out_few(publisher, analysis, &analysis->pre, &analysis->then);
    add_comparison(object, result->values, "conventional", shows_conventional, least);
    add_comparison(object, result->values, "retrospective", true, least);
    add_comparison(object, result->values, "response_shift", shows_shift, least);
}

/* The groups that the rules let out, with their means; of the others not even how many they are. */
void publish_breakdown(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result, struct json_object *object)
{
    const struct evaluation_value *groups = evaluation_record_find(result->values, "groups");
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; groups != NULL && i < groups->list->count; i++) {
        const struct evaluation_record *group = groups->list->items[i].record;
        const char *id = evaluation_record_find(group, "id")->text;
        const char *status = evaluation_record_find(group, "status")->text;
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct json_object *entry = json_object_new_object();
        json_object_object_add(entry, "id", json_object_new_string(id));
        bool is_shown = strcmp(status, "published") == 0;
        json_object_object_add(entry, "status",
                               json_object_new_string(is_shown || strcmp(status, "empty") == 0
                                                          ? status
                                                          : "suppressed"));
        if (is_shown) {
            struct evaluation_analysis one = publish_of_type(arena, analysis, "reaction.scale", id);
            struct evaluation_result scale =
                evaluation_compute(arena, publisher->plan, publisher->data->table, &one, NULL, 0);
            publish_add(entry, scale.values, "n", 0);
            publish_add(entry, scale.values, "mean", 1);
            publish_add(entry, scale.values, "ci_low", 1);
            publish_add(entry, scale.values, "ci_high", 1);
        }
        json_object_array_add(list, entry);
    }
    json_object_object_add(object, "groups", list);
}

void publish_respondents(const struct publisher *publisher,
                         const struct evaluation_analysis *analysis,
                         const struct evaluation_result *result, struct json_object *object)
{
    (void)result;
    static const char *const names[] = {"respondents_from", "respondents_to"};
    size_t count;
    const struct publish_gauge *gauges =
        publish_gauges(publisher, publish_find("network.change"), analysis, &count);
    for (size_t i = 0; i < count && i < 2; i++)
        json_object_object_add(object, names[i],
                               base_json_number(publish_gauge_read(publisher, &gauges[i])));
}

/* The table of ties by type, while it is made. */
struct tie_table {
    struct evaluation_type_ties ties;
    const double *voices; /* people who answered, by type */
    bool *is_hidden;      /* the type's row and column */
    bool *is_primary;
    double least;
};

/* What is hidden could be told from the ties of the whole network, and from how many of these cross
   types: then another type must go too. */
static bool needs_another(const struct tie_table *table)
{
    size_t hidden = 0, organisations = 0, with_inner = 0, primary_with_inner = 0;
    double voices = 0;
    for (size_t i = 0; i < table->ties.count; i++) {
        if (!table->is_hidden[i] || table->ties.nodes[i] == 0)
            continue;
        hidden++;
        organisations += table->ties.responding[i];
        voices += table->voices[i];
        with_inner += table->ties.nodes[i] >= 2;
        primary_with_inner += table->ties.nodes[i] >= 2 && table->is_primary[i];
    }
    if (hidden == 0)
        return false;
    return hidden < 2 || voices < table->least || organisations < 2 ||
           (with_inner == 1 && primary_with_inner == 1);
}

static void hide_types(struct tie_table *table)
{
    for (size_t i = 0; i < table->ties.count; i++) {
        table->is_primary[i] = table->voices[i] < table->least || table->ties.responding[i] < 2;
        table->is_hidden[i] = table->is_primary[i];
    }
    while (needs_another(table)) {
        size_t smallest = SIZE_MAX;
        for (size_t i = 0; i < table->ties.count; i++)
            if (!table->is_hidden[i] &&
                (smallest == SIZE_MAX || table->voices[i] < table->voices[smallest]))
                smallest = i;
        if (smallest == SIZE_MAX)
            return;
        table->is_hidden[smallest] = true;
    }
}

/* By row: {"pairs", "ties"}, or null where a type is hidden. */
static struct json_object *table_json(const struct tie_table *table)
{
    struct json_object *rows = json_object_new_array();
    size_t count = table->ties.count;
    for (size_t i = 0; i < count; i++) {
        struct json_object *row = json_object_new_array();
        for (size_t j = 0; j < count; j++) {
            struct json_object *cell = NULL;
            if (!table->is_hidden[i] && !table->is_hidden[j]) {
                cell = json_object_new_object();
                json_object_object_add(
                    cell, "pairs",
                    json_object_new_int64((int64_t)table->ties.observed[i * count + j]));
                json_object_object_add(
                    cell, "ties",
                    json_object_new_int64((int64_t)table->ties.present[i * count + j]));
            }
            json_object_array_add(row, cell);
        }
        json_object_array_add(rows, row);
    }
    return rows;
}

static struct evaluation_type_ties ties_of(const struct publisher *publisher,
                                           const struct evaluation_analysis *analysis,
                                           struct base_arena *scratch)
{
    struct evaluation_request request = {.arena = publisher->arena,
                                         .scratch = scratch,
                                         .plan = publisher->plan,
                                         .data = publisher->data->table,
                                         .analysis = analysis};
    return evaluation_network_types(&request);
}

/* The ties by type. The table has a release of its own: it needs enough new people of each type,
   the rest of the result only enough new people. */
void publish_types(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                   const struct evaluation_result *result, struct json_object *object)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    size_t count;
    const struct publish_gauge *gauges =
        publish_type_gauges(publisher, analysis, "network.structure", "respondents", &count);
    const char *id = base_arena_format(scratch, "%s#types", result->id);
    if (publish_differs_by_few(publisher, gauges, count, analysis, id)) {
        struct json_object *before = base_json_get(publisher->ledger->published, result->id);
        json_object_object_add(object, "types", json_object_get(base_json_get(before, "types")));
        return;
    }
    double *voices = base_arena_array(scratch, double, count);
    for (size_t i = 0; i < count; i++)
        voices[i] = publish_gauge_read(publisher, &gauges[i]);
    struct tie_table table = {
        .ties = ties_of(publisher, analysis, scratch),
        .voices = voices,
        .is_hidden = base_arena_array(scratch, bool, count),
        .is_primary = base_arena_array(scratch, bool, count),
        .least = publisher->programme->minimum_group_size,
    };
    hide_types(&table);
    bool shows_any = false;
    for (size_t i = 0; i < count; i++)
        shows_any = shows_any || !table.is_hidden[i];
    json_object_object_add(object, "types", shows_any ? table_json(&table) : NULL);
    release_note(publisher->ledger, id, EVALUATION_REASON_NONE);
}
