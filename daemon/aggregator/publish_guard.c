#include "publish_guard.h"

#include <math.h>
#include <string.h>

#include "publish_forms.h"

/* The columns of a question are variables of their own, except those of a roster. */
static bool is_of_question(const struct source *source, const char *variable, const char *question)
{
    if (strcmp(variable, question) == 0)
        return true;
    for (size_t i = 0; i < source->count; i++) {
        const struct survey_questionnaire *questionnaire = source->questionnaires[i].questionnaire;
        int column = survey_questionnaire_column(questionnaire, base_text_of(variable));
        if (column >= 0 &&
            strcmp(questionnaire->items[questionnaire->columns[column].item].name, question) == 0)
            return true;
    }
    return false;
}

const bool *publish_sensitive_questions(struct base_arena *arena, const struct source *source,
                                        const struct evaluation_plan *plan)
{
    const struct survey_evaluation *evaluation = &source->programme->evaluation;
    bool *marked = base_arena_array(arena, bool, plan->question_count);
    for (size_t i = 0; i < plan->question_count; i++)
        for (size_t j = 0; j < evaluation->sensitive_count; j++)
            marked[i] = marked[i] ||
                        is_of_question(source, plan->questions[i].id, evaluation->sensitive[j]);
    return marked;
}

const bool *publish_cycles_of(const struct publisher *publisher,
                              const struct evaluation_analysis *analysis)
{
    const int cycles[] = {analysis->cycle,          analysis->from,      analysis->to,
                          analysis->variable.cycle, analysis->pre.cycle, analysis->then.cycle,
                          analysis->post.cycle,     analysis->x.cycle,   analysis->y.cycle};
    const struct survey_programme *programme = publisher->programme;
    /* Who was there before decides on who is eligible now. */
    bool draws_on_earlier =
        (analysis->metric->optional & EVALUATION_BIT(EVALUATION_PARAMETER_BASE)) != 0 &&
        analysis->base != EVALUATION_BASE_ALL;
    bool *marked = base_arena_array(publisher->arena, bool, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        marked[i] = draws_on_earlier && programme->cycles[i].cycle < analysis->cycle;
        for (size_t j = 0; j < sizeof(cycles) / sizeof(cycles[0]); j++)
            marked[i] = marked[i] || programme->cycles[i].cycle == cycles[j];
        for (size_t j = 0; j < analysis->cycle_count; j++)
            marked[i] = marked[i] || programme->cycles[i].cycle == analysis->cycles[j];
    }
    return marked;
}

/* The same change of the same cycles is asked for by most analyses, so it is kept. */
static const struct publisher_change *change_since(const struct publisher *publisher,
                                                   const bool *cycles, uint32_t since)
{
    size_t size = publisher->programme->cycle_count * sizeof(*cycles);
    for (const struct publisher_change *known = *publisher->changes; known != NULL;
         known = known->next)
        if (known->since == since && memcmp(known->cycles, cycles, size) == 0)
            return known;
    struct publisher_change *made = base_arena_object(publisher->arena, struct publisher_change);
    *made =
        (struct publisher_change){.next = *publisher->changes, .cycles = cycles, .since = since};
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    made->change = release_changes(publisher->ledger, publisher->data, cycles, since, scratch);
    made->entering =
        evaluation_data_restrict(publisher->arena, publisher->data->table, made->change.is_new);
    made->change.is_new = NULL;
    *publisher->changes = made;
    return made;
}

/* The analysis among those only who answered since. */
static struct evaluation_result compute_among(struct base_arena *arena,
                                              const struct publisher *publisher,
                                              const struct evaluation_analysis *analysis,
                                              const struct publisher_change *change)
{
    return evaluation_compute(arena, publisher->plan, change->entering, analysis, NULL, 0);
}

static double count_in(const struct evaluation_result *result, const char *field)
{
    double count = publish_number(result->values, field);
    return isnan(count) ? 0 : count;
}

