#include "claims_parts.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/json.h"

struct pages_figure report_figure(enum pages_measure measure, int from, int to)
{
    return (struct pages_figure){
        .measure = measure,
        .from = from,
        .to = to,
        .value = NAN,
        .before = NAN,
        .after = NAN,
        .low = NAN,
        .high = NAN,
        .reference = NAN,
        .n = -1,
        .p = NAN,
    };
}

struct pages_figure report_figure_of(enum pages_measure measure, const struct report_result *result,
                                     const char *field)
{
    struct pages_figure figure = report_figure(measure, 0, result ? result->stored->cycle : 0);
    if (!result) {
        return figure;
    }
    figure.value = report_number(result->published, field);
    figure.published = !isnan(figure.value);
    figure.absence = result->published && result->stored->reason ? PAGES_ABSENCE_UNDEFINED
                                                                 : PAGES_ABSENCE_LEFT_OUT;
    figure.analysis = result->stored->id;
    figure.field = field;
    return figure;
}

struct pages_figure report_figure_between(enum pages_measure measure,
                                          const struct report_result *first,
                                          const struct report_result *second, const char *field)
{
    struct pages_figure figure = report_figure_of(measure, second, field);
    if (!first || !second || first == second) {
        return figure;
    }
    figure.from = first->stored->cycle;
    figure.before = report_number(first->published, field);
    figure.after = figure.value;
    figure.value = figure.after - figure.before;
    figure.published = !isnan(figure.value);
    figure.absence = PAGES_ABSENCE_LEFT_OUT;
    return figure;
}

void report_claim_guard(struct report_claim *claim, const struct pages_figure *figure, bool holds)
{
    assert(claim->claim.guard_count < REPORT_GUARDS_MAX);
    enum pages_guard_verdict verdict = holds ? PAGES_GUARD_HOLDS : PAGES_GUARD_WARNS;
    claim->guards[claim->claim.guard_count++] = (struct pages_guard){
        .verdict = figure->published ? verdict : PAGES_GUARD_UNKNOWN,
        .figure = *figure,
    };
}

struct report_ends report_ends_of(const struct report_builder *builder, const char *metric,
                                  const char *subject)
{
    struct report_ends ends = {0};
    const struct report_result *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, metric, -1, subject, &place))) {
        if (!report_is_settled(builder, result->stored->cycle)) {
            continue;
        }
        ends.first = ends.first ? ends.first : result;
        ends.last = result;
    }
    return ends;
}

bool report_has_answers(const struct report_builder *builder)
{
    for (size_t i = 0; i < builder->results.count; i++) {
        const struct report_result *result = &builder->results.list[i];
        /* Goals are the programme's own; who was invited is known before anybody answers. Items are
           computed of cycles only that somebody has answered, also when they are suppressed. */
        bool is_of_people = !report_result_is(result, "results.goals") &&
                            !report_result_is(result, "participation.flow");
        if ((result->published && is_of_people) || report_result_is(result, "reaction.item") ||
            report_count(result->published, "open") > 0 ||
            report_count(result->published, "responded") > 0) {
            return true;
        }
    }
    return false;
}
