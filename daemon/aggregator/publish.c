#include "publish.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "publish_forms.h"
#include "publish_guard.h"

const char *publish_subject(const struct evaluation_plan *plan,
                            const struct evaluation_analysis *analysis)
{
    const struct evaluation_variable *variable =
        analysis->variable.given ? &analysis->variable : &analysis->post;
    if (analysis->question != EVALUATION_NOT_GIVEN)
        return plan->questions[analysis->question].id;
    if (analysis->scale != EVALUATION_NOT_GIVEN)
        return plan->scales[analysis->scale].id;
    if (analysis->roster != EVALUATION_NOT_GIVEN)
        return plan->rosters[analysis->roster].id;
    if (variable->given)
        return variable->is_scale ? plan->scales[variable->index].id
                                  : plan->questions[variable->index].id;
    return NULL;
}

int publish_cycle(const struct evaluation_analysis *analysis)
{
    return analysis->cycle != 0 ? analysis->cycle : analysis->variable.cycle;
}

/* Whether enough people are behind the result. */
static bool is_of_enough(const struct publisher *publisher, const struct publication *publication,
                         const struct evaluation_analysis *analysis,
                         const struct evaluation_result *result)
{
    if (strcmp(result->metric, "disclosure.breakdown") == 0)
        return strcmp(evaluation_record_find(result->values, "total")->text, "published") == 0;
    if (!publication->is_of_answers && analysis->unit != EVALUATION_UNIT_PARTICIPANT)
        return publish_is_of_enough_people(publisher, publication, analysis);
    size_t count;
    const struct publish_gauge *gauges = publish_gauges(publisher, publication, analysis, &count);
    /* What is compared beside change in retrospect may be missing: each comparison has its own. */
    if (strcmp(result->metric, "learning.retrospective") == 0)
        count = 1;
    for (size_t i = 0; i < count; i++) {
        bool is_own = gauges[i].analysis.metric == analysis->metric;
        double people = is_own ? publish_number(result->values, gauges[i].field)
                               : publish_gauge_read(publisher, &gauges[i]);
        if (!(people >= publisher->programme->minimum_group_size))
            return false;
    }
    return true;
}

/* Response rates, and the number of answers by the open link, which are no part of the rates. */
static struct json_object *publish_flow(const struct publisher *publisher,
                                        const struct evaluation_analysis *analysis,
                                        const struct evaluation_result *result)
{
    const struct survey_programme *programme = publisher->programme;
    double least = programme->minimum_group_size;
    double responded = evaluation_record_number(result->values, "complete") +
                       evaluation_record_number(result->values, "partial");
    struct json_object *object = base_json_own(publisher->arena, json_object_new_object());
    double eligible = evaluation_record_number(result->values, "eligible");
    /* That nobody was invited, as where only the open link is used, tells nothing of anybody. */
    if (responded >= least || eligible == 0) {
        publish_add(object, result->values, "eligible", 0);
        json_object_object_add(object, "responded", base_json_number(responded));
        publish_add(object, result->values, "rr2", 2);
    }
    for (size_t i = 0; i < programme->cycle_count; i++) {
        double open = (double)publisher->data->cycles[i].open_count;
        if (programme->cycles[i].cycle == analysis->cycle && open >= least)
            json_object_object_add(object, "open", base_json_number(open));
    }
    return json_object_object_length(object) == 0 ? NULL : object;
}

/* Participants who cannot be followed make figures of following them meaningless. */
static bool is_unlinkable(const struct publisher *publisher,
                          const struct evaluation_analysis *analysis)
{
    bool is_of_people = strcmp(analysis->metric->id, "participation.retention") == 0 ||
                        strcmp(analysis->metric->id, "participation.turnover") == 0 ||
                        strcmp(analysis->metric->id, "spread.referral") == 0;
    bool has_open = false;
    for (size_t i = 0; i < publisher->programme->cycle_count; i++)
        has_open = has_open || publisher->data->cycles[i].open_count > 0;
    return is_of_people && has_open && analysis->unit == EVALUATION_UNIT_PARTICIPANT &&
           publisher->plan->presence == EVALUATION_PRESENCE_ATTENDED;
}

bool publish_is_over(const struct publisher *publisher, int cycle)
{
    for (size_t i = 0; publisher->cycle_is_over != NULL && i < publisher->programme->cycle_count;
         i++)
        if (publisher->programme->cycles[i].cycle == cycle)
            return publisher->cycle_is_over[i];
    return true;
}

/* Who has gone is not told while some may still come. Where nobody saw who was there, nor is a
   total that leaves out the few who are of no type, nor anything of organisations and types when
   there are few people of a type: how many of them there were, of how many that could be, tells of
   it. */
static bool is_early_or_of_few(const struct publisher *publisher,
                               const struct evaluation_analysis *analysis)
{
    bool is_of_people = analysis->unit == EVALUATION_UNIT_PARTICIPANT;
    if (strcmp(analysis->metric->id, "participation.diversity") == 0)
        return !(is_of_people ? publish_others_are_open(publisher, analysis->cycle)
                              : publish_types_are_open(publisher, analysis->cycle));
    if (strcmp(analysis->metric->id, "participation.retention") != 0)
        return false;
    return !publish_is_over(publisher, analysis->to) ||
           (!is_of_people && !(publish_types_are_open(publisher, analysis->from) &&
                               publish_types_are_open(publisher, analysis->to)));
}

