#include <assert.h>
#include <math.h>

#include "evaluation/disclosure.h"

/* The answers behind a release, one per participant; not a number: not in it. */
struct release {
    const char *id;
    size_t count;
    double *answers;
};

static struct release release_of(const struct evaluation_request *request,
                                 const struct evaluation_release *wanted)
{
    const struct evaluation_analysis *analysis = request->analysis;
    const struct evaluation_question *question = &request->plan->questions[analysis->question];
    const struct evaluation_column *column =
        evaluation_request_column(request, analysis->question, analysis->cycle);
    const struct evaluation_names *names = &request->data->participants;
    const struct evaluation_selection *selected =
        evaluation_filter_select(&wanted->filter, request->data, request->scratch);
    double *values = base_arena_array(request->scratch, double, names->count);
    for (size_t i = 0; i < names->count; i++)
        values[i] = NAN;
    bool *is_in = base_arena_array(request->scratch, bool, names->count);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell) ||
            (selected != NULL && !evaluation_selection_has(selected, cell.member)))
            continue;
        uint32_t participant = evaluation_request_participant(request, cell.member);
        values[participant] = cell.value;
        is_in[participant] = true;
    }
    for (size_t i = 0; i < wanted->override_count; i++) {
        uint32_t participant = evaluation_names_find(names, wanted->overridden[i]);
        if (participant != EVALUATION_NONE && is_in[participant])
            values[participant] = wanted->override_values[i];
    }
    for (size_t i = 0; i < wanted->exclude_count; i++) {
        uint32_t participant = evaluation_names_find(names, wanted->excluded[i]);
        if (participant != EVALUATION_NONE)
            values[participant] = NAN;
    }
    struct release release = {.id = wanted->id, .answers = values};
    for (size_t i = 0; i < names->count; i++) {
        if (evaluation_question_check(question, values[i]) == EVALUATION_IS_VALID)
            release.count++;
        else
            values[i] = NAN;
    }
    return release;
}

/* Participants who are in exactly one of the two, or in both with different answers. */
static size_t difference(const struct release *a, const struct release *b, size_t participants)
{
    size_t count = 0;
    for (size_t i = 0; i < participants; i++) {
        bool in_a = !isnan(a->answers[i]), in_b = !isnan(b->answers[i]);
        count += in_a != in_b || (in_a && in_b && a->answers[i] != b->answers[i]);
    }
    return count;
}

void evaluation_disclosure_releases(const struct evaluation_request *request,
                                    struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    assert(analysis->k >= 1);
    size_t participants = request->data->participants.count, k = (size_t)analysis->k;
    struct release *published =
        base_arena_array(request->scratch, struct release, analysis->release_count);
    size_t published_count = 0;
    struct evaluation_list *list = evaluation_put_list(result->values, "releases");
    for (size_t i = 0; i < analysis->release_count; i++) {
        struct release release = release_of(request, &analysis->releases[i]);
        const char *conflict = NULL;
        for (size_t j = 0; release.count >= k && conflict == NULL && j < published_count; j++) {
            size_t differing = difference(&release, &published[j], participants);
            if (differing > 0 && differing < k)
                conflict = published[j].id;
        }
        const char *decision = release.count < k  ? "refused_size"
                               : conflict != NULL ? "refused_difference"
                                                  : "published";
        if (release.count >= k && conflict == NULL)
            published[published_count++] = release;
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_text(record, "id", release.id);
        evaluation_put_count(record, "n", release.count);
        evaluation_put_text(record, "decision", decision);
        evaluation_put_text(record, "conflicts_with", conflict);
    }
}
