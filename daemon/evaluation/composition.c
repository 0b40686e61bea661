#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/participation.h"
#include "evaluation/statistics.h"

/* The declared actor types in byte order. */
struct types {
    size_t count;
    const char **names;
    uint32_t *place_of; /* of each actor type of the data; EVALUATION_NONE if undeclared */
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct types types_of(const struct evaluation_request *request)
{
    const struct evaluation_plan *plan = request->plan;
    const struct evaluation_names *known = &request->data->actor_types;
    struct types types = {.count = plan->actor_type_count};
    types.names = base_arena_array(request->arena, const char *, types.count);
    types.place_of = base_arena_array(request->scratch, uint32_t, known->count);
    for (size_t i = 0; i < types.count; i++)
        types.names[i] = plan->actor_types[i];
    if (types.count > 1)
        qsort(types.names, types.count, sizeof(*types.names), compare_names);
    for (size_t i = 0; i < known->count; i++) {
        types.place_of[i] = EVALUATION_NONE;
        for (size_t j = 0; j < types.count; j++)
            if (strcmp(known->list[i], types.names[j]) == 0)
                types.place_of[i] = (uint32_t)j;
    }
    return types;
}

static uint32_t type_of(const struct evaluation_request *request, const struct types *types,
                        uint32_t member)
{
    uint32_t type = request->data->members[member].actor_type;
    return type == EVALUATION_NONE ? EVALUATION_NONE : types->place_of[type];
}

/* Counts organisations by the most frequent declared type among their people who are present. */
static void count_organisations(const struct evaluation_request *request, const struct types *types,
                                const bool *present, const uint32_t *members, size_t *counts)
{
    size_t organisations = request->data->organisations.count;
    size_t *people = base_arena_array(request->scratch, size_t, organisations * types->count);
    for (size_t i = 0; i < request->data->participants.count; i++) {
        if (!present[i])
            continue;
        uint32_t organisation = request->data->members[members[i]].organisation;
        uint32_t type = type_of(request, types, members[i]);
        if (organisation != EVALUATION_NONE && type != EVALUATION_NONE)
            people[organisation * types->count + type]++;
    }
    for (size_t i = 0; i < organisations; i++) {
        size_t best = 0;
        for (size_t j = 1; j < types->count; j++)
            if (people[i * types->count + j] > people[i * types->count + best])
                best = j;
        if (types->count > 0 && people[i * types->count + best] > 0)
            counts[best]++;
    }
}

static void put_diversity(struct evaluation_record *values, const size_t *counts, size_t types)
{
    size_t total = 0, observed = 0;
    for (size_t i = 0; i < types; i++) {
        total += counts[i];
        observed += counts[i] > 0;
    }
    double n = (double)total, squares = 0, pairs = 0, entropy = 0;
    for (size_t i = 0; i < types; i++) {
        double count = (double)counts[i], share = count / n;
        squares += share * share;
        pairs += count * (count - 1);
        if (counts[i] > 0)
            entropy -= share * log(share);
    }
    /* Exactly 0 with one type only, whatever rounding does. */
    double blau = total == 0 ? NAN : observed == 1 ? 0 : 1 - squares;
    entropy = total == 0 ? NAN : observed == 1 ? 0 : entropy;
    double k = (double)types;
    evaluation_put_count(values, "n", total);
    evaluation_put_count(values, "k_observed", observed);
    evaluation_put_count(values, "k_declared", types);
    evaluation_put_number(values, "blau", blau);
    evaluation_put_number(values, "blau_normalised", types < 2 ? NAN : blau * k / (k - 1));
    evaluation_put_number(values, "gini_simpson", total < 2 ? NAN : 1 - pairs / (n * (n - 1)));
    evaluation_put_number(values, "shannon", entropy);
    evaluation_put_number(values, "evenness", types < 2 ? NAN : entropy / log(k));
    evaluation_put_number(values, "effective_types", exp(entropy));
    evaluation_put_number(values, "inverse_simpson", total == 0 ? NAN : 1 / squares);
}

void evaluation_participation_diversity(const struct evaluation_request *request,
                                        struct evaluation_result *result)
{
    const uint32_t *members;
    const bool *present =
        evaluation_participation_present(request, request->analysis->cycle, &members);
    struct types types = types_of(request);
    size_t *counts = base_arena_array(request->scratch, size_t, types.count);
    if (request->analysis->unit == EVALUATION_UNIT_ORGANISATION) {
        count_organisations(request, &types, present, members, counts);
    } else {
        for (size_t i = 0; i < request->data->participants.count; i++) {
            uint32_t type = present[i] ? type_of(request, &types, members[i]) : EVALUATION_NONE;
            if (type != EVALUATION_NONE)
                counts[type]++;
        }
    }
    put_diversity(result->values, counts, types.count);
    struct evaluation_record *by_type = evaluation_put_record(result->values, "counts");
    size_t total = 0;
    for (size_t i = 0; i < types.count; i++) {
        evaluation_put_count(by_type, types.names[i], counts[i]);
        total += counts[i];
    }
    result->reason = total == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* Eligible people and those who answered, by declared type. */
struct response_by_type {
    size_t *eligible, *responded;
    size_t all_eligible, all_responded;
};

static struct response_by_type count_responses(const struct evaluation_request *request,
                                               const struct types *types)
{
    struct response_by_type response = {
        .eligible = base_arena_array(request->scratch, size_t, types->count),
        .responded = base_arena_array(request->scratch, size_t, types->count),
    };
    size_t count;
    const struct evaluation_invited *invited =
        evaluation_participation_invited(request, request->analysis->cycle, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t type = type_of(request, types, invited[i].member);
        if (type == EVALUATION_NONE || invited[i].disposition == EVALUATION_NOT_ELIGIBLE)
            continue;
        bool responded = invited[i].disposition == EVALUATION_COMPLETE ||
                         invited[i].disposition == EVALUATION_PARTIAL;
        response.eligible[type]++;
        response.responded[type] += responded;
        response.all_eligible++;
        response.all_responded += responded;
    }
    return response;
}

void evaluation_participation_representation(const struct evaluation_request *request,
                                             struct evaluation_result *result)
{
    struct types types = types_of(request);
    struct response_by_type response = count_responses(request, &types);
    double eligible = (double)response.all_eligible, responded = (double)response.all_responded;
    double overall = evaluation_share(response.all_responded, response.all_eligible);
    double distance = 0, squares = 0;
    evaluation_put_count(result->values, "eligible", response.all_eligible);
    evaluation_put_count(result->values, "responded", response.all_responded);
    struct evaluation_list *groups = evaluation_put_list(result->values, "groups");
    for (size_t i = 0; i < types.count; i++) {
        double share_of_eligible = (double)response.eligible[i] / eligible;
        double share_of_responded = (double)response.responded[i] / responded;
        double rate = evaluation_share(response.responded[i], response.eligible[i]);
        struct evaluation_record *group = evaluation_list_record(groups);
        evaluation_put_text(group, "id", types.names[i]);
        evaluation_put_count(group, "eligible", response.eligible[i]);
        evaluation_put_count(group, "responded", response.responded[i]);
        evaluation_put_number(group, "rate", rate);
        evaluation_put_number(group, "ratio", share_of_responded / share_of_eligible);
        distance += fabs(share_of_responded - share_of_eligible);
        if (response.eligible[i] > 0)
            squares += (double)response.eligible[i] * (rate - overall) * (rate - overall);
    }
    double spread = response.all_responded == 0 || response.all_eligible < 2
                        ? NAN
                        : sqrt(squares / (eligible - 1));
    evaluation_put_number(result->values, "dissimilarity",
                          response.all_responded == 0 ? NAN : distance / 2);
    evaluation_put_number(result->values, "r_indicator", 1 - 2 * spread);
    evaluation_put_number(result->values, "cv", spread / overall);
    result->reason = response.all_eligible == 0 || response.all_responded == 0
                         ? EVALUATION_NO_DATA
                         : EVALUATION_REASON_NONE;
}
