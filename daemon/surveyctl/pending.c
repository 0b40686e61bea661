#include "pending.h"

#include <stdlib.h>
#include <string.h>

#include "store/dataset.h"

/* The list while it grows. */
struct gathering {
    struct base_arena *arena;
    struct pending *pending;
    size_t capacity;
};

static enum base_status gather(const struct store_response *response, void *context,
                               struct base_failure *reterr)
{
    struct gathering *gathering = context;
    struct pending *pending = gathering->pending;

    (void)reterr;
    if (!response->has_respondent)
        return STATUS_OK;
    if (pending->count == gathering->capacity) {
        size_t capacity = gathering->capacity == 0 ? 64 : 2 * gathering->capacity;
        void *grown =
            base_arena_zalloc(gathering->arena, capacity, sizeof(pending->respondents[0]));
        if (pending->count > 0)
            memcpy(grown, pending->respondents, pending->count * sizeof(pending->respondents[0]));
        pending->respondents = grown;
        gathering->capacity = capacity;
    }
    memcpy(pending->respondents[pending->count++], response->key, BASE_TOKEN_PSEUDONYM_BYTES);
    return STATUS_OK;
}

static int compare(const void *left, const void *right)
{
    return memcmp(left, right, BASE_TOKEN_PSEUDONYM_BYTES);
}

enum base_status pending_read(struct surveyctl *surveyctl,
                              const struct store_programme_summary *summary, int cycle,
                              struct pending *ret_pending, struct base_failure *reterr)
{
    struct gathering gathering = {.arena = surveyctl->arena, .pending = ret_pending};
    const struct store_cycle_summary *found = NULL;

    *ret_pending = (struct pending){0};
    for (size_t i = 0; i < summary->cycle_count; i++) {
        if (summary->cycles[i].cycle == cycle)
            found = &summary->cycles[i];
    }
    if (found == NULL)
        return base_failure_set(reterr, STATUS_NOT_FOUND, "%s has no cycle %d", summary->programme,
                                cycle);
    if (found->state == STORE_CYCLE_SEALED)
        return base_failure_set(reterr, STATUS_CLOSED,
                                "cycle %d is sealed: who has answered cannot be told any more",
                                cycle);
    enum base_status status = store_response_stream(surveyctl->session, summary->programme, cycle,
                                                    gather, &gathering, reterr);
    if (ret_pending->count > 1)
        qsort(ret_pending->respondents, ret_pending->count, sizeof(ret_pending->respondents[0]),
              compare);
    return status;
}

bool pending_has_answered(const struct pending *pending,
                          const uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES])
{
    return pending->count > 0 && bsearch(respondent, pending->respondents, pending->count,
                                         sizeof(pending->respondents[0]), compare) != NULL;
}
