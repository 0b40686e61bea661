#include "evaluation/catalogue.h"

#include <assert.h>
#include <string.h>

#include "evaluation/disclosure.h"
#include "evaluation/learning.h"
#include "evaluation/network.h"
#include "evaluation/participation.h"
#include "evaluation/reaction.h"
#include "evaluation/trajectory.h"
#include "evaluation/transfer.h"
#include "evaluation/understanding.h"

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
        .id = "learning.paired",
        .name = "Change in the same people",
        .question = "How much did those change who were measured twice?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_learning_paired,
        .anchor = "learningpaired",
    },
    {
        .id = "learning.signed_rank",
        .name = "Change in the same people, by ranks",
        .question = "Did more people rise than fall?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_learning_signed_rank,
        .anchor = "learningsigned_rank",
    },
    {
        .id = "learning.gain",
        .name = "Share of the possible gain",
        .question = "How much of what could still be gained was gained?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .bounded = true,
        .minimum_n = 1,
        .compute = evaluation_learning_gain,
        .anchor = "learninggain",
    },
    {
        .id = "learning.reliable_change",
        .name = "Reliable change",
        .question = "Who changed by more than measurement error explains?",
        .required = P(PRE) | P(POST),
        .optional = P(RELIABILITY) | P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_learning_reliable_change,
        .anchor = "learningreliable_change",
    },
    {
        .id = "learning.retrospective",
        .name = "Change in retrospect",
        .question = "How does the measured change compare with the change seen in hindsight?",
        .required = P(PRE) | P(THEN) | P(POST),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_learning_retrospective,
        .anchor = "learningretrospective",
    },
    {
        .id = "learning.mcnemar",
        .name = "Change of a yes or no",
        .question = "Did more people turn from no to yes than back?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .binary = true,
        .minimum_n = 1,
        .compute = evaluation_learning_mcnemar,
        .anchor = "learningmcnemar",
    },
    {
        .id = "transfer.assignment",
        .name = "Home assignments done",
        .question = "How many did their home assignment, and how well?",
        .required = P(QUESTION) | P(CYCLE),
        .optional = P(QUALITY) | P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_transfer_assignment,
        .anchor = "transferassignment",
    },
    {
        .id = "transfer.application",
        .name = "Put to use",
        .question = "How many have used what was worked on?",
        .required = P(QUESTION) | P(THRESHOLD) | P(CYCLE),
        .optional = P(BASE) | P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_transfer_application,
        .anchor = "transferapplication",
    },
    {
        .id = "transfer.link",
        .name = "What goes with what",
        .question = "Did those who did one thing do another more often?",
        .required = P(X) | P(X_THRESHOLD) | P(Y) | P(Y_THRESHOLD),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_transfer_link,
        .anchor = "transferlink",
    },
    {
        .id = "results.goals",
        .name = "Goals reached",
        .question = "How far are the goals of the programme reached?",
        .minimum_n = 1,
        .compute = evaluation_results_goals,
        .anchor = "resultsgoals",
    },
    {
        .id = "spread.reach",
        .name = "Reach beyond the group",
        .question = "How many told others, and how many others?",
        .required = P(TOLD) | P(REACH) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_spread_reach,
        .anchor = "spreadreach",
    },
    {
        .id = "spread.referral",
        .name = "Newcomers and who brought them",
        .question = "Who is new, and came through somebody who was there before?",
        .required = P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_spread_referral,
        .anchor = "spreadreferral",
    },
    {
        .id = "understanding.agreement",
        .name = "Agreement within groups",
        .question = "Do the people of a group see things alike?",
        .required = P(QUESTIONS) | P(CYCLE) | P(GROUP),
        .optional = P(LIST_GROUPS) | P(FILTER),
        .bounded = true,
        .minimum_n = 2,
        .compute = evaluation_understanding_agreement,
        .anchor = "understandingagreement",
    },
    {
        .id = "understanding.icc",
        .name = "Differences between groups",
        .question = "How much of the differences between people lies between their groups?",
        .required = P(VARIABLE) | P(GROUP),
        .optional = P(FILTER),
        .minimum_n = 3,
        .compute = evaluation_understanding_icc,
        .anchor = "understandingicc",
    },
    {
        .id = "understanding.change",
        .name = "Convergence",
        .question = "Did the same people come closer to each other?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_understanding_change,
        .anchor = "understandingchange",
    },
    {
        .id = "understanding.ranking",
        .name = "Shared order of priorities",
        .question = "Do people put the challenges in the same order?",
        .required = P(QUESTIONS) | P(CYCLE),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_understanding_ranking,
        .anchor = "understandingranking",
    },
    {
        .id = "network.structure",
        .name = "Collaboration network",
        .question = "How densely, and how far across sectors, do the organisations work together?",
        .required = P(ROSTER) | P(CYCLE) | P(THRESHOLD),
        .optional = P(MISSING) | P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_network_structure,
        .anchor = "networkstructure",
    },
    {
        .id = "network.change",
        .name = "Change of the network",
        .question = "Which ties were kept, made and lost?",
        .required = P(ROSTER) | P(FROM) | P(TO) | P(THRESHOLD),
        .optional = P(MISSING) | P(FILTER),
        .minimum_n = 1,
        .compute = evaluation_network_change,
        .anchor = "networkchange",
    },
    {
        .id = "trajectory.slope",
        .name = "Slope per person",
        .question = "By how much does a person change from cycle to cycle?",
        .required = P(VARIABLE) | P(CYCLES),
        .optional = P(MIN_POINTS) | P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_trajectory_slope,
        .anchor = "trajectoryslope",
    },
    {
        .id = "trajectory.friedman",
        .name = "Differences between cycles",
        .question = "Do the cycles differ for the same people?",
        .required = P(VARIABLE) | P(CYCLES),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_trajectory_friedman,
        .anchor = "trajectoryfriedman",
    },
    {
        .id = "trajectory.page",
        .name = "Steady rise",
        .question = "Does it rise from cycle to cycle?",
        .required = P(VARIABLE) | P(CYCLES),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_trajectory_page,
        .anchor = "trajectorypage",
    },
    {
        .id = "trajectory.overlap",
        .name = "Two cycles with partly the same people",
        .question = "Did the mean change, and is that people changing or people changing places?",
        .required = P(PRE) | P(POST),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_trajectory_overlap,
        .anchor = "trajectoryoverlap",
    },
    {
        .id = "compare.groups",
        .name = "Two groups",
        .question = "Do two groups of different people differ?",
        .required = P(VARIABLE) | P(GROUP) | P(FIRST) | P(SECOND),
        .optional = P(FILTER),
        .minimum_n = 2,
        .compute = evaluation_compare_groups,
        .anchor = "comparegroups",
    },
    {
        .id = "multiplicity.holm",
        .name = "Adjusted p-values",
        .question = "What remains when the p-values of one claim are taken together?",
        .required = P(FAMILY),
        .minimum_n = 1,
        .compute = evaluation_multiplicity_holm,
        .anchor = "multiplicityholm",
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