/* What is new does not hide what has gone: where nobody new says what somebody had said, that is
   told by its going. So as many must have gone as must have come. */
static bool are_few_gone(const struct publisher *publisher, const struct release_change *change)
{
    return change->gone_count > 0 &&
           change->gone_count < (size_t)publisher->programme->minimum_group_size;
}

bool publish_differs_by_few(const struct publisher *publisher, const struct publish_gauge *gauges,
                            size_t count, const struct evaluation_analysis *analysis,
                            const char *id)
{
    uint32_t since = release_generation(publisher->ledger, id);
    if (since == 0)
        return false;
    const struct publisher_change *known =
        change_since(publisher, publish_cycles_of(publisher, analysis), since);
    const struct release_change change = known->change;
    if (are_few_gone(publisher, &change))
        return true;
    if (change.new_count == 0)
        return change.is_uncertain;
    /* Though they may have left it out: then it stays the same, and what combines it waits too. */
    if (change.new_count < (size_t)publisher->programme->minimum_group_size)
        return true;
    /* Each count stands for a figure of its own, so one that gains enough does not cover another
       that gains a few. */
    for (size_t i = 0; i < count; i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct evaluation_result entering =
            compute_among(arena, publisher, &gauges[i].analysis, known);
        double gained = count_in(&entering, gauges[i].field);
        if (gained == 0 ? change.is_uncertain : gained < publisher->programme->minimum_group_size)
            return true;
    }
    return false;
}

/* The metrics about some of those who answered a question, and what counts them. */
static const char *count_of_some(const char *metric)
{
    if (strcmp(metric, "transfer.application") == 0)
        return "answered";
    return strcmp(metric, "transfer.assignment") == 0 ? "reported" : NULL;
}

bool publish_leaves_out_few(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result)
{
    if (publish_pairs_leave_out_few(publisher, analysis, result))
        return true;
    const char *count = count_of_some(result->metric);
    if (count == NULL)
        return false;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_analysis item;
    evaluation_analysis_init(&item);
    item.metric = evaluation_catalogue_find("reaction.item");
    item.question = analysis->question;
    item.cycle = analysis->cycle;
    item.id = base_arena_format(arena, "item:c%d:%s", item.cycle,
                                publisher->plan->questions[item.question].id);
    uint32_t since = release_generation(publisher->ledger, item.id);
    if (since == 0)
        return false;
    /* What is published of the item is as old as its last publication. */
    const struct publisher_change *known =
        change_since(publisher, publish_cycles_of(publisher, &item), since);
    const struct release_change change = known->change;
    struct evaluation_result all =
        evaluation_compute(arena, publisher->plan, publisher->data->table, &item, NULL, 0);
    struct evaluation_result new_all = compute_among(arena, publisher, &item, known);
    struct evaluation_result new_some = compute_among(arena, publisher, analysis, known);
    double entering = count_in(&new_some, count);
    double left_out =
        count_in(&all, "n") - count_in(&new_all, "n") - (count_in(result, count) - entering);
    double differing = left_out + entering;
    return are_few_gone(publisher, &change) ||
           ((differing > 0 || change.is_uncertain) &&
            differing < publisher->programme->minimum_group_size);
}

/* All values but at most one are equal. */
static bool is_of_one_kind(const struct evaluation_series *series)
{
    /* Two values are enough to follow: a third one, or two of both, settles it. */
    size_t firsts = 0, seconds = 0;
    double second = NAN;
    for (size_t i = 0; i < series->count; i++) {
        if (series->values[i] == series->values[0]) {
            firsts++;
        } else if (seconds == 0 || series->values[i] == second) {
            second = series->values[i];
            seconds++;
        } else {
            return false;
        }
    }
    return firsts <= 1 || seconds <= 1;
}

