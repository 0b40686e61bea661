#include "evaluation/participation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/statistics.h"

void evaluation_participation_flow(const struct evaluation_request *request,
                                   struct evaluation_result *result)
{
    size_t invited;
    const struct evaluation_invited *list =
        evaluation_participation_invited(request, request->analysis->cycle, &invited);
    size_t counts[EVALUATION_DISPOSITIONS] = {0};
    size_t started = 0, broken_off = 0;
    for (size_t i = 0; i < invited; i++) {
        counts[list[i].disposition]++;
        if (list[i].disposition == EVALUATION_NOT_ELIGIBLE)
            continue;
        started += list[i].started;
        broken_off += list[i].started && list[i].disposition == EVALUATION_BREAKOFF;
    }
    size_t complete = counts[EVALUATION_COMPLETE], partial = counts[EVALUATION_PARTIAL];
    size_t refusal = counts[EVALUATION_BREAKOFF], other = counts[EVALUATION_OTHER_REASON];
    size_t unknown = counts[EVALUATION_UNKNOWN];
    size_t eligible = invited - counts[EVALUATION_NOT_ELIGIBLE];
    size_t reached = complete + partial + refusal + other;
    struct evaluation_record *values = result->values;
    evaluation_put_count(values, "invited", invited);
    evaluation_put_count(values, "complete", complete);
    evaluation_put_count(values, "partial", partial);
    evaluation_put_count(values, "refusal_breakoff", refusal);
    evaluation_put_count(values, "non_contact", counts[EVALUATION_NO_CONTACT]);
    evaluation_put_count(values, "other", other);
    evaluation_put_count(values, "unknown", unknown);
    evaluation_put_count(values, "not_eligible", counts[EVALUATION_NOT_ELIGIBLE]);
    evaluation_put_count(values, "eligible", eligible);
    evaluation_put_count(values, "started", started);
    evaluation_put_number(values, "rr1", evaluation_share(complete, eligible));
    evaluation_put_number(values, "rr2", evaluation_share(complete + partial, eligible));
    evaluation_put_number(values, "rr5", evaluation_share(complete, eligible - unknown));
    evaluation_put_number(values, "rr6", evaluation_share(complete + partial, eligible - unknown));
    evaluation_put_number(values, "coop2", evaluation_share(complete + partial, reached));
    evaluation_put_number(values, "ref1", evaluation_share(refusal, eligible));
    evaluation_put_number(values, "con1", evaluation_share(reached, eligible));
    evaluation_put_number(values, "start_rate", evaluation_share(started, eligible));
    evaluation_put_number(values, "completion_rate", evaluation_share(complete, started));
    evaluation_put_number(values, "breakoff_rate", evaluation_share(broken_off, started));
    result->reason = eligible == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* One flag per participant: a selected cell of the column holds 1. */
static const bool *has_one(const struct evaluation_request *request, const char *question)
{
    const struct evaluation_column *column =
        evaluation_data_column(request->data, request->analysis->cycle, question);
    bool *flags = base_arena_array(request->scratch, bool, request->data->participants.count);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (evaluation_request_cell(request, column, i, &cell) && cell.value == 1)
            flags[evaluation_request_participant(request, cell.member)] = true;
    }
    return flags;
}

