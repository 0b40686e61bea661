/* The network by actor type. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "builder.h"

/* How many organisations of the roster there are of each type; the roster is no secret. */
static const int *type_nodes(const struct report_builder *builder, int cycle)
{
    const struct survey_programme *programme = builder->programme;
    int *nodes = base_arena_array(builder->arena, int, programme->actor_type_count);
    for (size_t i = 0; i < programme->organisation_count; i++) {
        const struct survey_organisation *organisation = &programme->organisations[i];
        nodes[organisation->actor_type] += organisation->from_cycle <= cycle;
    }
    return nodes;
}

/* NULL unless there is a row for each type. */
static const struct pages_tie_cell *cells_of(const struct report_builder *builder,
                                             struct json_object *rows)
{
    size_t count = builder->programme->actor_type_count;
    if (!json_object_is_type(rows, json_type_array) || json_object_array_length(rows) != count) {
        return NULL;
    }
    struct pages_tie_cell *cells =
        base_arena_array(builder->arena, struct pages_tie_cell, count * count);
    for (size_t i = 0; i < count; i++) {
        struct json_object *row = json_object_array_get_idx(rows, i);
        if (!json_object_is_type(row, json_type_array) || json_object_array_length(row) != count) {
            return NULL;
        }
        for (size_t j = 0; j < count; j++) {
            struct json_object *cell = json_object_array_get_idx(row, j);
            cells[i * count + j] = (struct pages_tie_cell){
                .published = report_count(cell, "pairs") >= 0,
                .pairs = report_count(cell, "pairs"),
                .ties = report_count(cell, "ties"),
            };
        }
    }
    return cells;
}

/* The comparison with the nearest cycle before, if it is published. */
static void take_change(const struct report_builder *builder, struct pages_network_cycle *cycle)
{
    const struct report_result *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, "network.change", -1, NULL, &place))) {
        struct report_span span = report_span_of(result);
        if (span.to != cycle->cycle || span.from <= cycle->from || !result->published) {
            continue;
        }
        cycle->from = span.from;
        cycle->common_pairs = report_count(result->published, "dyads_common");
        cycle->kept = report_count(result->published, "maintained");
        cycle->fresh = report_count(result->published, "new");
        cycle->lost = report_count(result->published, "lost");
        cycle->jaccard = report_number(result->published, "jaccard");
        cycle->density_from = report_number(result->published, "density_from");
        cycle->density_to = report_number(result->published, "density_to");
    }
}

/* What share of the observed pairs is of two types. */
static double expected_share(struct json_object *published)
{
    return (report_number(published, "ei_expected") + 1) / 2;
}

static struct pages_network_cycle cycle_of(const struct report_builder *builder,
                                           const struct report_result *result)
{
    struct json_object *published = result->published;
    struct pages_network_cycle cycle = {
        .cycle = result->stored->cycle,
        .published = published != NULL,
        .nodes = report_count(published, "nodes"),
        .type_nodes = type_nodes(builder, result->stored->cycle),
        .respondents = report_count(published, "respondents"),
        .coverage = report_number(published, "coverage"),
        .density = report_number(published, "density"),
        .reciprocity = report_number(published, "reciprocity"),
        .cross_share = report_number(published, "cross_share"),
        .cross_expected = expected_share(published),
        .cells = cells_of(builder, base_json_get(published, "types")),
        .jaccard = NAN,
        .density_from = NAN,
        .density_to = NAN,
        .common_pairs = -1,
        .kept = -1,
        .fresh = -1,
        .lost = -1,
    };
    take_change(builder, &cycle);
    return cycle;
}

void report_build_network(const struct report_builder *builder, struct pages_report *report)
{
    size_t count = builder->source->cycle_count, place = 0;
    const struct report_result *result;
    struct pages_network_cycle *cycles =
        base_arena_array(builder->arena, struct pages_network_cycle, count);
    struct pages_network *network = base_arena_object(builder->arena, struct pages_network);
    while (
        network->count < count &&
        (result = report_results_next(&builder->results, "network.structure", -1, NULL, &place))) {
        cycles[network->count++] = cycle_of(builder, result);
    }
    network->cycles = cycles;
    if (network->count > 0) {
        const char *roster = builder->programme->evaluation.roster;
        network->text = roster ? report_item_text(builder, roster) : "";
        report->network = network;
    }
}
