/* What changed: results about two cycles. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "builder.h"

struct report_span report_span_of(const struct report_result *result)
{
    int from = report_count(result->request, "from"), to = report_count(result->request, "to");
    if (from > 0 && to > 0) {
        return (struct report_span){from, to};
    }
    return (struct report_span){report_variable_cycle(result, "pre"),
                                report_variable_cycle(result, "post")};
}

/* Somebody has answered it, and nobody can any more. */
static bool is_over(const struct report_builder *builder, const struct report_cycle *cycle)
{
    return builder->source->now != 0 && cycle->closes_at <= builder->source->now &&
           report_results_find(&builder->results, "reaction.item", cycle->cycle->cycle, NULL);
}

bool report_is_settled(const struct report_builder *builder, int cycle)
{
    bool is_any_over = false;
    for (size_t i = 0; i < builder->source->cycle_count; i++) {
        const struct report_cycle *each = &builder->source->cycles[i];
        if (is_over(builder, each)) {
            is_any_over = true;
            if (each->cycle->cycle == cycle) {
                return true;
            }
        }
    }
    return !is_any_over;
}

const struct report_result *report_widest(const struct report_builder *builder, const char *metric,
                                          const char *variable)
{
    const struct report_result *widest = NULL, *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, metric, -1, NULL, &place))) {
        if (variable && strcmp(report_variable_name(result, "post"), variable) != 0) {
            continue;
        }
        struct report_span span = report_span_of(result);
        if (!report_is_settled(builder, span.to)) {
            continue;
        }
        struct report_span best = widest ? report_span_of(widest) : (struct report_span){0, -1};
        bool is_better = widest && (result->published != NULL) != (widest->published != NULL)
                             ? result->published != NULL
                             : span.to - span.from > best.to - best.from;
        widest = is_better ? result : widest;
    }
    return widest;
}

struct pages_change report_change_of(struct json_object *published, const char *value,
                                     const char *low, const char *high)
{
    struct pages_change change = {
        .published = published && !isnan(report_number(published, value)),
        .n = report_count(published, "n"),
        .mean = report_number(published, value),
        .low = report_number(published, low),
        .high = report_number(published, high),
        .p = NAN,
    };
    change.has_interval = change.published && !isnan(change.low) && !isnan(change.high);
    return change;
}

/* A p-value of a family. */
struct test {
    const char *id;
    const char *field;
    double p;
};

/* The tests of the family that are published. */
static size_t read_family(const struct report_builder *builder, struct json_object *family,
                          struct test *tests)
{
    size_t count = 0;
    for (size_t i = 0; i < json_object_array_length(family); i++) {
        struct json_object *reference = json_object_array_get_idx(family, i);
        struct test test = {.id = report_text(reference, "id"),
                            .field = report_text(reference, "field")};
        const struct report_result *result = report_results_by_id(&builder->results, test.id);
        test.p = result ? report_number(result->published, test.field) : NAN;
        if (!isnan(test.p)) {
            tests[count++] = test;
        }
    }
    return count;
}

/* Holm's step-down: the largest of (m - rank + 1) p over all smaller or equal p, at most 1. */
static double adjust(const struct test *tests, size_t count, double p)
{
    double adjusted = 0;
    for (size_t i = 0; i < count; i++) {
        if (tests[i].p > p) {
            continue;
        }
        size_t smaller = 0;
        for (size_t j = 0; j < count; j++) {
            smaller += tests[j].p < tests[i].p;
        }
        adjusted = fmax(adjusted, fmin(1, (double)(count - smaller) * tests[i].p));
    }
    return adjusted;
}

double report_adjusted(const struct report_builder *builder, const char *id, const char *field)
{
    const struct report_result *result;
    size_t place = 0;
    while (
        (result = report_results_next(&builder->results, "multiplicity.holm", -1, NULL, &place))) {
        struct json_object *family = base_json_get(result->request, "family");
        if (!json_object_is_type(family, json_type_array)) {
            continue;
        }
        struct test *tests =
            base_arena_array(builder->arena, struct test, json_object_array_length(family) + 1);
        size_t count = read_family(builder, family, tests);
        for (size_t i = 0; i < count; i++) {
            if (strcmp(tests[i].id, id) == 0 && strcmp(tests[i].field, field) == 0) {
                return adjust(tests, count, tests[i].p);
            }
        }
    }
    return NAN;
}
