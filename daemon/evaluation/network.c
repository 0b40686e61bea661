#include "evaluation/network.h"

#include <math.h>

#include "evaluation/statistics.h"

enum tie { TIE_UNOBSERVED, TIE_ABSENT, TIE_PRESENT };

/* What the organisations of a roster say of each other in one cycle. */
struct network {
    size_t count; /* nodes of the roster; those not yet in it take no part */
    const struct evaluation_node *nodes;
    bool *takes_part;
    double *strengths; /* [from * count + to]: largest answer; not a number: unobserved */
    double threshold;
    bool is_strict;
    size_t respondents;
    bool *responds; /* of each node: somebody gave a usable answer */
};

/* Takes in what everybody says about one node. `is_respondent` has a flag per participant. */
static void read_answers(const struct evaluation_request *request,
                         const struct evaluation_question *question, int cycle,
                         const char *roster_id, const uint32_t *node_of, size_t node,
                         struct network *network, bool *is_respondent)
{
    const char *name =
        base_arena_format(request->scratch, "%s:%s", roster_id, network->nodes[node].id);
    const struct evaluation_column *column = evaluation_data_column(request->data, cycle, name);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell))
            continue;
        uint32_t organisation = request->data->members[cell.member].organisation;
        if (organisation == EVALUATION_NONE || node_of[organisation] == EVALUATION_NONE ||
            node_of[organisation] == node ||
            evaluation_question_check(question, cell.value) != EVALUATION_IS_VALID)
            continue;
        size_t from = node_of[organisation];
        double *strength = &network->strengths[from * network->count + node];
        *strength = fmax(*strength, cell.value); /* fmax passes over what is not a number */
        network->responds[from] = true;
        uint32_t participant = evaluation_request_participant(request, cell.member);
        network->respondents += !is_respondent[participant];
        is_respondent[participant] = true;
    }
}

static struct network network_of(const struct evaluation_request *request, int cycle)
{
    const struct evaluation_roster *roster = &request->plan->rosters[request->analysis->roster];
    struct base_arena *scratch = request->scratch;
    size_t count = roster->node_count, organisations = request->data->organisations.count;
    struct network network = {
        .count = count,
        .nodes = roster->nodes,
        .takes_part = base_arena_array(scratch, bool, count),
        .strengths = base_arena_array(scratch, double, count *count),
        .threshold = request->analysis->threshold,
        .is_strict = request->analysis->strict,
        .responds = base_arena_array(scratch, bool, count),
    };
    for (size_t i = 0; i < count * count; i++)
        network.strengths[i] = NAN;
    uint32_t *node_of = base_arena_array(scratch, uint32_t, organisations);
    for (size_t i = 0; i < organisations; i++)
        node_of[i] = EVALUATION_NONE;
    for (size_t i = 0; i < count; i++) {
        network.takes_part[i] = roster->nodes[i].from_cycle <= cycle;
        uint32_t index = evaluation_names_find(&request->data->organisations, roster->nodes[i].id);
        if (network.takes_part[i] && index != EVALUATION_NONE)
            node_of[index] = (uint32_t)i;
    }
    bool *is_respondent = base_arena_array(scratch, bool, request->data->participants.count);
    for (size_t i = 0; i < count; i++)
        if (network.takes_part[i])
            read_answers(request, &request->plan->questions[roster->question], cycle, roster->id,
                         node_of, i, &network, is_respondent);
    return network;
}

static enum tie arc_of(const struct network *network, size_t from, size_t to)
{
    double strength = network->strengths[from * network->count + to];
    if (isnan(strength))
        return TIE_UNOBSERVED;
    return strength >= network->threshold ? TIE_PRESENT : TIE_ABSENT;
}

/* The undirected tie of a pair. */
static enum tie tie_of(const struct network *network, size_t i, size_t j)
{
    enum tie there = arc_of(network, i, j), back = arc_of(network, j, i);
    if (there != TIE_UNOBSERVED && back != TIE_UNOBSERVED)
        return there == TIE_PRESENT || back == TIE_PRESENT ? TIE_PRESENT : TIE_ABSENT;
    if (network->is_strict)
        return TIE_UNOBSERVED;
    return there == TIE_UNOBSERVED ? back : there;
}

static double ratio(double part, double whole)
{
    return whole == 0 ? NAN : part / whole;
}

/* Arcs: who names whom. */
struct arcs {
    size_t nodes, organisations, observed, present, both, mutual, asymmetric;
    double strength;
};

