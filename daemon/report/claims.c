/* The claims that the report opens with. Everything follows from what is published. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "claims_parts.h"

/* Less of the network than this says too little of it. */
#define COVERAGE_LEAST 0.7
/* Fewer ties kept: another network rather than a changed one. */
#define JACCARD_LEAST 0.3
/* Bounds farther apart than this: those who did not answer could change the picture. */
#define BOUNDS_WIDEST 0.25
/* The chance below which a change counts as clear where there is no interval. */
#define CHANCE 0.05

static void decide(struct report_claim *claim, enum pages_claim_verdict verdict)
{
    claim->claim.verdict = verdict;
    claim->claim.reason = PAGES_REASON_NONE;
}

static void give_up(struct report_claim *claim, enum pages_claim_reason reason)
{
    claim->claim.verdict = PAGES_VERDICT_CANNOT_SAY;
    claim->claim.reason = reason;
}

/* Why there is no figure although the programme asks. */
static enum pages_claim_reason why_none(const struct report_claim *claim, bool has_result)
{
    if (!report_has_answers(claim->builder)) {
        return PAGES_REASON_NO_ANSWERS;
    }
    return has_result ? PAGES_REASON_FEW : PAGES_REASON_ONE_CYCLE;
}

/* The same of a share, which one cycle is enough for. */
static enum pages_claim_reason why_no_share(const struct report_claim *claim,
                                            const struct pages_share *share)
{
    if (!share || !report_has_answers(claim->builder)) {
        return PAGES_REASON_NO_ANSWERS;
    }
    return share->is_sensitive ? PAGES_REASON_SENSITIVE : PAGES_REASON_FEW;
}

/* The change of the first question, in the programme's order, of which one is published; if of
   none, the first of all. */
static const struct report_result *find_convergence(const struct report_builder *builder)
{
    const struct survey_evaluation *evaluation = &builder->programme->evaluation;
    const struct report_result *first = NULL;
    for (size_t i = 0; i < evaluation->agreement_count; i++) {
        const struct report_result *result =
            report_widest(builder, "understanding.change", evaluation->agreement[i]);
        first = first ? first : result;
        if (result && result->published) {
            return result;
        }
    }
    return first;
}

static struct pages_figure distance_of(const struct report_builder *builder,
                                       const struct report_result *result)
{
    struct pages_figure figure = report_figure_of(PAGES_MEASURE_DISTANCE, result, "ad_change");
    struct report_span span = report_span_of(result);
    struct json_object *published = result->published;
    figure.from = span.from;
    figure.to = span.to;
    figure.subject = report_variable_text(builder, report_variable_name(result, "post"));
    figure.before = report_number(published, "ad_median_pre");
    figure.after = report_number(published, "ad_median_post");
    figure.low = report_number(published, "ad_ci_low");
    figure.high = report_number(published, "ad_ci_high");
    figure.has_interval = !isnan(figure.low) && !isnan(figure.high);
    figure.n = report_count(published, "n");
    figure.p = report_adjusted(builder, result->stored->id, "ad_p");
    return figure;
}

static struct pages_figure awg_of(const struct report_result *result)
{
    struct report_span span = report_span_of(result);
    struct pages_figure figure = report_figure_of(PAGES_MEASURE_AWG, result, "awg_post");
    figure.from = span.from;
    figure.to = span.to;
    figure.before = report_number(result->published, "awg_pre");
    figure.after = figure.value;
    figure.value = figure.after - figure.before;
    figure.published = !isnan(figure.value);
    /* Both sides are published together: what is null then lies at the end of the scale. */
    figure.absence = isnan(report_number(result->published, "ad_median_pre"))
                         ? PAGES_ABSENCE_LEFT_OUT
                         : PAGES_ABSENCE_UNDEFINED;
    return figure;
}

/* The same of everybody who answered, over all questions: where that of the same people is left
   out. */
