#include <assert.h>
#include <math.h>
#include <string.h>

#include "evaluation/request.h"
#include "sheet.h"
#include "tally.h"

/* Not zeroed: what is not written is not read. */
static void allocate(const struct evaluation_request *request, size_t capacity,
                     struct evaluation_series *series)
{
    /* One more, to be written to before it is known that there is none. */
    series->members = base_arena_alloc(request->scratch, (capacity + 1) * sizeof(*series->members));
    series->values = base_arena_alloc(request->scratch, (capacity + 1) * sizeof(*series->values));
}

struct evaluation_series evaluation_series_question(const struct evaluation_request *request,
                                                    size_t question, int cycle, bool reversed)
{
    const struct evaluation_question *definition = &request->plan->questions[question];
    const struct evaluation_column *column = evaluation_request_column(request, question, cycle);
    struct evaluation_series series = {0};
    allocate(request, column->rows->count, &series);
    for (size_t i = 0; i < column->rows->count; i++) {
        struct evaluation_cell cell;
        if (!evaluation_request_cell(request, column, i, &cell))
            continue;
        enum evaluation_validity validity = evaluation_question_check(definition, cell.value);
        series.missing += validity == EVALUATION_IS_MISSING;
        series.invalid += validity == EVALUATION_IS_INVALID;
        if (validity != EVALUATION_IS_VALID)
            continue;
        double size = fabs(cell.value);
        series.magnitude = size > series.magnitude ? size : series.magnitude;
        series.members[series.count] = cell.member;
        series.values[series.count++] = reversed && definition->reverse
                                            ? definition->minimum + definition->maximum - cell.value
                                            : cell.value;
    }
    return series;
}

/* How often each byte occurs in the rows that the filter lets pass. */
static void count_bytes(const struct evaluation_request *request,
                        const struct evaluation_column *column, size_t ret_counts[256])
{
    const uint8_t *bytes = column->values;
    const uint32_t *all =
        request->selected == NULL ? evaluation_tally_bytes(request->data, column) : NULL;
    for (size_t i = 0; i < 256; i++)
        ret_counts[i] = all == NULL ? 0 : all[i];
    for (size_t i = 0; all == NULL && i < column->rows->count; i++)
        ret_counts[bytes[i]] +=
            evaluation_selection_has(request->selected, evaluation_rows_member(column->rows, i));
}

struct evaluation_distribution
evaluation_distribution_question(const struct evaluation_request *request, size_t question,
                                 int cycle, size_t *ret_missing, size_t *ret_invalid)
{
    const struct evaluation_question *definition = &request->plan->questions[question];
    const struct evaluation_column *column = evaluation_request_column(request, question, cycle);
    size_t counts[256], by_validity[3] = {0}, kinds = 0;
    struct evaluation_distribution distribution = {0};
    if (column->width == EVALUATION_BYTES) {
        double *values = base_arena_array(request->scratch, double, 256);
        size_t *weights = base_arena_array(request->scratch, size_t, 256);
        count_bytes(request, column, counts);
        for (int byte = INT8_MIN + 1; byte <= INT8_MAX; byte++) {
            double value = evaluation_cell_of_integer(byte, INT8_MIN);
            size_t count = counts[(uint8_t)byte];
            enum evaluation_validity validity = evaluation_question_check(definition, value);
            by_validity[validity] += count;
            if (validity != EVALUATION_IS_VALID || count == 0)
                continue;
            values[kinds] = value;
            weights[kinds++] = count;
        }
        distribution = (struct evaluation_distribution){kinds, values, weights,
                                                        by_validity[EVALUATION_IS_VALID]};
    } else {
        struct evaluation_series series =
            evaluation_series_question(request, question, cycle, false);
        distribution = evaluation_distribution_of(request->scratch, series.values, series.count);
        by_validity[EVALUATION_IS_MISSING] = series.missing;
        by_validity[EVALUATION_IS_INVALID] = series.invalid;
    }
    if (ret_missing != NULL)
        *ret_missing = by_validity[EVALUATION_IS_MISSING];
    if (ret_invalid != NULL)
        *ret_invalid = by_validity[EVALUATION_IS_INVALID];
    return distribution;
}

struct evaluation_series evaluation_series_scale(const struct evaluation_request *request,
                                                 size_t scale, int cycle)
{
    const struct evaluation_variable variable = {
        .given = true, .is_scale = true, .index = scale, .cycle = cycle};
    struct evaluation_stream stream = evaluation_stream_of(request, &variable);
    struct evaluation_series series = {.magnitude = stream.sheet.magnitude};
    allocate(request, stream.sheet.people, &series);
    while (evaluation_stream_next(&stream, &series.members[series.count],
                                  &series.values[series.count]))
        series.count++;
    series.missing = stream.missing;
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
    struct evaluation_sheet sheet = evaluation_sheet_of(request, count, questions, cycle, reversed);
    struct evaluation_piece piece = evaluation_piece_new(&sheet);
    struct evaluation_matrix matrix = {.columns = count, .magnitude = sheet.magnitude};
    matrix.members = base_arena_array(request->scratch, uint32_t, sheet.people);
    matrix.values = base_arena_array(request->scratch, double, sheet.people *count);
    for (size_t person = 0; person < sheet.people; person += piece.count) {
        evaluation_piece_read(&sheet, person, &piece);
        for (size_t i = 0; i < piece.count; i++) {
            matrix.put += piece.put[i] > 0;
            matrix.partial += piece.answered[i] > 0 && piece.answered[i] < count;
            if (piece.answered[i] < count)
                continue;
            for (size_t j = 0; j < count; j++)
                matrix.values[matrix.rows * count + j] = piece.values[j * EVALUATION_PIECE + i];
            matrix.members[matrix.rows++] = evaluation_sheet_member(&sheet, person + i);
        }
    }
    return matrix;
}

struct evaluation_pairs evaluation_series_pair(const struct evaluation_request *request,
                                               struct evaluation_series *first,
                                               struct evaluation_series *second)
{
    struct evaluation_pairs pairs = {
        .members = first->members,
        .first = first->values,
        .second = second->values,
        .magnitude = fmax(first->magnitude, second->magnitude),
    };
    size_t i = 0, j = 0;
    while (i < first->count && j < second->count) {
        uint32_t a = evaluation_request_participant(request, first->members[i]);
        uint32_t b = evaluation_request_participant(request, second->members[j]);
        if (a == b) {
            /* Never behind where the series are still to be read. */
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
    first->count = second->count = 0;
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
