/* Pictures of who was there. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "builder.h"

static const char *const units[] = {
    [PAGES_UNIT_PEOPLE] = "participant",
    [PAGES_UNIT_ORGANISATIONS] = "organisation",
};
#define UNITS (sizeof(units) / sizeof(units[0]))

static const struct report_result *result_of_unit(const struct report_builder *builder,
                                                  const char *metric, int cycle, const char *unit)
{
    const struct report_result *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, metric, cycle, NULL, &place))) {
        if (strcmp(report_text(result->request, "unit"), unit) == 0) {
            return result;
        }
    }
    return NULL;
}

static struct pages_presence presence_of(struct json_object *entry)
{
    return (struct pages_presence){
        .cycle = report_count(entry, "cycle"),
        .published = report_count(entry, "present") >= 0,
        .present = report_count(entry, "present"),
        .fresh = report_count(entry, "new"),
        .continuing = report_count(entry, "continuing"),
        .returning = report_count(entry, "reentrant"),
        .last_seen = report_count(entry, "last_seen"),
        .is_unfinished = *report_text(entry, "last_seen_reason") != '\0',
    };
}

/* Attendance is published of the cycles in which it is known. */
static bool is_by_attendance(const struct report_builder *builder)
{
    const struct report_result *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, "participation.attendance", -1, NULL,
                                         &place))) {
        if (report_count(result->published, "attended") > 0) {
            return true;
        }
    }
    return false;
}

static void add_flow(const struct report_builder *builder, enum pages_unit unit,
                     struct pages_flow *flows, size_t *count)
{
    const struct report_result *result =
        result_of_unit(builder, "participation.turnover", -1, units[unit]);
    struct json_object *cycles = base_json_get(result ? result->published : NULL, "cycles");
    if (!json_object_is_type(cycles, json_type_array)) {
        return;
    }
    size_t length = json_object_array_length(cycles);
    struct pages_presence *list = base_arena_array(builder->arena, struct pages_presence, length);
    for (size_t i = 0; i < length; i++) {
        list[i] = presence_of(json_object_array_get_idx(cycles, i));
    }
    flows[(*count)++] = (struct pages_flow){
        .unit = unit,
        .by_attendance = is_by_attendance(builder),
        .count = length,
        .cycles = list,
    };
}

static const int *counts_of(const struct report_builder *builder, struct json_object *counts)
{
    const struct survey_programme *programme = builder->programme;
    if (!counts) {
        return NULL;
    }
    int *list = base_arena_array(builder->arena, int, programme->actor_type_count);
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        list[i] = report_count(counts, programme->actor_types[i].value);
    }
    return list;
}

static void add_diversity(const struct report_builder *builder, enum pages_unit unit,
                          struct pages_diversity *diversities, size_t *ret_count)
{
    size_t count = 0;
    struct pages_diversity_cycle *cycles = base_arena_array(
        builder->arena, struct pages_diversity_cycle, builder->source->cycle_count);
    for (size_t i = 0; i < builder->source->cycle_count; i++) {
        int cycle = builder->source->cycles[i].cycle->cycle;
        const struct report_result *result =
            result_of_unit(builder, "participation.diversity", cycle, units[unit]);
        if (!result) {
            continue;
        }
        struct json_object *published = result->published;
        cycles[count++] = (struct pages_diversity_cycle){
            .cycle = cycle,
            .published = published != NULL,
            .n = report_count(published, "n"),
            .counts = counts_of(builder, base_json_get(published, "counts")),
            .observed = report_count(published, "k_observed"),
            .effective = report_number(published, "effective_types"),
        };
    }
    if (count > 0) {
        diversities[(*ret_count)++] =
            (struct pages_diversity){.unit = unit, .count = count, .cycles = cycles};
    }
}

void report_build_people(const struct report_builder *builder, struct pages_report *report)
{
    struct pages_flow *flows = base_arena_array(builder->arena, struct pages_flow, UNITS);
    struct pages_diversity *diversities =
        base_arena_array(builder->arena, struct pages_diversity, UNITS);
    for (size_t i = 0; i < UNITS; i++) {
        add_flow(builder, (enum pages_unit)i, flows, &report->flow_count);
        add_diversity(builder, (enum pages_unit)i, diversities, &report->diversity_count);
    }
    report->flows = flows;
    report->diversities = diversities;
}