static struct pages_figure awg_of_all(const struct report_builder *builder,
                                      const struct pages_figure *headline)
{
    const struct report_result *ends[2];
    const int cycles[2] = {headline->from, headline->to};
    for (size_t i = 0; i < 2; i++) {
        ends[i] = report_results_by_id(
            &builder->results, base_arena_format(builder->arena, "agreement:c%d:all", cycles[i]));
    }
    struct pages_figure figure =
        report_figure_between(PAGES_MEASURE_AWG_ALL, ends[0], ends[1], "awg_mean");
    figure.published = figure.published && figure.from > 0;
    return figure;
}

/* Those behind the headline, of all who answered that question in its first cycle. */
static void count_followed(struct report_claim *claim, const char *question)
{
    struct pages_figure *headline = &claim->claim.headline;
    const struct report_result *item =
        report_results_find(&claim->builder->results, "reaction.item", headline->from, question);
    struct pages_figure followed = report_figure(PAGES_MEASURE_FOLLOWED, 0, headline->to);
    claim->claim.people = headline->n;
    claim->claim.of_people = item ? report_count(item->published, "n") : -1;
    if (claim->claim.of_people < 0 || headline->n < 0) {
        claim->claim.of_people = -1;
        return;
    }
    followed.published = true;
    followed.value = headline->n;
    followed.reference = claim->claim.of_people;
    followed.n = headline->n;
    followed.analysis = headline->analysis;
    followed.field = "n";
    report_claim_guard(claim, &followed, 2 * headline->n >= claim->claim.of_people);
}

static void guard_understanding(struct report_claim *claim, const struct report_result *result)
{
    const struct report_builder *builder = claim->builder;
    const char *question = report_variable_name(result, "post");
    struct pages_figure awg = awg_of(result);
    double change = claim->claim.headline.value;
    report_claim_guard(claim, &awg, (awg.value > 0) == (change < 0));
    if (!awg.published && awg.absence == PAGES_ABSENCE_LEFT_OUT) {
        struct pages_figure all = awg_of_all(builder, &claim->claim.headline);
        if (all.published) {
            report_claim_guard(claim, &all, (all.value > 0) == (change < 0));
        }
    }
    struct report_ends ranking = report_ends_of(builder, "understanding.ranking", NULL);
    struct pages_figure w =
        report_figure_between(PAGES_MEASURE_CONCORDANCE, ranking.first, ranking.last, "w");
    report_claim_guard(claim, &w, w.from == 0 || w.value >= 0);
    struct report_ends icc = report_ends_of(builder, "understanding.icc", question);
    struct pages_figure between =
        report_figure_between(PAGES_MEASURE_BETWEEN_TYPES, icc.first, icc.last, "icc1");
    report_claim_guard(claim, &between, between.from == 0 || between.value <= 0);
    const struct report_result *overlap = report_widest(builder, "trajectory.overlap", question);
    if (overlap) {
        struct pages_figure composition =
            report_figure_of(PAGES_MEASURE_COMPOSITION, overlap, "composition");
        struct report_span span = report_span_of(overlap);
        composition.from = span.from;
        composition.to = span.to;
        double whole = report_number(overlap->published, "diff");
        report_claim_guard(claim, &composition,
                           fabs(composition.value) <= fmax(fabs(whole) / 2, 0.25));
    }
    count_followed(claim, question);
}

/* Closer only when the interval leaves out 0 and agreement free of the ends of the scale moved the
   same way. */
static void judge_understanding(struct report_claim *claim)
{
    const struct pages_figure *headline = &claim->claim.headline;
    const struct pages_figure *awg = &claim->guards[0].figure;
    if (!awg->published && claim->guards[1].figure.measure == PAGES_MEASURE_AWG_ALL) {
        awg = &claim->guards[1].figure;
    }
    bool is_closer = headline->has_interval && headline->high < 0;
    bool is_wider = headline->has_interval && headline->low > 0;
    if (!is_closer && !is_wider) {
        decide(claim, PAGES_VERDICT_NO_CLEAR_CHANGE);
    } else if (!awg->published) {
        give_up(claim, awg->absence == PAGES_ABSENCE_UNDEFINED ? PAGES_REASON_CEILING
                                                               : PAGES_REASON_UNGUARDED);
    } else if (is_closer ? awg->value <= 0 : awg->value >= 0) {
        give_up(claim, PAGES_REASON_GUARD);
    } else {
        decide(claim, is_closer ? PAGES_VERDICT_GREW : PAGES_VERDICT_FELL);
    }
}