static bool question_reveals(const struct publisher *publisher,
                             const struct evaluation_analysis *analysis, size_t question, int cycle)
{
    if (question == EVALUATION_NOT_GIVEN || !publisher->sensitive[question])
        return false;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_request request = {
        .arena = scratch,
        .scratch = scratch,
        .plan = publisher->plan,
        .data = publisher->data->table,
        .analysis = analysis,
        .selected = evaluation_filter_select(&analysis->filter, publisher->data->table, scratch),
    };
    struct evaluation_series series = evaluation_series_question(&request, question, cycle, false);
    return is_of_one_kind(&series);
}

static bool scale_reveals(const struct publisher *publisher,
                          const struct evaluation_analysis *analysis, size_t scale, int cycle)
{
    if (scale == EVALUATION_NOT_GIVEN)
        return false;
    const struct evaluation_scale *definition = &publisher->plan->scales[scale];
    for (size_t i = 0; i < definition->item_count; i++)
        if (question_reveals(publisher, analysis, definition->items[i], cycle))
            return true;
    return false;
}

static bool variable_reveals(const struct publisher *publisher,
                             const struct evaluation_analysis *analysis,
                             const struct evaluation_variable *variable)
{
    if (!variable->given)
        return false;
    return variable->is_scale
               ? scale_reveals(publisher, analysis, variable->index, variable->cycle)
               : question_reveals(publisher, analysis, variable->index, variable->cycle);
}

/* Where only some of those who answered count, they must not all be alike either. */
static bool some_reveal(const struct publisher *publisher,
                        const struct evaluation_analysis *analysis,
                        const struct evaluation_result *result)
{
    const char *count = count_of_some(result->metric);
    if (count == NULL || !publisher->sensitive[analysis->question])
        return false;
    double hits = count_in(result, strcmp(count, "answered") == 0 ? "applied" : "done");
    return fmin(hits, count_in(result, count) - hits) <= 1;
}

/* A network shows the extremes only, but those show everybody's answers. */
static bool roster_reveals(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis)
{
    if (analysis->roster == EVALUATION_NOT_GIVEN)
        return false;
    const char *id = publisher->plan->rosters[analysis->roster].id;
    for (size_t i = 0; i < publisher->plan->question_count; i++)
        if (publisher->sensitive[i] && strcmp(publisher->plan->questions[i].id, id) == 0)
            return true;
    return false;
}

bool publish_reveals_class(const struct publisher *publisher,
                           const struct evaluation_analysis *analysis,
                           const struct evaluation_result *result)
{
    const size_t questions[] = {analysis->question, analysis->quality, analysis->told,
                                analysis->reach};
    const struct evaluation_variable *const variables[] = {&analysis->variable, &analysis->pre,
                                                           &analysis->then,     &analysis->post,
                                                           &analysis->x,        &analysis->y};
    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
        if (question_reveals(publisher, analysis, questions[i], analysis->cycle))
            return true;
    for (size_t i = 0; i < analysis->question_count; i++)
        if (question_reveals(publisher, analysis, analysis->questions[i], analysis->cycle))
            return true;
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        if (variable_reveals(publisher, analysis, variables[i]))
            return true;
    return scale_reveals(publisher, analysis, analysis->scale, analysis->cycle) ||
           some_reveal(publisher, analysis, result) || roster_reveals(publisher, analysis);
}

bool publish_newcomers_reveal_class(const struct publisher *publisher,
                                    const struct evaluation_analysis *analysis, const char *id)
{
    uint32_t since = release_generation(publisher->ledger, id);
    bool is_any_sensitive = false;
    for (size_t i = 0; i < publisher->plan->question_count; i++)
        is_any_sensitive = is_any_sensitive || publisher->sensitive[i];
    if (since == 0 || !is_any_sensitive)
        return false;
    const struct publisher_change *known =
        change_since(publisher, publish_cycles_of(publisher, analysis), since);
    if (known->change.new_count == 0)
        return false;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_result result = compute_among(arena, publisher, analysis, known);
    struct stored_data data = *publisher->data;
    struct publisher newcomers = *publisher;
    data.table = known->entering;
    newcomers.data = &data;
    return publish_reveals_class(&newcomers, analysis, &result);
}
