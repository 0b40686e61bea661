#include "items.h"

#include <math.h>
#include <string.h>

#include "sheet.h"

/* What is gathered of all items, those that do not vary too. */
struct sums {
    size_t size; /* items */
    size_t cases, incomplete;
    long double *means;
    long double *products; /* size x size, of distances from the means */
    double *least, *most;  /* of each item */
    bool *varies;          /* whether each item does; those that do not enter no sum of items */
    /* Of the sum of the others, at `size` of the sum of all: the squared distances from its mean;
       the products of these with those of the item; how far they reach. */
    long double *spreads, *rest_products;
    double *rest_least, *rest_most;
};

static void widen(double *least, double *most, double value)
{
    *least = value < *least ? value : *least;
    *most = value > *most ? value : *most;
}

/* Adds a piece's products in integers (those of 1024 numbers up to 1000 fit 32 bits): exact, and
 * several at once in one instruction. */
static void multiply(const int16_t *values, size_t size, int64_t *sums, int64_t *products)
{
    for (size_t j = 0; j < size; j++) {
        const int16_t *a = values + j * EVALUATION_PIECE;
        for (size_t k = j; k < size; k++) {
            const int16_t *b = values + k * EVALUATION_PIECE;
            int32_t sum = 0;
            for (size_t i = 0; i < EVALUATION_PIECE; i++)
                sum += (int32_t)a[i] * b[i];
            products[j * size + k] += sum;
        }
        for (size_t i = 0; i < EVALUATION_PIECE; i++)
            sums[j] += a[i];
    }
}

/* Counts the people of a piece, and moves those who answered everything to the front of `complete`
   (their places). */
static size_t select_complete(const struct evaluation_piece *piece, size_t size, struct sums *sums,
                              size_t *complete)
{
    size_t count = 0;
    for (size_t i = 0; i < piece->count; i++) {
        if (piece->answered[i] == size)
            complete[count++] = i;
        else
            sums->incomplete += piece->put[i] > 0;
    }
    sums->cases += count;
    return count;
}

/* Counts the people of a piece, and leaves of everybody who has not answered everything zeroes,
   which add nothing. */
static void keep_complete(const struct evaluation_sheet *sheet, size_t person, size_t count,
                          struct sums *sums, struct evaluation_sums *piece, int16_t *values)
{
    const struct evaluation_selection *selected = sheet->request->selected;
    int16_t *kept = piece->sum;
    size_t cases = 0, incomplete = 0;
    for (size_t i = 0; selected != NULL && i < count; i++)
        if (!evaluation_selection_has(selected, evaluation_rows_member(sheet->rows, person + i)))
            piece->answered[i] = piece->put[i] = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_complete = piece->answered[i] == (int16_t)sums->size;
        kept[i] = (int16_t)-is_complete;
        cases += is_complete;
        incomplete += !is_complete & (piece->put[i] != 0);
    }
    for (size_t j = 0; j < sums->size; j++)
        for (size_t i = 0; i < count; i++)
            values[j * EVALUATION_PIECE + i] &= kept[i];
    sums->cases += cases;
    sums->incomplete += incomplete;
}

/* Exact up to one division at the end, so that a sum of items that does not vary is told from one
   that hardly does. Items that do not vary have no products, and so enter no sum. */
static void finish_small(struct base_arena *scratch, const int64_t *totals, const int64_t *products,
                         struct sums *sums)
{
    size_t size = sums->size;
    long double cases = sums->cases == 0 ? 1 : (long double)sums->cases;
    __int128 *rows = base_arena_array(scratch, __int128, size);
    __int128 *own = base_arena_array(scratch, __int128, size);
    __int128 whole = 0;
    for (size_t j = 0; j < size; j++) {
        sums->means[j] = totals[j] / cases;
        for (size_t k = 0; k < size; k++) {
            int64_t both = products[j < k ? j * size + k : k * size + j];
            __int128 product =
                (__int128)both * (int64_t)sums->cases - (__int128)totals[j] * totals[k];
            sums->products[j * size + k] = (long double)product / cases;
            rows[j] += product;
            own[j] = j == k ? product : own[j];
        }
        sums->varies[j] = own[j] != 0;
        whole += rows[j];
    }
    for (size_t j = 0; j < size; j++) {
        sums->rest_products[j] = (long double)(rows[j] - own[j]) / cases;
        sums->spreads[j] = (long double)(whole - 2 * rows[j] + own[j]) / cases;
    }
    sums->spreads[size] = (long double)whole / cases;
}