void report_claim_understanding(struct report_claim *claim)
{
    const struct report_builder *builder = claim->builder;
    const struct report_result *result = find_convergence(builder);
    claim->claim.picture = PAGES_PICTURE_CONVERGENCE;
    if (builder->programme->evaluation.agreement_count == 0) {
        give_up(claim, PAGES_REASON_NOT_ASKED);
    } else if (builder->programme->linkage != SURVEY_LINKAGE_PROGRAMME) {
        give_up(claim, PAGES_REASON_UNLINKED);
    } else if (!result || !result->published) {
        give_up(claim, why_none(claim, result != NULL));
    } else {
        claim->claim.headline = distance_of(builder, result);
        guard_understanding(claim, result);
        judge_understanding(claim);
    }
}

/* How many were new in the settled cycles after the first, as long as these are published one after
   the other; -1 if there are not two. */
static int newcomers_in(const struct report_builder *builder, const struct report_result *turnover,
                        int *ret_first, int *ret_last)
{
    struct json_object *cycles = base_json_get(turnover ? turnover->published : NULL, "cycles");
    if (!json_object_is_type(cycles, json_type_array)) {
        return -1;
    }
    int sum = 0;
    for (size_t i = 0; i < json_object_array_length(cycles); i++) {
        struct json_object *entry = json_object_array_get_idx(cycles, i);
        int fresh = report_count(entry, "new");
        if (fresh < 0 || !report_is_settled(builder, report_count(entry, "cycle"))) {
            break;
        }
        sum += i > 0 ? fresh : 0;
        *ret_last = report_count(entry, "cycle");
        *ret_first = i == 0 ? *ret_last : *ret_first;
    }
    return *ret_first < *ret_last ? sum : -1;
}

static struct pages_figure newcomers_of(const struct report_builder *builder,
                                        enum pages_measure measure, const char *id)
{
    const struct report_result *result = report_results_by_id(&builder->results, id);
    struct pages_figure figure = report_figure(measure, 0, 0);
    int first = 0, last = 0, fresh = newcomers_in(builder, result, &first, &last);
    figure.published = fresh >= 0;
    figure.absence = result ? PAGES_ABSENCE_LEFT_OUT : PAGES_ABSENCE_NOT_MEASURED;
    figure.analysis = result ? result->stored->id : NULL;
    figure.field = "cycles.new";
    if (figure.published) {
        figure.value = fresh;
        figure.from = first;
        figure.to = last;
    }
    return figure;
}

/* The first, or the last up to a cycle (0: any), of the mixes of types of organisations. */
static const struct report_result *diversity_at(const struct report_builder *builder, bool last,
                                                int cycle)
{
    const struct report_result *found = NULL, *result;
    size_t place = 0;
    while ((result = report_results_next(&builder->results, "participation.diversity", -1, NULL,
                                         &place))) {
        if (strcmp(report_text(result->request, "unit"), "organisation") == 0 &&
            (cycle == 0 || result->stored->cycle <= cycle) &&
            report_is_settled(builder, result->stored->cycle) && (last || !found)) {
            found = result;
        }
    }
    return found;
}