/* A count that was published was of enough people as the minimum is now. */
static bool was_enough(const struct publisher *publisher, struct json_object *count)
{
    return count == NULL ||
           json_object_get_int64(count) >= publisher->programme->minimum_group_size;
}

/* Whether every group that was published is of enough people, then and now. */
static bool groups_are_enough(const struct publisher *publisher, struct json_object *before,
                              const struct evaluation_result *result)
{
    if (strcmp(result->metric, "disclosure.breakdown") != 0)
        return true;
    struct json_object *groups = base_json_get(before, "groups");
    const struct evaluation_value *now = evaluation_record_find(result->values, "groups");
    for (size_t i = 0; groups != NULL && i < json_object_array_length(groups); i++) {
        struct json_object *group = json_object_array_get_idx(groups, i);
        struct json_object *n = base_json_get(group, "n");
        if (n == NULL)
            continue;
        if (!was_enough(publisher, n) || i >= now->list->count ||
            !(evaluation_record_number(now->list->items[i].record, "n") >=
              publisher->programme->minimum_group_size))
            return false;
    }
    return true;
}

/* What was published before, unless the minimum has been raised since; NULL if nothing was. */
static struct json_object *published_before(const struct publisher *publisher,
                                            const struct publication *publication,
                                            const struct evaluation_result *result)
{
    struct json_object *before = base_json_get(publisher->ledger->published, result->id);
    if (before == NULL)
        return NULL;
    for (size_t i = 0; i < PUBLISH_COUNTS_MAX && publication->counts[i] != NULL; i++) {
        const char *dot = strchr(publication->counts[i], '.');
        struct json_object *of = before;
        if (dot != NULL)
            of = base_json_get(before, base_arena_format(publisher->arena, "%.*s",
                                                         (int)(dot - publication->counts[i]),
                                                         publication->counts[i]));
        const char *name = dot == NULL ? publication->counts[i] : dot + 1;
        if (of != NULL && !was_enough(publisher, base_json_get(of, name)))
            return NULL;
    }
    bool is_enough = was_enough(publisher, base_json_get(before, "respondents_from")) &&
                     was_enough(publisher, base_json_get(before, "respondents_to")) &&
                     groups_are_enough(publisher, before, result);
    return is_enough ? before : NULL;
}

static bool must_wait(const struct publisher *publisher, const struct publication *publication,
                      const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result)
{
    size_t count;
    const struct publish_gauge *gauges = publish_gauges(publisher, publication, analysis, &count);
    return publish_differs_by_few(publisher, gauges, count, analysis, result->id) ||
           publish_parts_wait(publisher, analysis) ||
           publish_leaves_out_few(publisher, analysis, result) ||
           publish_is_narrow(publisher, analysis, result) ||
           publish_newcomers_reveal_class(publisher, analysis, result->id);
}

/* Where enough have come, that too few gave a figure is seen, and is a publication too: when the
   figure appears it must not be by the one who came last. */
static void note_absence(const struct publisher *publisher, const struct publication *publication,
                         const struct evaluation_analysis *analysis, const char *id)
{
    const bool *cycles = publish_cycles_of(publisher, analysis);
    size_t least = (size_t)publisher->programme->minimum_group_size;
    if (!publication->is_of_answers || release_generation(publisher->ledger, id) > 0)
        return;
    for (size_t i = 0; i < publisher->programme->cycle_count; i++)
        if (cycles[i] && publisher->data->cycles[i].responses.count < least)
            return;
    release_note(publisher->ledger, id, EVALUATION_N_TOO_SMALL);
}

struct json_object *publish(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result)
{
    const struct publication *publication = publish_find(result->metric);
    if (strcmp(result->metric, "participation.flow") == 0)
        return publish_flow(publisher, analysis, result);
    if (publication == NULL || is_unlinkable(publisher, analysis) ||
        is_early_or_of_few(publisher, analysis))
        return NULL;
    if (!is_of_enough(publisher, publication, analysis, result)) {
        note_absence(publisher, publication, analysis, result->id);
        return NULL;
    }
    bool waits = publication->is_of_answers && must_wait(publisher, publication, analysis, result);
    bool reveals = publish_reveals_class(publisher, analysis, result);
    if (waits)
        return reveals ? NULL : published_before(publisher, publication, result);
    if (publication->is_of_answers)
        release_note(publisher->ledger, result->id, result->reason);
    if (reveals)
        return NULL;
    return base_json_own(publisher->arena, publish_form(publisher, publication, analysis, result));
}

const char *publish_reason(const struct publisher *publisher,
                           const struct evaluation_result *result,
                           const struct json_object *published)
{
    bool is_remembered = published != NULL && release_generation(publisher->ledger, result->id) > 0;
    return evaluation_reason_word(is_remembered ? release_reason(publisher->ledger, result->id)
                                                : result->reason);
}
