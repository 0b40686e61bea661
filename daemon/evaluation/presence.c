#include "evaluation/participation.h"

#include <math.h>

/* One flag per participant: a cell of the column holds 1. `members` may be NULL. */
static bool *flags_of(const struct evaluation_request *request, int cycle, const char *question,
                      uint32_t *members)
{
    const struct evaluation_column *column = evaluation_data_column(request->data, cycle, question);
    bool *flags = base_arena_array(request->scratch, bool, request->data->participants.count);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell) || cell.value != 1)
            continue;
        uint32_t participant = evaluation_request_participant(request, cell.member);
        flags[participant] = true;
        if (members != NULL)
            members[participant] = cell.member;
    }
    return flags;
}

/* How many of the cycle's required questions each participant has answered validly. */
static size_t *count_answered(const struct evaluation_request *request, int cycle,
                              size_t *ret_required)
{
    size_t *answered =
        base_arena_array(request->scratch, size_t, request->data->participants.count);
    *ret_required = 0;
    for (size_t i = 0; i < request->plan->questionnaire_count; i++) {
        const struct evaluation_questionnaire *questionnaire = &request->plan->questionnaires[i];
        if (questionnaire->cycle != cycle)
            continue;
        *ret_required = questionnaire->required_count;
        for (size_t j = 0; j < questionnaire->required_count; j++) {
            const struct evaluation_question *question =
                &request->plan->questions[questionnaire->required[j]];
            const struct evaluation_column *column =
                evaluation_request_column(request, questionnaire->required[j], cycle);
            struct evaluation_cell cell;
            for (size_t row = 0; row < column->rows->count; row++)
                if (evaluation_request_cell(request, column, row, &cell) &&
                    evaluation_question_check(question, cell.value) == EVALUATION_IS_VALID)
                    answered[evaluation_request_participant(request, cell.member)]++;
        }
    }
    return answered;
}

static enum evaluation_delivery *deliveries_of(const struct evaluation_request *request, int cycle)
{
    const struct evaluation_column *column =
        evaluation_data_column(request->data, cycle, EVALUATION_DELIVERY);
    enum evaluation_delivery *deliveries = base_arena_array(
        request->scratch, enum evaluation_delivery, request->data->participants.count);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (evaluation_request_cell(request, column, i, &cell) && isfinite(cell.value))
            deliveries[evaluation_request_participant(request, cell.member)] =
                (enum evaluation_delivery)cell.value;
    }
    return deliveries;
}

static enum evaluation_disposition dispose(enum evaluation_delivery delivery, bool started,
                                           size_t answered, size_t required)
{
    if (delivery == EVALUATION_INELIGIBLE)
        return EVALUATION_NOT_ELIGIBLE;
    if (5 * answered > 4 * required)
        return EVALUATION_COMPLETE;
    if (required > 0 && 2 * answered >= required)
        return EVALUATION_PARTIAL;
    if (started || delivery == EVALUATION_DECLINED)
        return EVALUATION_BREAKOFF;
    if (delivery == EVALUATION_UNDELIVERABLE)
        return EVALUATION_UNKNOWN;
    return delivery == EVALUATION_OTHER ? EVALUATION_OTHER_REASON : EVALUATION_NO_CONTACT;
}

const struct evaluation_invited *
evaluation_participation_invited(const struct evaluation_request *request, int cycle,
                                 size_t *ret_count)
{
    const struct evaluation_column *column =
        evaluation_data_column(request->data, cycle, EVALUATION_INVITED);
    *ret_count = 0;
    if (column->rows->count == 0)
        return NULL;
    size_t required;
    const size_t *answered = count_answered(request, cycle, &required);
    const bool *started = flags_of(request, cycle, EVALUATION_STARTED, NULL);
    const enum evaluation_delivery *deliveries = deliveries_of(request, cycle);
    struct evaluation_invited *invited =
        base_arena_array(request->scratch, struct evaluation_invited, column->rows->count);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell) || cell.value != 1)
            continue;
        uint32_t participant = evaluation_request_participant(request, cell.member);
        bool has_started = started[participant] || answered[participant] > 0;
        invited[(*ret_count)++] = (struct evaluation_invited){
            .member = cell.member,
            .disposition =
                dispose(deliveries[participant], has_started, answered[participant], required),
            .started = has_started,
        };
    }
    return invited;
}

const bool *evaluation_participation_present(const struct evaluation_request *request, int cycle,
                                             const uint32_t **ret_members)
{
    size_t participants = request->data->participants.count;
    uint32_t *members = NULL;
    if (ret_members != NULL)
        *ret_members = members =
            base_arena_alloc(request->scratch, participants * sizeof(*members));
    if (request->plan->presence == EVALUATION_PRESENCE_ATTENDED)
        return flags_of(request, cycle, EVALUATION_ATTENDED, members);
    bool *present = base_arena_array(request->scratch, bool, participants);
    size_t count;
    const struct evaluation_invited *invited =
        evaluation_participation_invited(request, cycle, &count);
    for (size_t i = 0; i < count; i++) {
        if (invited[i].disposition != EVALUATION_COMPLETE &&
            invited[i].disposition != EVALUATION_PARTIAL)
            continue;
        uint32_t participant = evaluation_request_participant(request, invited[i].member);
        present[participant] = true;
        if (members != NULL)
            members[participant] = invited[i].member;
    }
    return present;
}