static void gather_small(const struct evaluation_sheet *sheet, struct sums *sums)
{
    size_t size = sums->size;
    struct base_arena *scratch = sheet->request->scratch;
    struct evaluation_sums piece;
    int16_t *values = base_arena_array(scratch, int16_t, EVALUATION_PIECE * size);
    int64_t *totals = base_arena_array(scratch, int64_t, size);
    int64_t *products = base_arena_array(scratch, int64_t, size * size);
    for (size_t person = 0; person < sheet->people; person += EVALUATION_PIECE) {
        size_t left = sheet->people - person;
        size_t count = left < EVALUATION_PIECE ? left : EVALUATION_PIECE;
        memset(&piece, 0, sizeof(piece));
        memset(values, 0, EVALUATION_PIECE * size * sizeof(*values));
        for (size_t j = 0; j < size; j++)
            evaluation_sheet_read_small(sheet, j, person, count, values + j * EVALUATION_PIECE,
                                        piece.answered, piece.put);
        keep_complete(sheet, person, count, sums, &piece, values);
        multiply(values, size, totals, products);
    }
    finish_small(scratch, totals, products, sums);
}

/* Calls for every case with its values, one per item. */
static void for_each_case(const struct evaluation_sheet *sheet, struct sums *sums, double *values,
                          void (*each)(struct sums *sums, const double *values))
{
    size_t complete[EVALUATION_PIECE];
    struct evaluation_piece piece = evaluation_piece_new(sheet);
    sums->cases = sums->incomplete = 0;
    for (size_t person = 0; person < sheet->people; person += piece.count) {
        evaluation_piece_read(sheet, person, &piece);
        size_t count = select_complete(&piece, sums->size, sums, complete);
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < sums->size; j++)
                values[j] = piece.values[j * EVALUATION_PIECE + complete[i]];
            each(sums, values);
        }
    }
}

static bool is_narrow(double least, double most, double magnitude)
{
    return most - least <= EVALUATION_CONSTANT * magnitude;
}

static void add_values(struct sums *sums, const double *values)
{
    for (size_t j = 0; j < sums->size; j++) {
        sums->means[j] += values[j];
        widen(&sums->least[j], &sums->most[j], values[j]);
    }
}

static void add_products(struct sums *sums, const double *values)
{
    long double total = 0;
    for (size_t j = 0; j < sums->size; j++) {
        total += sums->varies[j] ? values[j] - sums->means[j] : 0;
        for (size_t k = 0; k < sums->size; k++)
            sums->products[j * sums->size + k] +=
                (values[j] - sums->means[j]) * (values[k] - sums->means[k]);
    }
    for (size_t j = 0; j <= sums->size; j++) {
        long double own = j < sums->size && sums->varies[j] ? values[j] - sums->means[j] : 0;
        sums->spreads[j] += (total - own) * (total - own);
        if (j < sums->size)
            sums->rest_products[j] += (total - own) * own;
        widen(&sums->rest_least[j], &sums->rest_most[j], (double)(total - own));
    }
}

static double magnitude_of(const struct sums *sums, size_t item)
{
    return fmax(fabs(sums->least[item]), fabs(sums->most[item]));
}

/* Sums that are constant but for rounding do not vary. */
static void settle_spreads(struct sums *sums)
{
    for (size_t j = 0; j <= sums->size; j++) {
        double magnitude = 0;
        for (size_t k = 0; k < sums->size; k++)
            if (k != j && sums->varies[k])
                magnitude = fmax(magnitude, magnitude_of(sums, k));
        if (is_narrow(sums->rest_least[j], sums->rest_most[j], magnitude))
            sums->spreads[j] = 0;
    }
}