void report_claim_actors(struct report_claim *claim)
{
    const struct report_builder *builder = claim->builder;
    struct pages_figure headline =
        newcomers_of(builder, PAGES_MEASURE_NEW_ORGANISATIONS, "turnover:organisation");
    const struct report_result *first = diversity_at(builder, false, 0);
    const struct report_result *last = diversity_at(builder, true, headline.to);
    claim->claim.picture = PAGES_PICTURE_FLOW;
    if (!headline.published) {
        give_up(claim, why_none(claim, first != last));
        return;
    }
    claim->claim.headline = headline;
    struct pages_figure types =
        newcomers_of(builder, PAGES_MEASURE_NEW_TYPES, "turnover:actor_type");
    report_claim_guard(claim, &types, types.value > 0 || headline.value == 0);
    struct pages_figure effective =
        report_figure_between(PAGES_MEASURE_EFFECTIVE_TYPES, first, last, "effective_types");
    report_claim_guard(claim, &effective, !(effective.value < 0));
    struct pages_figure observed =
        report_figure_of(PAGES_MEASURE_OBSERVED_TYPES, last, "k_observed");
    observed.reference = (double)builder->programme->actor_type_count;
    double before = report_number(first ? first->published : NULL, "k_observed");
    if (!isnan(before)) {
        report_claim_guard(claim, &observed, observed.value >= before);
    }
    struct pages_figure people =
        newcomers_of(builder, PAGES_MEASURE_NEW_PEOPLE, "turnover:participant");
    report_claim_guard(claim, &people, people.value >= headline.value);
    if (headline.value == 0) {
        decide(claim, PAGES_VERDICT_NO_CLEAR_CHANGE);
    } else if (effective.published && effective.value < 0) {
        give_up(claim, PAGES_REASON_GUARD);
    } else {
        decide(claim, PAGES_VERDICT_GREW);
    }
}

/* The chance that so many more of the pairs that changed did so in one direction, were both equally
   likely: the exact test of McNemar. */
static double chance_of(int made, int lost)
{
    int count = made + lost, fewer = made < lost ? made : lost;
    double chance = 0;
    for (int i = 0; i <= fewer; i++) {
        chance +=
            exp(lgamma(count + 1.0) - lgamma(i + 1.0) - lgamma(count - i + 1.0) - count * log(2));
    }
    return fmin(1, 2 * chance);
}

static void guard_collaboration(struct report_claim *claim, const struct report_result *change)
{
    const struct report_builder *builder = claim->builder;
    struct report_span span = report_span_of(change);
    const struct report_result *last =
        report_results_find(&builder->results, "network.structure", span.to, NULL);
    struct pages_figure coverage = report_figure_of(PAGES_MEASURE_COVERAGE, last, "coverage");
    report_claim_guard(claim, &coverage, coverage.value >= COVERAGE_LEAST);
    struct pages_figure cross = report_figure_of(PAGES_MEASURE_CROSS_SHARE, last, "cross_share");
    cross.reference = (report_number(last ? last->published : NULL, "ei_expected") + 1) / 2;
    /* As they are shown: a difference that nobody sees is none. */
    report_claim_guard(claim, &cross, lround(cross.value * 100) >= lround(cross.reference * 100));
    struct pages_figure made = report_figure_of(PAGES_MEASURE_NEW_TIES, change, "new");
    made.from = span.from;
    made.to = span.to;
    made.reference = report_number(change->published, "lost");
    bool has_grown = made.value >= made.reference;
    report_claim_guard(claim, &made, has_grown == (claim->claim.headline.value >= 0));
    struct pages_figure kept = report_figure_of(PAGES_MEASURE_JACCARD, change, "jaccard");
    kept.to = span.to;
    report_claim_guard(claim, &kept, kept.value >= JACCARD_LEAST);
}

void report_claim_collaboration(struct report_claim *claim)
{
    const struct report_builder *builder = claim->builder;
    const struct report_result *change = report_widest(builder, "network.change", NULL);
    claim->claim.picture = PAGES_PICTURE_NETWORK;
    if (!builder->programme->evaluation.roster) {
        give_up(claim, PAGES_REASON_NOT_ASKED);
        return;
    }
    if (!change || !change->published) {
        give_up(claim, why_none(claim, change != NULL));
        return;
    }
    struct report_span span = report_span_of(change);
    struct pages_figure headline = report_figure_of(PAGES_MEASURE_DENSITY, change, "density_to");
    int made = report_count(change->published, "new");
    int lost = report_count(change->published, "lost");
    headline.from = span.from;
    headline.to = span.to;
    headline.before = report_number(change->published, "density_from");
    headline.after = headline.value;
    headline.value = headline.after - headline.before;
    headline.n = report_count(change->published, "dyads_common");
    headline.p = chance_of(made, lost);
    claim->claim.headline = headline;
    guard_collaboration(claim, change);
    const struct pages_guard *coverage = &claim->guards[0];
    if (coverage->verdict != PAGES_GUARD_HOLDS) {
        give_up(claim, PAGES_REASON_COVERAGE);
    } else if (headline.p < CHANCE) {
        decide(claim, made > lost ? PAGES_VERDICT_GREW : PAGES_VERDICT_FELL);
    } else {
        decide(claim, PAGES_VERDICT_NO_CLEAR_CHANGE);
    }
}