static struct arcs count_arcs(const struct network *network)
{
    struct arcs arcs = {0};
    for (size_t i = 0; i < network->count; i++) {
        arcs.nodes += network->takes_part[i];
        arcs.organisations += network->responds[i];
        for (size_t j = 0; j < network->count; j++) {
            enum tie there = arc_of(network, i, j), back = arc_of(network, j, i);
            if (there == TIE_UNOBSERVED)
                continue;
            arcs.observed++;
            if (there == TIE_PRESENT) {
                arcs.present++;
                arcs.strength += network->strengths[i * network->count + j];
            }
            if (i >= j || back == TIE_UNOBSERVED)
                continue;
            arcs.both++;
            arcs.mutual += there == TIE_PRESENT && back == TIE_PRESENT;
            arcs.asymmetric += (there == TIE_PRESENT) != (back == TIE_PRESENT);
        }
    }
    return arcs;
}

static void put_arcs(const struct network *network, const struct arcs *arcs,
                     struct evaluation_record *values)
{
    double n = (double)arcs->nodes, mutual = (double)arcs->mutual;
    double asymmetric = (double)arcs->asymmetric;
    evaluation_put_count(values, "nodes", arcs->nodes);
    evaluation_put_count(values, "respondents", network->respondents);
    evaluation_put_count(values, "organisations_responding", arcs->organisations);
    evaluation_put_number(values, "coverage", ratio((double)arcs->observed, n * (n - 1)));
    evaluation_put_count(values, "arcs_observed", arcs->observed);
    evaluation_put_count(values, "arcs", arcs->present);
    evaluation_put_number(values, "density_directed",
                          ratio((double)arcs->present, (double)arcs->observed));
    evaluation_put_count(values, "dyads_both_observed", arcs->both);
    evaluation_put_count(values, "mutual", arcs->mutual);
    evaluation_put_count(values, "asymmetric", arcs->asymmetric);
    evaluation_put_number(values, "reciprocity", ratio(2 * mutual, 2 * mutual + asymmetric));
    evaluation_put_number(values, "dyadic_reciprocity", ratio(mutual, mutual + asymmetric));
    evaluation_put_number(values, "mean_strength", ratio(arcs->strength, (double)arcs->present));
}

/* Undirected ties and what hangs together by them. */
struct ties {
    size_t observed, present, isolates, components, largest;
    size_t external, internal, external_observed, internal_observed;
};

