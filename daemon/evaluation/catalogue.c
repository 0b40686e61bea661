#include "evaluation/catalogue.h"

#include <assert.h>
#include <string.h>

#include "evaluation/disclosure.h"
#include "evaluation/participation.h"
#include "evaluation/reaction.h"

#define P(parameter) EVALUATION_BIT(EVALUATION_PARAMETER_##parameter)

static const struct evaluation_metric metrics[] = {
    {
        .id = "participation.flow",
        .name = "Response rates",
        .question = "How many of those invited answered, and what became of the others?",
        .required = P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_participation_flow,
        .anchor = "participationflow",
    },
    {
        .id = "participation.attendance",
        .name = "Attendance",
        .question = "How many of those invited came to the workshop?",
        .required = P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_participation_attendance,
        .anchor = "participationattendance",
    },
    {
        .id = "participation.retention",
        .name = "Retention",
        .question = "Who of those present in one cycle is present in another?",
        .required = P(FROM) | P(TO),
        .optional = P(UNIT),
        .minimum_n = 1,
        .compute = evaluation_participation_retention,
        .anchor = "participationretention",
    },
    {
        .id = "participation.turnover",
        .name = "Turnover",
        .question = "Who is new, stays, returns or leaves over the cycles?",
        .optional = P(UNIT),
        .minimum_n = 1,
        .compute = evaluation_participation_turnover,
        .anchor = "participationturnover",
    },
    {
        .id = "participation.diversity",
        .name = "Diversity of actors",
        .question = "How evenly do those present spread over the actor types?",
        .required = P(CYCLE),
        .optional = P(UNIT),
        .minimum_n = 1,
        .compute = evaluation_participation_diversity,
        .anchor = "participationdiversity",
    },
    {
        .id = "participation.representation",
        .name = "Representation",
        .question = "Do those who answered resemble those who could have?",
        .required = P(CYCLE),
        .minimum_n = 1,
        .compute = evaluation_participation_representation,
        .anchor = "participationrepresentation",
    },
    {
        .id = "reaction.item",
        .name = "Distribution and mean of a question",
        .question = "What did the participants answer?",
        .required = P(QUESTION) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_reaction_item,
        .anchor = "reactionitem",
    },
    {
        .id = "reaction.nps",
        .name = "Net promoter score",
        .question = "Would the participants recommend it?",
        .required = P(QUESTION) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_reaction_nps,
        .anchor = "reactionnps",
    },
    {
        .id = "reaction.scale",
        .name = "Mean of a scale",
        .question = "What did the participants answer to several questions on one matter?",
        .required = P(SCALE) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_reaction_scale,
        .anchor = "reactionscale",
    },
    {
        .id = "reaction.reliability",
        .name = "Reliability (Cronbach's alpha)",
        .question = "Do the questions of a scale measure one thing?",
        .required = P(SCALE) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_reaction_reliability,
        .anchor = "reactionreliability",
    },
    {
        .id = "reaction.omega",
        .name = "Reliability (McDonald's omega)",
        .question = "How much of a scale's variance is due to what its questions share?",
        .required = P(SCALE) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 4,
        .compute = evaluation_reaction_omega,
        .anchor = "reactionomega",
    },
    {
        .id = "disclosure.breakdown",
        .name = "Suppression in a table",
        .question = "Which groups of a table are too small to be published?",
        .required = P(CYCLE) | P(BY) | P(K),
        .optional = P(MIN_ORGANISATIONS) | P(SENSITIVE),
        .either_scale = true,
        .compute = evaluation_disclosure_breakdown,
        .anchor = "disclosurebreakdown",
    },
    {
        .id = "disclosure.releases",
        .name = "Differencing of publications",
        .question = "Which publications would tell on somebody by their differences?",
        .required = P(QUESTION) | P(CYCLE) | P(K) | P(RELEASES),
        .compute = evaluation_disclosure_releases,
        .anchor = "disclosurereleases",
    },
    {
        .id = "disclosure.display",
        .name = "Published precision",
        .question = "What figures are shown, at what precision?",
        .required = P(QUESTION) | P(CYCLE),
        .optional = P(COUNT_BASE) | P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_disclosure_display,
        .anchor = "disclosuredisplay",
    },
};

const struct evaluation_metric *evaluation_catalogue(size_t *ret_count)
{
    *ret_count = sizeof(metrics) / sizeof(metrics[0]);
    return metrics;
}

const struct evaluation_metric *evaluation_catalogue_find(const char *id)
{
    for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
        if (strcmp(metrics[i].id, id) == 0)
            return &metrics[i];
    return NULL;
}

const char *evaluation_parameter_name(enum evaluation_parameter parameter)
{
    static const char *const names[] = {
#define EVALUATION_PARAMETER_NAME(name, word) [name] = word,
        EVALUATION_PARAMETER_LIST(EVALUATION_PARAMETER_NAME)
#undef EVALUATION_PARAMETER_NAME
    };
    assert(parameter < EVALUATION_PARAMETER_COUNT);
    return names[parameter];
}

struct evaluation_result
evaluation_compute(struct base_arena *arena, const struct evaluation_plan *plan,
                   const struct evaluation_data *data, const struct evaluation_analysis *analysis,
                   const struct evaluation_result *earlier, size_t earlier_count)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_request request = {
        .arena = arena,
        .scratch = scratch,
        .plan = plan,
        .data = data,
        .analysis = analysis,
        .selected = evaluation_filter_select(&analysis->filter, data, scratch),
        .earlier = earlier,
        .earlier_count = earlier_count,
    };
    struct evaluation_result result = {
        .id = analysis->id,
        .metric = analysis->metric->id,
        .values = evaluation_record_new(arena),
    };
    analysis->metric->compute(&request, &result);
    return result;
}
