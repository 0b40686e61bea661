#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation/trajectory.h"

struct entry {
    double p, adjusted;
};

static double find_p(const struct evaluation_request *request,
                     const struct evaluation_reference *reference)
{
    for (size_t i = 0; i < request->earlier_count; i++)
        if (strcmp(request->earlier[i].id, reference->id) == 0)
            return evaluation_record_number(request->earlier[i].values, reference->field);
    return NAN;
}

static int compare(const void *a, const void *b)
{
    double x = (*(struct entry *const *)a)->p, y = (*(struct entry *const *)b)->p;
    return x < y ? -1 : x > y;
}

void evaluation_multiplicity_holm(const struct evaluation_request *request,
                                  struct evaluation_result *result)
{
    const struct evaluation_analysis *analysis = request->analysis;
    size_t count = 0;
    struct entry *entries =
        base_arena_array(request->scratch, struct entry, analysis->family_count);
    struct entry **sorted =
        base_arena_array(request->scratch, struct entry *, analysis->family_count);
    for (size_t i = 0; i < analysis->family_count; i++) {
        entries[i] = (struct entry){find_p(request, &analysis->family[i]), NAN};
        if (!isnan(entries[i].p))
            sorted[count++] = &entries[i];
    }
    if (count > 1)
        qsort(sorted, count, sizeof(struct entry *), compare);
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fmin(1, (double)(count - i) * sorted[i]->p));
        sorted[i]->adjusted = largest;
    }
    evaluation_put_count(result->values, "m", count);
    struct evaluation_list *list = evaluation_put_list(result->values, "adjusted");
    for (size_t i = 0; i < analysis->family_count; i++) {
        struct evaluation_record *record = evaluation_list_record(list);
        evaluation_put_text(record, "id", analysis->family[i].id);
        evaluation_put_text(record, "field", analysis->family[i].field);
        evaluation_put_number(record, "p", entries[i].p);
        evaluation_put_number(record, "p_holm", entries[i].adjusted);
    }
    result->reason = count == 0 ? EVALUATION_NO_DATA : EVALUATION_REASON_NONE;
}