static size_t root_of(size_t *parents, size_t node)
{
    while (parents[node] != node) {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    return node;
}

/* Whether the two nodes are of different types: 1, 0, or -1 if a type is not known. */
static int is_external(const struct network *network, size_t i, size_t j)
{
    const char *a = network->nodes[i].type, *b = network->nodes[j].type;
    return a == NULL || b == NULL ? -1 : !base_text_equal_string(base_text_of(a), b);
}

static void count_components(struct base_arena *scratch, const struct network *network,
                             size_t *parents, struct ties *ties)
{
    size_t *sizes = base_arena_array(scratch, size_t, network->count);
    for (size_t i = 0; i < network->count; i++) {
        if (!network->takes_part[i])
            continue;
        size_t root = root_of(parents, i);
        ties->components += sizes[root] == 0;
        sizes[root]++;
        ties->largest = sizes[root] > ties->largest ? sizes[root] : ties->largest;
    }
}

static struct ties count_ties(struct base_arena *scratch, const struct network *network)
{
    struct ties ties = {0};
    size_t *parents = base_arena_array(scratch, size_t, network->count);
    for (size_t i = 0; i < network->count; i++)
        parents[i] = i;
    for (size_t i = 0; i < network->count; i++) {
        size_t observed = 0, present = 0;
        for (size_t j = 0; j < network->count; j++) {
            enum tie tie = i == j ? TIE_UNOBSERVED : tie_of(network, i, j);
            observed += tie != TIE_UNOBSERVED;
            present += tie == TIE_PRESENT;
            if (j <= i || tie == TIE_UNOBSERVED)
                continue;
            int external = is_external(network, i, j);
            ties.observed++;
            ties.external_observed += external == 1;
            ties.internal_observed += external == 0;
            if (tie == TIE_ABSENT)
                continue;
            ties.present++;
            ties.external += external == 1;
            ties.internal += external == 0;
            parents[root_of(parents, i)] = root_of(parents, j);
        }
        ties.isolates += observed > 0 && present == 0;
    }
    count_components(scratch, network, parents, &ties);
    return ties;
}

static void put_ties(const struct ties *ties, size_t nodes, struct evaluation_record *values)
{
    double external = (double)ties->external, internal = (double)ties->internal;
    double external_observed = (double)ties->external_observed;
    double internal_observed = (double)ties->internal_observed;
    double density = ratio((double)ties->present, (double)ties->observed);
    evaluation_put_count(values, "dyads_observed", ties->observed);
    evaluation_put_count(values, "edges", ties->present);
    evaluation_put_number(values, "density", density);
    evaluation_put_number(values, "average_degree", density * ((double)nodes - 1));
    evaluation_put_count(values, "isolates", ties->isolates);
    evaluation_put_count(values, "components", ties->components);
    evaluation_put_number(values, "largest_component", evaluation_share(ties->largest, nodes));
    evaluation_put_count(values, "external", ties->external);
    evaluation_put_count(values, "internal", ties->internal);
    evaluation_put_number(values, "ei_index", ratio(external - internal, external + internal));
    evaluation_put_number(
        values, "ei_expected",
        ratio(external_observed - internal_observed, external_observed + internal_observed));
    evaluation_put_number(values, "cross_share", ratio(external, external + internal));
}

void evaluation_network_structure(const struct evaluation_request *request,
                                  struct evaluation_result *result)
{
    struct network network = network_of(request, request->analysis->cycle);
    struct arcs arcs = count_arcs(&network);
    struct ties ties = count_ties(request->scratch, &network);
    put_arcs(&network, &arcs, result->values);
    put_ties(&ties, arcs.nodes, result->values);
    result->reason = arcs.observed == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

void evaluation_network_change(const struct evaluation_request *request,
                               struct evaluation_result *result)
{
    struct network from = network_of(request, request->analysis->from);
    struct network to = network_of(request, request->analysis->to);
    size_t common = 0, joined = 0, dyads = 0, kept = 0, made = 0, lost = 0, with_joined = 0;
    for (size_t i = 0; i < from.count; i++) {
        common += from.takes_part[i] && to.takes_part[i];
        joined += !from.takes_part[i] && to.takes_part[i];
        for (size_t j = i + 1; j < from.count; j++) {
            enum tie before = tie_of(&from, i, j), after = tie_of(&to, i, j);
            bool is_common =
                from.takes_part[i] && to.takes_part[i] && from.takes_part[j] && to.takes_part[j];
            with_joined += after == TIE_PRESENT && (!from.takes_part[i] || !from.takes_part[j]);
            if (!is_common || before == TIE_UNOBSERVED || after == TIE_UNOBSERVED)
                continue;
            dyads++;
            kept += before == TIE_PRESENT && after == TIE_PRESENT;
            made += before == TIE_ABSENT && after == TIE_PRESENT;
            lost += before == TIE_PRESENT && after == TIE_ABSENT;
        }
    }
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "nodes_common", common);
    evaluation_put_count(values, "nodes_new", joined);
    evaluation_put_count(values, "dyads_common", dyads);
    evaluation_put_count(values, "maintained", kept);
    evaluation_put_count(values, "new", made);
    evaluation_put_count(values, "lost", lost);
    evaluation_put_number(values, "jaccard", evaluation_share(kept, kept + made + lost));
    evaluation_put_number(values, "density_from", evaluation_share(kept + lost, dyads));
    evaluation_put_number(values, "density_to", evaluation_share(kept + made, dyads));
    evaluation_put_count(values, "new_with_new_nodes", with_joined);
    result->reason = dyads == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

struct evaluation_type_ties evaluation_network_types(const struct evaluation_request *request)
{
    const struct evaluation_plan *plan = request->plan;
    size_t count = plan->actor_type_count;
    struct network network = network_of(request, request->analysis->cycle);
    struct evaluation_type_ties types = {
        .count = count,
        .nodes = base_arena_array(request->arena, size_t, count),
        .responding = base_arena_array(request->arena, size_t, count),
        .observed = base_arena_array(request->arena, size_t, count * count),
        .present = base_arena_array(request->arena, size_t, count * count),
    };
    size_t *type_of = base_arena_array(request->scratch, size_t, network.count);
    for (size_t i = 0; i < network.count; i++) {
        type_of[i] = SIZE_MAX;
        for (size_t t = 0; network.nodes[i].type != NULL && t < count; t++)
            if (base_text_equal_string(base_text_of(network.nodes[i].type), plan->actor_types[t]))
                type_of[i] = t;
        if (type_of[i] == SIZE_MAX)
            continue;
        types.nodes[type_of[i]] += network.takes_part[i];
        types.responding[type_of[i]] += network.responds[i];
    }
    for (size_t i = 0; i < network.count; i++)
        for (size_t j = i + 1; j < network.count; j++) {
            enum tie tie = tie_of(&network, i, j);
            if (tie == TIE_UNOBSERVED || type_of[i] == SIZE_MAX || type_of[j] == SIZE_MAX)
                continue;
            size_t cell = type_of[i] * count + type_of[j];
            size_t mirror = type_of[j] * count + type_of[i];
            types.observed[cell]++;
            types.present[cell] += tie == TIE_PRESENT;
            types.observed[mirror] = types.observed[cell];
            types.present[mirror] = types.present[cell];
        }
    return types;
}
