#include <math.h>
#include <string.h>

#include "evaluation/request.h"
#include "sheet.h"
#include "tally.h"

/* Pairs of answers on scales are of few kinds: up to this many are counted as they come. */
#define KINDS_MOST 2048
#define SLOTS ((size_t)4 * KINDS_MOST)

/* Pairs while they are counted. */
struct counting {
    size_t kinds, count;
    double first[KINDS_MOST], second[KINDS_MOST];
    size_t weights[KINDS_MOST];
    uint16_t slots[SLOTS]; /* index + 1, or 0 */
    struct evaluation_kinds all_first, all_second;
};

static uint64_t bits_of(double value)
{
    uint64_t bits;
    double plain = value == 0 ? 0 : value; /* there are two zeroes */
    memcpy(&bits, &plain, sizeof(bits));
    return bits;
}

/* False if there are too many kinds. */
static bool count_pair(struct counting *counting, double first, double second)
{
    uint64_t hash = bits_of(first) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ (hash >> 32) ^ bits_of(second)) * UINT64_C(0xbf58476d1ce4e5b9);
    size_t place = hash >> 51;
    counting->count++;
    for (; counting->slots[place] != 0; place = (place + 1) % SLOTS) {
        size_t kind = counting->slots[place] - 1;
        if (counting->first[kind] == first && counting->second[kind] == second) {
            counting->weights[kind]++;
            return true;
        }
    }
    if (counting->kinds == KINDS_MOST)
        return false;
    counting->first[counting->kinds] = first;
    counting->second[counting->kinds] = second;
    counting->weights[counting->kinds] = 1;
    counting->slots[place] = (uint16_t)++counting->kinds;
    return true;
}

/* Somebody with a value of one of the variables. */
struct head {
    struct evaluation_stream stream;
    bool is_there;
    uint32_t participant;
    double value;
};

/* Takes the next one, and counts its value; false if that is of one kind too many. */
static bool advance(const struct evaluation_request *request, struct head *head,
                    struct evaluation_kinds *all)
{
    uint32_t member = 0;
    head->is_there = evaluation_stream_next(&head->stream, &member, &head->value);
    if (!head->is_there)
        return true;
    head->participant = evaluation_request_participant(request, member);
    return evaluation_kinds_count(all, head->value);
}

/* Counts everybody who has either variable; false if there are too many kinds. */
static bool count_streams(const struct evaluation_request *request,
                          const struct evaluation_variable *first,
                          const struct evaluation_variable *second, struct counting *counting)
{
    struct head a = {.stream = evaluation_stream_of(request, first)};
    struct head b = {.stream = evaluation_stream_of(request, second)};
    bool is_good =
        advance(request, &a, &counting->all_first) && advance(request, &b, &counting->all_second);
    while (is_good && (a.is_there || b.is_there)) {
        bool takes_a = a.is_there && (!b.is_there || a.participant <= b.participant);
        bool takes_b = b.is_there && (!a.is_there || b.participant <= a.participant);
        if (takes_a && takes_b)
            is_good = count_pair(counting, a.value, b.value);
        if (takes_a)
            is_good = is_good && advance(request, &a, &counting->all_first);
        if (takes_b)
            is_good = is_good && advance(request, &b, &counting->all_second);
    }
    return is_good;
}

/* Where values are of too many kinds, each pair is one. */
static struct evaluation_joint keep_pairs(const struct evaluation_request *request,
                                          const struct evaluation_variable *first,
                                          const struct evaluation_variable *second,
                                          struct evaluation_distribution *ret_first,
                                          struct evaluation_distribution *ret_second)
{
    struct evaluation_series a = evaluation_series_variable(request, first);
    struct evaluation_series b = evaluation_series_variable(request, second);
    if (ret_first != NULL)
        *ret_first = evaluation_distribution_of(request->scratch, a.values, a.count);
    if (ret_second != NULL)
        *ret_second = evaluation_distribution_of(request->scratch, b.values, b.count);
    struct evaluation_pairs pairs = evaluation_series_pair(request, &a, &b);
    size_t *weights = base_arena_array(request->scratch, size_t, pairs.count);
    for (size_t i = 0; i < pairs.count; i++)
        weights[i] = 1;
    return (struct evaluation_joint){
        .kinds = pairs.count,
        .first = pairs.first,
        .second = pairs.second,
        .weights = weights,
        .count = pairs.count,
        .only_first = pairs.only_first,
        .only_second = pairs.only_second,
    };
}

struct evaluation_joint evaluation_joint_variables(const struct evaluation_request *request,
                                                   const struct evaluation_variable *first,
                                                   const struct evaluation_variable *second,
                                                   struct evaluation_distribution *ret_first,
                                                   struct evaluation_distribution *ret_second)
{
    struct counting *counting = base_arena_object(request->scratch, struct counting);
    if (!count_streams(request, first, second, counting))
        return keep_pairs(request, first, second, ret_first, ret_second);
    struct evaluation_distribution all_first = evaluation_kinds_end(&counting->all_first);
    struct evaluation_distribution all_second = evaluation_kinds_end(&counting->all_second);
    if (ret_first != NULL)
        *ret_first = all_first;
    if (ret_second != NULL)
        *ret_second = all_second;
    return (struct evaluation_joint){
        .kinds = counting->kinds,
        .first = counting->first,
        .second = counting->second,
        .weights = counting->weights,
        .count = counting->count,
        .only_first = all_first.count - counting->count,
        .only_second = all_second.count - counting->count,
    };
}

struct evaluation_distribution
evaluation_distribution_variable(const struct evaluation_request *request,
                                 const struct evaluation_variable *variable, size_t *ret_missing,
                                 double *ret_magnitude)
{
    struct evaluation_tally tally;
    if (evaluation_tally_count(request, variable, &tally)) {
        *ret_magnitude = tally.magnitude;
        *ret_missing = 0;
        for (size_t i = 0; i < request->data->affiliation_count; i++)
            *ret_missing += tally.missing[i];
        return evaluation_tally_merge(request, &tally, NULL);
    }
    struct evaluation_kinds *kinds = base_arena_object(request->scratch, struct evaluation_kinds);
    struct evaluation_stream stream = evaluation_stream_of(request, variable);
    uint32_t member;
    double value;
    *ret_magnitude = stream.sheet.magnitude;
    while (evaluation_stream_next(&stream, &member, &value)) {
        if (evaluation_kinds_count(kinds, value))
            continue;
        struct evaluation_series series = evaluation_series_variable(request, variable);
        *ret_missing = series.missing;
        return evaluation_distribution_of(request->scratch, series.values, series.count);
    }
    *ret_missing = stream.missing;
    return evaluation_kinds_end(kinds);
}
