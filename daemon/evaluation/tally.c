#include "tally.h"

#include <assert.h>
#include <string.h>

#include "sheet.h"

/* Cells of a table of counts, at most: beyond, answers are not of few kinds. */
#define CELLS_MOST ((size_t)1 << 19)

struct kept {
    const struct kept *next;
    const struct evaluation_plan *plan;
    struct evaluation_variable variable;
    struct evaluation_tally tally;
};

/* How often each byte occurs in a column. */
struct kept_bytes {
    const struct kept_bytes *next;
    const struct evaluation_column *column;
    uint32_t counts[256];
};

struct evaluation_tallies {
    struct base_arena *arena;
    const struct kept *list;
    const struct kept_bytes *bytes;
};

struct evaluation_tallies *evaluation_tallies_new(struct base_arena *arena)
{
    struct evaluation_tallies *tallies = base_arena_object(arena, struct evaluation_tallies);
    tallies->arena = arena;
    return tallies;
}

static const struct kept *find(const struct evaluation_request *request,
                               const struct evaluation_variable *variable)
{
    const struct kept *kept = request->data->tallies->list;
    while (kept != NULL &&
           (kept->plan != request->plan || kept->variable.cycle != variable->cycle ||
            kept->variable.index != variable->index ||
            kept->variable.is_scale != variable->is_scale))
        kept = kept->next;
    return kept;
}

const uint32_t *evaluation_tally_bytes(const struct evaluation_data *data,
                                       const struct evaluation_column *column)
{
    struct evaluation_tallies *tallies = data->tallies;
    for (const struct kept_bytes *kept = tallies->bytes; kept != NULL; kept = kept->next)
        if (kept->column == column)
            return kept->counts;
    struct kept_bytes *made = base_arena_object(tallies->arena, struct kept_bytes);
    const uint8_t *bytes = column->values;
    uint32_t alternate[2][256] = {0}; /* so that equal neighbours need not wait for each other */
    for (size_t i = 0; i < column->rows->count; i++)
        alternate[i % 2][bytes[i]]++;
    for (size_t i = 0; i < 256; i++)
        made->counts[i] = alternate[0][i] + alternate[1][i];
    made->next = tallies->bytes;
    made->column = column;
    tallies->bytes = made;
    return made->counts;
}

/* What a person answered, as a number: how many questions (plus 1, or 0 where none was put) and by
   how much the sum of the answers exceeds the least there could be. */
struct code {
    int low; /* the least answer to any of the questions */
    size_t width, levels;
};

static struct code code_of(const struct evaluation_sheet *sheet)
{
    double low = INFINITY, span = 0;
    for (size_t j = 0; j < sheet->count; j++)
        low = fmin(low, sheet->lowest[j]);
    for (size_t j = 0; j < sheet->count; j++)
        span += fmax(0, sheet->highest[j] - low);
    return (struct code){
        .low = isfinite(low) ? (int)low : 0, .width = (size_t)span + 1, .levels = sheet->count + 2};
}

/* Counts the codes of the people of each affiliation. */
static void count_codes(const struct evaluation_sheet *sheet,
                        const struct evaluation_selection *selected, const struct code *code,
                        uint32_t *cells)
{
    const uint32_t *affiliation_of = sheet->request->data->affiliation_of;
    const size_t size = code->levels * code->width;
    struct evaluation_sums sums;
    for (size_t person = 0; person < sheet->people; person += EVALUATION_PIECE) {
        size_t left = sheet->people - person;
        size_t count = left < EVALUATION_PIECE ? left : EVALUATION_PIECE;
        evaluation_sheet_add(sheet, person, count, &sums);
        for (size_t i = 0; i < count; i++) {
            uint32_t member = evaluation_rows_member(sheet->rows, person + i);
            if (selected != NULL && !evaluation_selection_has(selected, member))
                continue;
            int answered = sums.answered[i];
            size_t level = (size_t)(answered + (sums.put[i] != 0));
            size_t above = (size_t)(sums.sum[i] - answered * code->low);
            cells[affiliation_of[member] * size + level * code->width + above]++;
        }
    }
}

/* The values that stand behind the codes of one affiliation. */
static struct evaluation_distribution values_of(const struct code *code, const uint32_t *cells,
                                                double needed, struct base_arena *arena,
                                                size_t *ret_missing)
{
    size_t kinds = 0, place = 0;
    for (size_t i = code->width; i < code->levels * code->width; i++)
        kinds += cells[i] > 0;
    double *values = base_arena_array(arena, double, kinds);
    size_t *weights = base_arena_array(arena, size_t, kinds);
    for (size_t level = 1; level < code->levels; level++) {
        size_t answered = level - 1;
        for (size_t above = 0; above < code->width; above++) {
            uint32_t count = cells[level * code->width + above];
            if ((double)answered < needed)
                *ret_missing += count;
            if ((double)answered < needed || count == 0)
                continue;
            long double sum = (long double)above + (long double)answered * code->low;
            values[place] = (double)(sum / answered);
            weights[place++] = count;
        }
    }
    return evaluation_distribution_weighted(values, weights, place);
}

