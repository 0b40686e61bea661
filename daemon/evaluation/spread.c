#include <math.h>
#include <string.h>

#include "evaluation/participation.h"
#include "evaluation/statistics.h"
#include "evaluation/transfer.h"

static void put_nulls(struct evaluation_record *values, const char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        evaluation_put_null(values, fields[i]);
}

/* Whether the answers were yes or no; without that nobody can be said to have told. */
static bool put_told(const struct evaluation_request *request, const struct evaluation_series *told,
                     struct evaluation_record *values)
{
    static const char *const fields[] = {"told", "told_share", "told_share_low", "told_share_high"};
    size_t yes = 0;
    evaluation_put_count(values, "told_n", told->count);
    if (!evaluation_question_goes_from(&request->plan->questions[request->analysis->told], 0, 1)) {
        put_nulls(values, fields, sizeof(fields) / sizeof(fields[0]));
        return false;
    }
    for (size_t i = 0; i < told->count; i++)
        yes += told->values[i] == 1;
    evaluation_put_count(values, "told", yes);
    evaluation_put_share(values, "told_share", yes, told->count, request->plan->confidence);
    return true;
}

/* Steps of a scale that does not begin at nobody are no numbers of people. */
static bool is_number_of_people(const struct evaluation_question *question)
{
    return question->type == EVALUATION_COUNT || question->type == EVALUATION_NUMERIC ||
           (question->type == EVALUATION_LIKERT && question->minimum == 0);
}

static bool put_reach(const struct evaluation_request *request,
                      const struct evaluation_series *reach, struct evaluation_record *values)
{
    static const char *const fields[] = {"reach_total", "reach_median", "reach_q3",
                                         "reach_max_share"};
    double total = 0;
    evaluation_put_count(values, "reach_n", reach->count);
    if (!is_number_of_people(&request->plan->questions[request->analysis->reach])) {
        put_nulls(values, fields, sizeof(fields) / sizeof(fields[0]));
        return false;
    }
    for (size_t i = 0; i < reach->count; i++)
        total += reach->values[i];
    const double *sorted = evaluation_sorted(request->scratch, reach->values, reach->count);
    evaluation_put_number(values, "reach_total", total);
    evaluation_put_number(values, "reach_median", evaluation_quantile(sorted, reach->count, 0.5));
    evaluation_put_number(values, "reach_q3", evaluation_quantile(sorted, reach->count, 0.75));
    evaluation_put_number(values, "reach_max_share",
                          total > 0 ? sorted[reach->count - 1] / total : NAN);
    return true;
}

void evaluation_spread_reach(const struct evaluation_request *request,
                             struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    struct evaluation_series told =
        evaluation_series_question(request, analysis->told, analysis->cycle, false);
    struct evaluation_series reach =
        evaluation_series_question(request, analysis->reach, analysis->cycle, false);
    bool has_told = put_told(request, &told, result->values);
    bool has_reach = put_reach(request, &reach, result->values);
    if (told.count == 0)
        result->reason = EVALUATION_NO_DATA;
    else if (!has_told || !has_reach)
        result->reason = EVALUATION_NOT_IDENTIFIED;
}

/* Who, and what, was present in the cycles of the plan before one. */
struct past {
    size_t participants;
    bool *participant, *organisation, *actor_type;
    size_t previous; /* people present in the cycle just before; 0 if there is none */
};

static void mark(const struct evaluation_request *request, uint32_t member, struct past *past)
{
    const struct evaluation_member *who = &request->data->members[member];
    past->participant[who->participant] = true;
    if (who->organisation != EVALUATION_NONE)
        past->organisation[who->organisation] = true;
    if (who->actor_type != EVALUATION_NONE)
        past->actor_type[who->actor_type] = true;
}

static struct past past_new(const struct evaluation_request *request)
{
    const struct evaluation_data *data = request->data;
    return (struct past){
        .participants = data->participants.count,
        .participant = base_arena_array(request->scratch, bool, data->participants.count),
        .organisation = base_arena_array(request->scratch, bool, data->organisations.count),
        .actor_type = base_arena_array(request->scratch, bool, data->actor_types.count),
    };
}

static void add_cycle(const struct evaluation_request *request, int cycle, struct past *past)
{
    const uint32_t *members;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_request of_cycle = *request;
    of_cycle.scratch = scratch;
    const bool *present = evaluation_participation_present(&of_cycle, cycle, &members);
    past->previous = 0;
    for (size_t i = 0; i < past->participants; i++) {
        if (!present[i])
            continue;
        past->previous++;
        mark(request, members[i], past);
    }
}

/* Newcomers whose referrer was there before. */
static size_t count_referred(const struct evaluation_request *request, const struct past *before,
                             const bool *present)
{
    const struct evaluation_column *column =
        evaluation_data_column(request->data, request->analysis->cycle, EVALUATION_REFERRER);
    size_t referred = 0;
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell) || !isfinite(cell.value))
            continue;
        uint32_t participant = evaluation_request_participant(request, cell.member);
        referred += present[participant] && !before->participant[participant] &&
                    before->participant[(size_t)cell.value];
    }
    return referred;
}

void evaluation_spread_referral(const struct evaluation_request *request,
                                struct evaluation_result *result)
{
    const struct evaluation_plan *plan = request->plan;
    struct past before = past_new(request), now = past_new(request);
    for (size_t i = 0; i < plan->cycle_count && plan->cycles[i] < request->analysis->cycle; i++)
        add_cycle(request, plan->cycles[i], &before);
    add_cycle(request, request->analysis->cycle, &now);
    size_t present = now.previous, newcomers = 0, organisations = 0;
    for (size_t i = 0; i < now.participants; i++)
        newcomers += now.participant[i] && !before.participant[i];
    for (size_t i = 0; i < request->data->organisations.count; i++)
        organisations += now.organisation[i] && !before.organisation[i];
    size_t referred = count_referred(request, &before, now.participant);
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "present", present);
    evaluation_put_count(values, "newcomers", newcomers);
    evaluation_put_number(values, "newcomer_share", evaluation_share(newcomers, present));
    evaluation_put_count(values, "referred", referred);
    evaluation_put_number(values, "referred_share", evaluation_share(referred, newcomers));
    evaluation_put_number(values, "referral_ratio", evaluation_share(referred, before.previous));
    evaluation_put_count(values, "new_organisations", organisations);
    struct evaluation_list *types = evaluation_put_list(values, "new_actor_types");
    for (size_t i = 0; i < request->data->actor_types.count; i++)
        if (now.actor_type[i] && !before.actor_type[i])
            evaluation_list_text(types, request->data->actor_types.list[i]);
    result->reason = present == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
