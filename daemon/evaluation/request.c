#include "evaluation/request.h"

#include <assert.h>

/* Marks in `ret_allowed` (one flag per name) the names that are listed. */
static void allow(const struct evaluation_names *names, const char *const *list, size_t count,
                  bool *ret_allowed)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t index = evaluation_names_find(names, list[i]);
        if (index != EVALUATION_NONE)
            ret_allowed[index] = true;
    }
}

static bool lists_unknown(const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i][0] == '\0')
            return true;
    return false;
}

static bool is_allowed(uint32_t attribute, const bool *allowed, bool unknown_is_allowed)
{
    return attribute == EVALUATION_NONE ? unknown_is_allowed : allowed[attribute];
}

static const bool *select_participants(const struct evaluation_filter *filter,
                                       const struct evaluation_data *data, struct base_arena *arena)
{
    if (!filter->participant.given)
        return NULL;
    bool *participants = base_arena_array(arena, bool, data->participants.count);
    allow(&data->participants, filter->participant.list, filter->participant.count, participants);
    return participants;
}

static const bool *select_affiliations(const struct evaluation_filter *filter,
                                       const struct evaluation_data *data, struct base_arena *arena)
{
    if (!filter->organisation.given && !filter->actor_type.given)
        return NULL;
    bool *organisations = base_arena_array(arena, bool, data->organisations.count);
    bool *actor_types = base_arena_array(arena, bool, data->actor_types.count);
    bool *affiliations = base_arena_array(arena, bool, data->affiliation_count);
    /* The empty text is no name: it selects the rows whose attribute is unknown. */
    bool unknown_organisation =
        lists_unknown(filter->organisation.list, filter->organisation.count);
    bool unknown_actor_type = lists_unknown(filter->actor_type.list, filter->actor_type.count);
    allow(&data->organisations, filter->organisation.list, filter->organisation.count,
          organisations);
    allow(&data->actor_types, filter->actor_type.list, filter->actor_type.count, actor_types);
    for (size_t i = 0; i < data->affiliation_count; i++) {
        const struct evaluation_affiliation *each = &data->affiliations[i];
        affiliations[i] = (!filter->organisation.given ||
                           is_allowed(each->organisation, organisations, unknown_organisation)) &&
                          (!filter->actor_type.given ||
                           is_allowed(each->actor_type, actor_types, unknown_actor_type));
    }
    return affiliations;
}

const struct evaluation_selection *evaluation_filter_select(const struct evaluation_filter *filter,
                                                            const struct evaluation_data *data,
                                                            struct base_arena *arena)
{
    if (!filter->participant.given && !filter->organisation.given && !filter->actor_type.given)
        return NULL;
    struct evaluation_selection *selection = base_arena_object(arena, struct evaluation_selection);
    *selection =
        (struct evaluation_selection){.data = data,
                                      .affiliations = select_affiliations(filter, data, arena),
                                      .participants = select_participants(filter, data, arena)};
    return selection;
}

const struct evaluation_column *evaluation_request_column(const struct evaluation_request *request,
                                                          size_t question, int cycle)
{
    assert(question < request->plan->question_count);
    return evaluation_data_column(request->data, cycle, request->plan->questions[question].id);
}

uint32_t evaluation_request_participant(const struct evaluation_request *request, uint32_t member)
{
    return request->data->members[member].participant;
}

uint32_t evaluation_request_unit(const struct evaluation_request *request, uint32_t member,
                                 enum evaluation_unit unit)
{
    const struct evaluation_member *who = &request->data->members[member];
    switch (unit) {
    case EVALUATION_UNIT_PARTICIPANT:
        return who->participant;
    case EVALUATION_UNIT_ORGANISATION:
        return who->organisation;
    case EVALUATION_UNIT_ACTOR_TYPE:
        return who->actor_type;
    case EVALUATION_UNIT_ALL:
        break;
    }
    return 0;
}

const struct evaluation_names *evaluation_request_units(const struct evaluation_request *request,
                                                        enum evaluation_unit unit)
{
    assert(unit != EVALUATION_UNIT_ALL);
    if (unit == EVALUATION_UNIT_ORGANISATION)
        return &request->data->organisations;
    if (unit == EVALUATION_UNIT_ACTOR_TYPE)
        return &request->data->actor_types;
    return &request->data->participants;
}
