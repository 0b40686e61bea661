#include <assert.h>
#include <math.h>
#include <string.h>

#include "evaluation/request.h"

struct evaluation_series evaluation_series_question(const struct evaluation_request *request,
                                                    size_t question, int cycle, bool reversed)
{
    const struct evaluation_question *definition = &request->plan->questions[question];
    const struct evaluation_column *column = evaluation_request_column(request, question, cycle);
    struct evaluation_series series = {0};
    series.members = base_arena_array(request->scratch, uint32_t, column->count);
    series.values = base_arena_array(request->scratch, double, column->count);
    for (size_t i = 0; i < column->count; i++) {
        const struct evaluation_cell *cell = &column->cells[i];
        if (!evaluation_request_selects(request, cell->member))
            continue;
        enum evaluation_validity validity = evaluation_question_check(definition, cell->value);
        series.missing += validity == EVALUATION_IS_MISSING;
        series.invalid += validity == EVALUATION_IS_INVALID;
        if (validity != EVALUATION_IS_VALID)
            continue;
        series.magnitude = fmax(series.magnitude, fabs(cell->value));
        series.members[series.count] = cell->member;
        series.values[series.count++] =
            reversed && definition->reverse
                ? definition->minimum + definition->maximum - cell->value
                : cell->value;
    }
    return series;
}

/* The answers of every participant to some questions, as a dense table. */
struct answers {
    size_t participants, columns;
    double *values;     /* participant by participant; not a number where nothing valid */
    uint32_t *members;  /* whose row it was: the first column's row; NONE if nothing was put */
    uint32_t *answered; /* valid answers */
    double magnitude;   /* of all valid answers */
};

static struct answers collect(const struct evaluation_request *request, size_t count,
                              const size_t *questions, int cycle, bool reversed)
{
    struct answers answers = {.participants = request->data->participants.count, .columns = count};
    answers.values = base_arena_array(request->scratch, double, answers.participants *count);
    answers.members = base_arena_array(request->scratch, uint32_t, answers.participants);
    answers.answered = base_arena_array(request->scratch, uint32_t, answers.participants);
    for (size_t i = 0; i < answers.participants * count; i++)
        answers.values[i] = NAN;
    for (size_t i = 0; i < answers.participants; i++)
        answers.members[i] = EVALUATION_NONE;
    for (size_t j = 0; j < count; j++) {
        const struct evaluation_question *definition = &request->plan->questions[questions[j]];
        const struct evaluation_column *column =
            evaluation_request_column(request, questions[j], cycle);
        for (size_t i = 0; i < column->count; i++) {
            const struct evaluation_cell *cell = &column->cells[i];
            if (!evaluation_request_selects(request, cell->member))
                continue;
            uint32_t participant = evaluation_request_participant(request, cell->member);
            if (answers.members[participant] == EVALUATION_NONE)
                answers.members[participant] = cell->member;
            if (evaluation_question_check(definition, cell->value) != EVALUATION_IS_VALID)
                continue;
            answers.answered[participant]++;
            answers.magnitude = fmax(answers.magnitude, fabs(cell->value));
            answers.values[participant * count + j] =
                reversed && definition->reverse
                    ? definition->minimum + definition->maximum - cell->value
                    : cell->value;
        }
    }
    return answers;
}

struct evaluation_series evaluation_series_scale(const struct evaluation_request *request,
                                                 size_t scale, int cycle)
{
    const struct evaluation_scale *definition = &request->plan->scales[scale];
    size_t count = definition->item_count;
    struct answers answers = collect(request, count, definition->items, cycle, true);
    double needed = fmax(1, ceil(definition->minimum_answered * (double)count - 1e-9));
    struct evaluation_series series = {.magnitude = answers.magnitude};
    series.members = base_arena_array(request->scratch, uint32_t, answers.participants);
    series.values = base_arena_array(request->scratch, double, answers.participants);
    for (size_t i = 0; i < answers.participants; i++) {
        if (answers.members[i] == EVALUATION_NONE)
            continue;
        if (answers.answered[i] < needed) {
            series.missing++;
            continue;
        }
        long double sum = 0;
        for (size_t j = 0; j < count; j++)
            if (!isnan(answers.values[i * count + j]))
                sum += answers.values[i * count + j];
        series.members[series.count] = answers.members[i];
        series.values[series.count++] = (double)(sum / answers.answered[i]);
    }
    return series;
}

struct evaluation_series evaluation_series_variable(const struct evaluation_request *request,
                                                    const struct evaluation_variable *variable)
{
    assert(variable->given);
    return variable->is_scale
               ? evaluation_series_scale(request, variable->index, variable->cycle)
               : evaluation_series_question(request, variable->index, variable->cycle, true);
}

struct evaluation_matrix evaluation_matrix_questions(const struct evaluation_request *request,
                                                     size_t count, const size_t *questions,
                                                     int cycle, bool reversed)
{
    struct answers answers = collect(request, count, questions, cycle, reversed);
    struct evaluation_matrix matrix = {.columns = count, .magnitude = answers.magnitude};
    matrix.members = base_arena_array(request->scratch, uint32_t, answers.participants);
    matrix.values = answers.values;
    for (size_t i = 0; i < answers.participants; i++) {
        matrix.put += answers.members[i] != EVALUATION_NONE;
        matrix.partial += answers.answered[i] > 0 && answers.answered[i] < count;
        if (answers.members[i] == EVALUATION_NONE || answers.answered[i] < count)
            continue;
        /* Complete rows move up in place: a row is never moved past one not yet read. */
        memmove(&matrix.values[matrix.rows * count], &answers.values[i * count],
                count * sizeof(double));
        matrix.members[matrix.rows++] = answers.members[i];
    }
    return matrix;
}

struct evaluation_pairs evaluation_series_pair(const struct evaluation_request *request,
                                               const struct evaluation_series *first,
                                               const struct evaluation_series *second)
{
    size_t capacity = first->count < second->count ? first->count : second->count;
    struct evaluation_pairs pairs = {.magnitude = fmax(first->magnitude, second->magnitude)};
    pairs.members = base_arena_array(request->scratch, uint32_t, capacity);
    pairs.first = base_arena_array(request->scratch, double, capacity);
    pairs.second = base_arena_array(request->scratch, double, capacity);
    size_t i = 0, j = 0;
    while (i < first->count && j < second->count) {
        uint32_t a = evaluation_request_participant(request, first->members[i]);
        uint32_t b = evaluation_request_participant(request, second->members[j]);
        if (a == b) {
            pairs.members[pairs.count] = first->members[i];
            pairs.first[pairs.count] = first->values[i++];
            pairs.second[pairs.count++] = second->values[j++];
        } else if (a < b) {
            i++;
        } else {
            j++;
        }
    }
    pairs.only_first = first->count - pairs.count;
    pairs.only_second = second->count - pairs.count;
    return pairs;
}

struct evaluation_pairs evaluation_pairs_variables(const struct evaluation_request *request,
                                                   const struct evaluation_variable *first,
                                                   const struct evaluation_variable *second)
{
    struct evaluation_series a = evaluation_series_variable(request, first);
    struct evaluation_series b = evaluation_series_variable(request, second);
    return evaluation_series_pair(request, &a, &b);
}