static bool count_few(const struct evaluation_request *request,
                      const struct evaluation_variable *variable,
                      const struct evaluation_selection *selected, struct base_arena *arena,
                      struct evaluation_tally *ret_tally)
{
    size_t affiliations = request->data->affiliation_count;
    double needed;
    struct evaluation_sheet sheet = evaluation_sheet_of_variable(request, variable, &needed);
    if (!sheet.is_small)
        return false;
    struct code code = code_of(&sheet);
    size_t size = code.levels * code.width;
    if (affiliations > CELLS_MOST / size)
        return false;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    uint32_t *cells = base_arena_array(scratch, uint32_t, affiliations * size);
    struct evaluation_distribution *values =
        base_arena_array(arena, struct evaluation_distribution, affiliations);
    size_t *missing = base_arena_array(arena, size_t, affiliations);
    count_codes(&sheet, selected, &code, cells);
    for (size_t i = 0; i < affiliations; i++)
        values[i] = values_of(&code, cells + i * size, needed, arena, &missing[i]);
    *ret_tally = (struct evaluation_tally){values, missing, sheet.magnitude};
    return true;
}

/* What a filter by organisation and actor type lets pass of a tally. */
static struct evaluation_tally filter(const struct evaluation_request *request,
                                      const struct evaluation_tally *tally)
{
    if (request->selected == NULL)
        return *tally;
    size_t count = request->data->affiliation_count;
    struct evaluation_distribution *values =
        base_arena_array(request->scratch, struct evaluation_distribution, count);
    size_t *missing = base_arena_array(request->scratch, size_t, count);
    for (size_t i = 0; i < count; i++) {
        if (!request->selected->affiliations[i])
            continue;
        values[i] = tally->values[i];
        missing[i] = tally->missing[i];
    }
    return (struct evaluation_tally){values, missing, tally->magnitude};
}

bool evaluation_tally_count(const struct evaluation_request *request,
                            const struct evaluation_variable *variable,
                            struct evaluation_tally *ret_tally)
{
    struct evaluation_tallies *tallies = request->data->tallies;
    if (request->selected != NULL && request->selected->participants != NULL)
        return count_few(request, variable, request->selected, request->scratch, ret_tally);
    const struct kept *kept = find(request, variable);
    if (kept == NULL) {
        struct evaluation_tally tally;
        if (!count_few(request, variable, NULL, tallies->arena, &tally))
            return false;
        struct kept *made = base_arena_object(tallies->arena, struct kept);
        *made = (struct kept){tallies->list, request->plan, *variable, tally};
        tallies->list = kept = made;
    }
    *ret_tally = filter(request, &kept->tally);
    return true;
}

/* Values of many kinds are kept one by one, and sorted by affiliation. */
static struct evaluation_tally sort_values(const struct evaluation_request *request,
                                           const struct evaluation_variable *variable)
{
    const struct evaluation_data *data = request->data;
    struct base_arena *arena = request->scratch;
    struct evaluation_series series = evaluation_series_variable(request, variable);
    size_t count = data->affiliation_count;
    struct evaluation_distribution *values =
        base_arena_array(arena, struct evaluation_distribution, count);
    size_t *ends = base_arena_array(arena, size_t, count + 1);
    double *sorted = base_arena_alloc(arena, series.count * sizeof(*sorted));
    for (size_t i = 0; i < series.count; i++)
        ends[data->affiliation_of[series.members[i]] + 1]++;
    for (size_t i = 0; i < count; i++)
        ends[i + 1] += ends[i];
    /* Places are handed out from the beginning of each affiliation, which so moves to its end. */
    for (size_t i = 0; i < series.count; i++)
        sorted[ends[data->affiliation_of[series.members[i]]]++] = series.values[i];
    for (size_t i = 0; i < count; i++) {
        size_t begin = i == 0 ? 0 : ends[i - 1];
        values[i] = evaluation_distribution_of(arena, sorted + begin, ends[i] - begin);
    }
    return (struct evaluation_tally){values, NULL, series.magnitude};
}

struct evaluation_tally evaluation_tally_of(const struct evaluation_request *request,
                                            const struct evaluation_variable *variable)
{
    struct evaluation_tally tally;
    return evaluation_tally_count(request, variable, &tally) ? tally
                                                             : sort_values(request, variable);
}

struct evaluation_distribution evaluation_tally_merge(const struct evaluation_request *request,
                                                      const struct evaluation_tally *tally,
                                                      const bool *is_in)
{
    size_t affiliations = request->data->affiliation_count, kinds = 0, place = 0;
    for (size_t i = 0; i < affiliations; i++)
        kinds += is_in == NULL || is_in[i] ? tally->values[i].kinds : 0;
    double *values = base_arena_array(request->scratch, double, kinds);
    size_t *weights = base_arena_array(request->scratch, size_t, kinds);
    for (size_t i = 0; i < affiliations; i++) {
        const struct evaluation_distribution *of = &tally->values[i];
        if ((is_in != NULL && !is_in[i]) || of->kinds == 0)
            continue;
        memcpy(values + place, of->values, of->kinds * sizeof(*values));
        memcpy(weights + place, of->weights, of->kinds * sizeof(*weights));
        place += of->kinds;
    }
    return evaluation_distribution_weighted(values, weights, kinds);
}