void evaluation_participation_attendance(const struct evaluation_request *request,
                                         struct evaluation_result *result)
{
    const bool *is_invited = has_one(request, EVALUATION_INVITED);
    const bool *has_attended = has_one(request, EVALUATION_ATTENDED);
    size_t invited = 0, attended = 0, both = 0;
    for (size_t i = 0; i < request->data->participants.count; i++) {
        invited += is_invited[i];
        attended += has_attended[i];
        both += is_invited[i] && has_attended[i];
    }
    evaluation_put_count(result->values, "invited", invited);
    evaluation_put_count(result->values, "attended", attended);
    evaluation_put_count(result->values, "attended_invited", both);
    evaluation_put_count(result->values, "attended_uninvited", attended - both);
    evaluation_put_number(result->values, "rate", evaluation_share(both, invited));
    result->reason = invited == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* One flag per unit of the kind: at least one of its people is present in the cycle. */
static const bool *units_present(const struct evaluation_request *request, int cycle,
                                 enum evaluation_unit unit)
{
    const uint32_t *members = NULL;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_request of_cycle = *request;
    of_cycle.scratch = scratch;
    bool is_of_people = unit == EVALUATION_UNIT_PARTICIPANT;
    const bool *present =
        evaluation_participation_present(&of_cycle, cycle, is_of_people ? NULL : &members);
    bool *units =
        base_arena_array(request->scratch, bool, evaluation_request_units(request, unit)->count);
    if (is_of_people) {
        memcpy(units, present, request->data->participants.count * sizeof(*units));
        return units;
    }
    for (size_t i = 0; i < request->data->participants.count; i++) {
        uint32_t index =
            present[i] ? evaluation_request_unit(request, members[i], unit) : EVALUATION_NONE;
        if (index != EVALUATION_NONE)
            units[index] = true;
    }
    return units;
}

void evaluation_participation_retention(const struct evaluation_request *request,
                                        struct evaluation_result *result)
{
    enum evaluation_unit unit = request->analysis->unit;
    const bool *from = units_present(request, request->analysis->from, unit);
    const bool *to = units_present(request, request->analysis->to, unit);
    size_t present_from = 0, present_to = 0, retained = 0;
    for (size_t i = 0; i < evaluation_request_units(request, unit)->count; i++) {
        present_from += from[i];
        present_to += to[i];
        retained += from[i] && to[i];
    }
    evaluation_put_count(result->values, "present_from", present_from);
    evaluation_put_count(result->values, "present_to", present_to);
    evaluation_put_count(result->values, "retained", retained);
    evaluation_put_count(result->values, "left", present_from - retained);
    evaluation_put_count(result->values, "joined", present_to - retained);
    evaluation_put_number(result->values, "retention", evaluation_share(retained, present_from));
    evaluation_put_number(result->values, "new_share",
                          evaluation_share(present_to - retained, present_to));
    result->reason = present_from == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}

/* One cycle of the turnover table; `present` has one row of flags per cycle of the plan. */
static void put_turnover(struct evaluation_record *record, const bool *const *present, size_t units,
                         size_t cycle, size_t cycles)
{
    size_t here = 0, fresh = 0, continuing = 0, returned = 0, last = 0;
    for (size_t i = 0; i < units; i++) {
        if (!present[cycle][i])
            continue;
        bool before = false, later = false;
        for (size_t other = 0; other < cycle; other++)
            before |= present[other][i];
        for (size_t other = cycle + 1; other < cycles; other++)
            later |= present[other][i];
        bool previous = cycle > 0 && present[cycle - 1][i];
        here++;
        fresh += !before;
        continuing += previous;
        returned += before && !previous;
        last += !later;
    }
    evaluation_put_count(record, "present", here);
    evaluation_put_count(record, "new", fresh);
    evaluation_put_count(record, "continuing", continuing);
    evaluation_put_count(record, "reentrant", returned);
    if (cycle + 1 < cycles) {
        evaluation_put_count(record, "last_seen", last);
        evaluation_put_number(record, "dropout_rate", evaluation_share(last, here));
    } else {
        evaluation_put_null(record, "last_seen");
        evaluation_put_null(record, "dropout_rate");
    }
}

void evaluation_participation_turnover(const struct evaluation_request *request,
                                       struct evaluation_result *result)
{
    size_t cycles = request->plan->cycle_count;
    size_t units = evaluation_request_units(request, request->analysis->unit)->count;
    const bool **present = base_arena_array(request->scratch, const bool *, cycles);
    struct evaluation_list *list = evaluation_put_list(result->values, "cycles");
    for (size_t i = 0; i < cycles; i++)
        present[i] = units_present(request, request->plan->cycles[i], request->analysis->unit);
    for (size_t i = 0; i < cycles; i++) {
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_integer(record, "cycle", request->plan->cycles[i]);
        put_turnover(record, present, units, i, cycles);
    }
    size_t *in_cycles = base_arena_array(request->scratch, size_t, cycles + 1);
    size_t total = 0;
    for (size_t i = 0; i < units; i++) {
        size_t count = 0;
        for (size_t j = 0; j < cycles; j++)
            count += present[j][i];
        in_cycles[count]++;
        total += count;
    }
    size_t ever = units - in_cycles[0], always = cycles == 0 ? 0 : in_cycles[cycles];
    evaluation_put_count(result->values, "ever_present", ever);
    struct evaluation_list *attended = evaluation_put_list(result->values, "cycles_attended");
    for (size_t j = 1; j <= cycles; j++)
        evaluation_list_integer(attended, (int64_t)in_cycles[j]);
    evaluation_put_number(result->values, "mean_cycles", evaluation_share(total, ever));
    evaluation_put_count(result->values, "present_in_all", always);
    evaluation_put_number(result->values, "full_share", evaluation_share(always, ever));
    result->reason = ever == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