/* The last published point of a share in a settled cycle; NULL if there is none. */
static const struct pages_share_point *last_point(const struct report_claim *claim,
                                                  enum pages_measure measure,
                                                  const struct pages_share **ret_share)
{
    const struct pages_share_point *last = NULL;
    const struct pages_report *report = claim->report;
    for (size_t i = 0; i < report->share_count; i++) {
        const struct pages_share *share = &report->shares[i];
        for (size_t j = 0; share->measure == measure && j < share->count; j++) {
            *ret_share = share;
            bool stands = share->points[j].published &&
                          report_is_settled(claim->builder, share->points[j].cycle);
            last = stands ? &share->points[j] : last;
        }
    }
    return last;
}

static struct pages_figure figure_of_share(enum pages_measure measure, const char *metric,
                                           const char *field, const struct report_claim *claim,
                                           const struct pages_share_point *point)
{
    const struct report_result *result =
        point ? report_results_find(&claim->builder->results, metric, point->cycle, NULL) : NULL;
    struct pages_figure figure = report_figure_of(measure, result, field);
    if (point) {
        figure.low = point->low;
        figure.high = point->high;
        figure.has_interval = !isnan(point->low) && !isnan(point->high);
        figure.n = point->n;
    }
    return figure;
}

static void guard_bounds(struct report_claim *claim, enum pages_measure measure,
                         const struct pages_share_point *point, const char *analysis)
{
    struct pages_figure figure = report_figure(measure, 0, point->cycle);
    /* Where everybody is known there is nothing to bound. */
    if (point->n == point->eligible) {
        return;
    }
    figure.low = point->bound_low;
    figure.high = point->bound_high;
    figure.published = figure.has_interval = !isnan(figure.low) && !isnan(figure.high);
    figure.absence = PAGES_ABSENCE_LEFT_OUT;
    figure.n = point->eligible;
    figure.analysis = analysis;
    figure.field = "bound_low";
    report_claim_guard(claim, &figure, figure.high - figure.low <= BOUNDS_WIDEST);
}

void report_claim_assignments(struct report_claim *claim)
{
    const struct survey_evaluation *evaluation = &claim->builder->programme->evaluation;
    const struct pages_share *share = NULL, *applied_share = NULL;
    const struct pages_share_point *done = last_point(claim, PAGES_MEASURE_ASSIGNMENT_DONE, &share);
    const struct pages_share_point *applied =
        last_point(claim, PAGES_MEASURE_APPLIED, &applied_share);
    claim->claim.picture = PAGES_PICTURE_SHARES;
    if (!evaluation->assignment && !evaluation->application) {
        give_up(claim, PAGES_REASON_NOT_ASKED);
        return;
    }
    struct pages_figure use =
        figure_of_share(PAGES_MEASURE_APPLIED, "transfer.application", "rate", claim, applied);
    use.absence = applied_share ? PAGES_ABSENCE_LEFT_OUT : PAGES_ABSENCE_NOT_MEASURED;
    if (!done && !applied) {
        give_up(claim, why_no_share(claim, share ? share : applied_share));
        return;
    }
    struct pages_figure headline = done
                                       ? figure_of_share(PAGES_MEASURE_ASSIGNMENT_DONE,
                                                         "transfer.assignment", "rate", claim, done)
                                       : use;
    headline.subject = done ? share->text : applied_share->text;
    claim->claim.headline = headline;
    claim->claim.people = headline.n;
    claim->claim.of_people = done ? done->eligible : applied->eligible;
    if (done) {
        guard_bounds(claim, PAGES_MEASURE_ASSIGNMENT_BOUNDS, done, headline.analysis);
        report_claim_guard(claim, &use, use.low > 0);
    }
    if (applied) {
        guard_bounds(claim, PAGES_MEASURE_APPLIED_BOUNDS, applied, use.analysis);
    }
    decide(claim, PAGES_VERDICT_LEVEL);
}

