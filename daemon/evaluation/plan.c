#include "evaluation/plan.h"

#include <assert.h>
#include <math.h>

#include "evaluation/data.h"

enum evaluation_validity evaluation_question_check(const struct evaluation_question *question,
                                                   double value)
{
    if (isnan(value))
        return EVALUATION_IS_MISSING;
    if (!isfinite(value) || value < question->minimum || value > question->maximum)
        return EVALUATION_IS_INVALID;
    if (question->type != EVALUATION_NUMERIC && value != floor(value))
        return EVALUATION_IS_INVALID;
    return EVALUATION_IS_VALID;
}

bool evaluation_question_has_categories(const struct evaluation_question *question)
{
    return question->type == EVALUATION_LIKERT || question->type == EVALUATION_NPS ||
           question->type == EVALUATION_BINARY;
}

bool evaluation_question_goes_from(const struct evaluation_question *question, double minimum,
                                   double maximum)
{
    return question->type != EVALUATION_NUMERIC && question->minimum == minimum &&
           question->maximum == maximum;
}

void evaluation_variable_range(const struct evaluation_plan *plan,
                               const struct evaluation_variable *variable, double *ret_minimum,
                               double *ret_maximum)
{
    assert(variable->given);
    size_t question = variable->is_scale ? plan->scales[variable->index].items[0] : variable->index;
    *ret_minimum = plan->questions[question].minimum;
    *ret_maximum = plan->questions[question].maximum;
}

void evaluation_analysis_init(struct evaluation_analysis *analysis)
{
    *analysis = (struct evaluation_analysis){
        .question = EVALUATION_NOT_GIVEN,
        .scale = EVALUATION_NOT_GIVEN,
        .quality = EVALUATION_NOT_GIVEN,
        .told = EVALUATION_NOT_GIVEN,
        .reach = EVALUATION_NOT_GIVEN,
        .roster = EVALUATION_NOT_GIVEN,
        .reliability = NAN,
        .min_points = 3,
        .unit = EVALUATION_UNIT_PARTICIPANT,
        .group = EVALUATION_UNIT_ALL,
        .by = EVALUATION_UNIT_ACTOR_TYPE,
        .base = EVALUATION_BASE_PREVIOUS,
        .list_groups = true,
        .min_organisations = 1,
        .count_base = 1,
    };
}

/* Which questions, and which rosters, the analyses touch. */
struct needs {
    const struct evaluation_plan *plan;
    bool *questions;
    bool *rosters;
};

static void need_question(struct needs *needs, size_t question)
{
    if (question != EVALUATION_NOT_GIVEN)
        needs->questions[question] = true;
}

static void need_scale(struct needs *needs, size_t scale)
{
    if (scale == EVALUATION_NOT_GIVEN)
        return;
    for (size_t i = 0; i < needs->plan->scales[scale].item_count; i++)
        need_question(needs, needs->plan->scales[scale].items[i]);
}

static void need_variable(struct needs *needs, const struct evaluation_variable *variable)
{
    if (!variable->given)
        return;
    if (variable->is_scale)
        need_scale(needs, variable->index);
    else
        need_question(needs, variable->index);
}

static void need_analysis(struct needs *needs, const struct evaluation_analysis *analysis)
{
    need_question(needs, analysis->question);
    need_question(needs, analysis->quality);
    need_question(needs, analysis->told);
    need_question(needs, analysis->reach);
    need_scale(needs, analysis->scale);
    for (size_t i = 0; i < analysis->question_count; i++)
        need_question(needs, analysis->questions[i]);
    const struct evaluation_variable *variables[] = {&analysis->variable, &analysis->pre,
                                                     &analysis->then,     &analysis->post,
                                                     &analysis->x,        &analysis->y};
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        need_variable(needs, variables[i]);
    if (analysis->roster != EVALUATION_NOT_GIVEN)
        needs->rosters[analysis->roster] = true;
}

const char *const *evaluation_plan_needs(const struct evaluation_plan *plan,
                                         struct base_arena *arena, size_t *ret_count)
{
    struct needs needs = {.plan = plan,
                          .questions = base_arena_array(arena, bool, plan->question_count),
                          .rosters = base_arena_array(arena, bool, plan->roster_count)};
    /* Who has responded is told by the required questions, and asked for by several metrics. */
    for (size_t i = 0; i < plan->questionnaire_count; i++)
        for (size_t j = 0; j < plan->questionnaires[i].required_count; j++)
            need_question(&needs, plan->questionnaires[i].required[j]);
    for (size_t i = 0; i < plan->analysis_count; i++)
        need_analysis(&needs, &plan->analyses[i]);
    size_t capacity = plan->question_count;
    for (size_t i = 0; i < plan->roster_count; i++)
        capacity += plan->rosters[i].node_count;
    const char **names = base_arena_array(arena, const char *, capacity);
    size_t count = 0;
    for (size_t i = 0; i < plan->question_count; i++)
        if (needs.questions[i])
            names[count++] = plan->questions[i].id;
    for (size_t i = 0; i < plan->roster_count; i++)
        for (size_t j = 0; needs.rosters[i] && j < plan->rosters[i].node_count; j++)
            names[count++] = base_arena_format(arena, "%s:%s", plan->rosters[i].id,
                                               plan->rosters[i].nodes[j].id);
    *ret_count = count;
    return names;
}