/* Two passes: the distances are taken from means that are known. */
static void gather(const struct evaluation_sheet *sheet, struct sums *sums)
{
    double *values = base_arena_array(sheet->request->scratch, double, sums->size);
    for_each_case(sheet, sums, values, add_values);
    for (size_t j = 0; j < sums->size; j++) {
        sums->means[j] /= sums->cases == 0 ? 1 : (long double)sums->cases;
        sums->varies[j] = !is_narrow(sums->least[j], sums->most[j], magnitude_of(sums, j));
    }
    for_each_case(sheet, sums, values, add_products);
    settle_spreads(sums);
}

static struct sums sums_new(struct base_arena *arena, size_t size)
{
    struct sums sums = {
        .size = size,
        .means = base_arena_array(arena, long double, size),
        .products = base_arena_array(arena, long double, size *size),
        .least = base_arena_array(arena, double, size),
        .most = base_arena_array(arena, double, size),
        .varies = base_arena_array(arena, bool, size),
        .spreads = base_arena_array(arena, long double, size + 1),
        .rest_products = base_arena_array(arena, long double, size),
        .rest_least = base_arena_array(arena, double, size + 1),
        .rest_most = base_arena_array(arena, double, size + 1),
    };
    for (size_t j = 0; j <= size; j++) {
        sums.rest_least[j] = INFINITY;
        sums.rest_most[j] = -INFINITY;
        if (j == size)
            continue;
        sums.least[j] = INFINITY;
        sums.most[j] = -INFINITY;
    }
    return sums;
}

struct evaluation_items evaluation_items_of(const struct evaluation_request *request, size_t scale,
                                            int cycle)
{
    const struct evaluation_scale *definition = &request->plan->scales[scale];
    struct base_arena *scratch = request->scratch;
    size_t size = definition->item_count;
    struct evaluation_sheet sheet =
        evaluation_sheet_of(request, size, definition->items, cycle, true);
    struct sums sums = sums_new(scratch, size);
    if (sheet.is_small)
        gather_small(&sheet, &sums);
    else
        gather(&sheet, &sums);
    struct evaluation_items items = {
        .cases = sums.cases,
        .incomplete = sums.incomplete,
        .ids = base_arena_array(scratch, const char *, size),
        .constant_ids = base_arena_array(scratch, const char *, size),
        .means = base_arena_array(scratch, double, size),
        .deviations = base_arena_array(scratch, double, size),
        .products = base_arena_array(scratch, long double, size *size),
        .rest_products = base_arena_array(scratch, long double, size),
        .spreads = base_arena_array(scratch, long double, size + 1),
    };
    size_t *kept = base_arena_array(scratch, size_t, size);
    for (size_t j = 0; j < size; j++) {
        const char *id = request->plan->questions[definition->items[j]].id;
        if (sums.cases >= 2 && !sums.varies[j]) {
            items.constant_ids[items.constant_count++] = id;
            continue;
        }
        items.ids[items.count] = id;
        items.means[items.count] = (double)sums.means[j];
        items.deviations[items.count] =
            (double)sqrtl(sums.products[j * size + j] / ((long double)sums.cases - 1));
        items.rest_products[items.count] = sums.rest_products[j];
        items.spreads[items.count] = sums.spreads[j];
        kept[items.count++] = j;
    }
    items.spreads[items.count] = sums.spreads[size];
    for (size_t i = 0; i < items.count; i++)
        for (size_t j = 0; j < items.count; j++)
            items.products[i * items.count + j] = sums.products[kept[i] * size + kept[j]];
    return items;
}

double evaluation_items_correlation(const struct evaluation_items *items, size_t i, size_t j)
{
    const long double *products = items->products;
    size_t count = items->count;
    return evaluation_correlation_of(products[i * count + j], products[i * count + i],
                                     products[j * count + j]);
}

long double evaluation_items_spread(const struct evaluation_items *items, size_t left_out)
{
    return items->spreads[left_out == EVALUATION_NOT_GIVEN ? items->count : left_out];
}