void report_claim_spread(struct report_claim *claim)
{
    const struct report_builder *builder = claim->builder;
    const struct pages_share *share = NULL;
    const struct pages_share_point *told = last_point(claim, PAGES_MEASURE_TOLD, &share);
    claim->claim.picture = PAGES_PICTURE_SHARES;
    if (!builder->programme->evaluation.spread_told) {
        give_up(claim, PAGES_REASON_NOT_ASKED);
        return;
    }
    if (!told) {
        give_up(claim, why_no_share(claim, share));
        return;
    }
    claim->claim.headline =
        figure_of_share(PAGES_MEASURE_TOLD, "spread.reach", "told_share", claim, told);
    claim->claim.headline.subject = share->text;
    const struct report_result *reach =
        report_results_find(&builder->results, "spread.reach", told->cycle, NULL);
    struct pages_figure median =
        report_figure_of(PAGES_MEASURE_REACH_MEDIAN, reach, "reach_median");
    median.n = report_count(reach->published, "reach_n");
    report_claim_guard(claim, &median, median.value >= 1);
    struct pages_figure largest =
        report_figure_of(PAGES_MEASURE_LARGEST_SHARE, reach, "reach_max_share");
    largest.n = median.n;
    report_claim_guard(claim, &largest, largest.value <= 0.5);
    const struct report_result *referral =
        report_results_find(&builder->results, "spread.referral", told->cycle, NULL);
    decide(claim, PAGES_VERDICT_LEVEL);
    /* In the first cycle there is nobody through whom one could have come. */
    if (referral == report_results_find(&builder->results, "spread.referral", -1, NULL)) {
        return;
    }
    struct pages_figure referred = report_figure_of(PAGES_MEASURE_REFERRED, referral, "referred");
    referred.reference = report_number(referral ? referral->published : NULL, "newcomers");
    report_claim_guard(claim, &referred, referred.value > 0);
}

/* Who answered at all: whoever did not is in no figure. */
static void count_invited(struct report_claim *claim)
{
    for (size_t i = 0; i < claim->report->response_count; i++) {
        const struct pages_report_response *response = &claim->report->responses[i];
        if (response->cycle == claim->claim.headline.to && response->published &&
            response->eligible > 0) {
            claim->claim.invited = response->eligible;
            claim->claim.responded = response->responded;
        }
    }
}

void report_build_claims(const struct report_builder *builder, struct pages_report *report)
{
    static void (*const makers[PAGES_CLAIM_COUNT])(struct report_claim *) = {
        [PAGES_CLAIM_UNDERSTANDING] = report_claim_understanding,
        [PAGES_CLAIM_ACTORS] = report_claim_actors,
        [PAGES_CLAIM_COLLABORATION] = report_claim_collaboration,
        [PAGES_CLAIM_ASSIGNMENTS] = report_claim_assignments,
        [PAGES_CLAIM_SPREAD] = report_claim_spread,
    };
    struct pages_claim *claims =
        base_arena_array(builder->arena, struct pages_claim, PAGES_CLAIM_COUNT);
    for (size_t i = 0; i < PAGES_CLAIM_COUNT; i++) {
        struct report_claim *made = base_arena_object(builder->arena, struct report_claim);
        *made = (struct report_claim){
            .builder = builder,
            .report = report,
            .claim = {.kind = (enum pages_claim_kind)i,
                      .headline = report_figure(PAGES_MEASURE_DISTANCE, 0, 0),
                      .people = -1,
                      .of_people = -1,
                      .invited = -1,
                      .responded = -1},
        };
        makers[i](made);
        count_invited(made);
        made->claim.guards = made->guards;
        claims[i] = made->claim;
    }
    report->claims = claims;
    report->claim_count = PAGES_CLAIM_COUNT;
}
