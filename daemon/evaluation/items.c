#include "items.h"

struct evaluation_items evaluation_items_of(const struct evaluation_request *request, size_t scale,
                                            int cycle)
{
    const struct evaluation_scale *definition = &request->plan->scales[scale];
    size_t columns = definition->item_count;
    struct evaluation_matrix matrix =
        evaluation_matrix_questions(request, columns, definition->items, cycle, true);
    struct evaluation_items items = {
        .cases = matrix.rows,
        .incomplete = matrix.put - matrix.rows,
        .ids = base_arena_array(request->scratch, const char *, columns),
        .constant_ids = base_arena_array(request->scratch, const char *, columns),
        .values = base_arena_array(request->scratch, double *, columns),
        .moments = base_arena_array(request->scratch, struct evaluation_moments, columns),
        .magnitude = matrix.magnitude,
    };
    for (size_t j = 0; j < columns; j++) {
        double *values = base_arena_array(request->scratch, double, matrix.rows);
        for (size_t i = 0; i < matrix.rows; i++)
            values[i] = matrix.values[i * columns + j];
        struct evaluation_moments moments = evaluation_moments_of(
            values, matrix.rows, evaluation_magnitude_of(values, matrix.rows));
        const char *id = request->plan->questions[definition->items[j]].id;
        if (matrix.rows >= 2 && moments.constant) {
            items.constant_ids[items.constant_count++] = id;
            continue;
        }
        items.ids[items.count] = id;
        items.values[items.count] = values;
        items.moments[items.count++] = moments;
    }
    return items;
}

double *evaluation_items_total(const struct evaluation_request *request,
                               const struct evaluation_items *items, size_t left_out)
{
    double *total = base_arena_array(request->scratch, double, items->cases);
    for (size_t i = 0; i < items->cases; i++) {
        long double sum = 0;
        for (size_t j = 0; j < items->count; j++)
            sum += j == left_out ? 0 : items->values[j][i];
        total[i] = (double)sum;
    }
    return total;
}
