#include "report/build.h"

#include "base/json.h"
#include "base/key.h"
#include "builder.h"
#include "report/figures.h"

static enum pages_response_state state_of(const struct report_source *source,
                                          const struct report_cycle *cycle)
{
    if (source->now == 0) {
        return PAGES_RESPONSE_UNKNOWN;
    }
    if (source->now < cycle->opens_at) {
        return PAGES_RESPONSE_NOT_OPENED;
    }
    return source->now < cycle->closes_at ? PAGES_RESPONSE_OPEN : PAGES_RESPONSE_CLOSED;
}

/* Questions are computed of cycles only that somebody has answered, also when all is suppressed. */
static bool is_empty(const struct report_builder *builder, int cycle)
{
    return !report_results_find(&builder->results, "reaction.item", cycle, NULL) &&
           !report_results_find(&builder->results, "reaction.scale", cycle, NULL);
}

static void take_flow(const struct report_result *result, struct pages_report_response *row)
{
    int open = report_count(result->published, "open");
    int eligible = report_count(result->published, "eligible");
    row->open_responses = open;
    row->published = eligible >= 0;
    if (row->published) {
        row->eligible = eligible;
        row->responded = report_count(result->published, "responded");
        row->rate = json_object_get_double(base_json_get(result->published, "rr2"));
    }
}

static void build_responses(const struct report_builder *builder, struct pages_report *report)
{
    size_t count = builder->source->cycle_count;
    struct pages_report_response *rows =
        base_arena_array(builder->arena, struct pages_report_response, count);
    for (size_t i = 0; i < count; i++) {
        const struct survey_cycle *cycle = builder->source->cycles[i].cycle;
        rows[i] = (struct pages_report_response){
            .cycle = cycle->cycle,
            .title = survey_text_in(&cycle->title, builder->language),
            .state = state_of(builder->source, &builder->source->cycles[i]),
            .open_responses = -1,
        };
        const struct report_result *result =
            report_results_find(&builder->results, "participation.flow", cycle->cycle, NULL);
        if (result) {
            take_flow(result, &rows[i]);
        }
        rows[i].is_empty = !rows[i].published && is_empty(builder, cycle->cycle);
    }
    report->responses = rows;
    report->response_count = count;
}

/* The watermark counts rows, which a small group must not show: its digest names the same input. */
const char *report_provenance(struct base_arena *arena, const struct store_metric_run *run)
{
    uint8_t digest[32];
    base_key_sha256(base_text_of(run->watermark), digest);
    return base_arena_format(
        arena, "metrics v%d · survey-aggregator %s · run %lld · plan %s · input %s",
        run->definition_version, run->program_version, (long long)run->run,
        base_text_hex(arena, run->plan_digest, 8), base_text_hex(arena, digest, 8));
}

static void build_types(const struct report_builder *builder, struct pages_report *report)
{
    const struct survey_programme *programme = builder->programme;
    const char **types =
        base_arena_array(builder->arena, const char *, programme->actor_type_count);
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        types[i] = survey_text_in(&programme->actor_types[i].text, builder->language);
    }
    report->types = types;
    report->type_count = programme->actor_type_count;
}

struct pages_report report_build(struct base_arena *arena, const struct report_source *source,
                                 int language, const struct store_metric_run *run)
{
    const struct survey_programme *programme = source->programme;
    struct report_builder builder = {
        .arena = arena,
        .source = source,
        .programme = programme,
        .language = language,
        .results = report_results_of(arena, run),
    };
    struct pages_report report = {
        .language = programme->languages[language],
        .programme = programme->programme,
        .title = survey_text_in(&programme->title, language),
        .minimum_group_size = programme->minimum_group_size,
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    if (run) {
        report.computed = run->computed_at;
        report.checked = run->checked_at;
        report.provenance = report_provenance(arena, run);
    }
    build_types(&builder, &report);
    build_responses(&builder, &report);
    report_build_questions(&builder, &report);
    report_build_people(&builder, &report);
    report_build_answers(&builder, &report);
    report_build_network(&builder, &report);
    report_build_claims(&builder, &report);
    return report;
}
