#include "items.h"

#include <math.h>

#include "sheet.h"

/* What is gathered of all items, those that do not vary too. */
struct sums {
    size_t size; /* items */
    size_t cases, incomplete;
    long double *means;
    long double *products;          /* size x size, of distances from the means */
    double *least, *most;           /* of each item */
    double *rest_least, *rest_most; /* of the sum of the others; at `size` of the sum of all */
};

static void widen(double *least, double *most, double value)
{
    *least = value < *least ? value : *least;
    *most = value > *most ? value : *most;
}

static bool is_small(const struct evaluation_sheet *sheet)
{
    for (size_t j = 0; j < sheet->count; j++)
        if (!sheet->is_whole[j])
            return false;
    return true;
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

static void gather_small(const struct evaluation_sheet *sheet, struct sums *sums)
{
    size_t size = sums->size, complete[EVALUATION_PIECE];
    struct base_arena *scratch = sheet->request->scratch;
    struct evaluation_piece piece = evaluation_piece_new(sheet);
    int16_t *values = base_arena_array(scratch, int16_t, EVALUATION_PIECE * size);
    int64_t *totals = base_arena_array(scratch, int64_t, size);
    int64_t *products = base_arena_array(scratch, int64_t, size * size);
    for (size_t person = 0; person < sheet->people; person += piece.count) {
        evaluation_piece_read(sheet, person, &piece);
        size_t count = select_complete(&piece, size, sums, complete);
        for (size_t j = 0; j < size; j++) {
            int16_t *to = values + j * EVALUATION_PIECE;
            const double *from = piece.values + j * EVALUATION_PIECE;
            for (size_t i = 0; i < count; i++)
                to[i] = (int16_t)from[complete[i]];
            for (size_t i = count; i < EVALUATION_PIECE; i++)
                to[i] = 0;
        }
        multiply(values, size, totals, products);
    }
    long double cases = sums->cases == 0 ? 1 : (long double)sums->cases;
    for (size_t j = 0; j < size; j++) {
        sums->means[j] = totals[j] / cases;
        for (size_t k = j; k < size; k++) {
            __int128 product = (__int128)products[j * size + k] * (int64_t)sums->cases -
                               (__int128)totals[j] * totals[k];
            sums->products[j * size + k] = sums->products[k * size + j] =
                (long double)product / cases;
        }
    }
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

static void add_values(struct sums *sums, const double *values)
{
    long double total = 0;
    for (size_t j = 0; j < sums->size; j++) {
        sums->means[j] += values[j];
        widen(&sums->least[j], &sums->most[j], values[j]);
        total += values[j];
    }
    for (size_t j = 0; j <= sums->size; j++)
        widen(&sums->rest_least[j], &sums->rest_most[j],
              (double)(j == sums->size ? total : total - values[j]));
}

static void add_products(struct sums *sums, const double *values)
{
    for (size_t j = 0; j < sums->size; j++)
        for (size_t k = 0; k < sums->size; k++)
            sums->products[j * sums->size + k] +=
                (values[j] - sums->means[j]) * (values[k] - sums->means[k]);
}

/* Two passes: the distances are taken from means that are known. */
static void gather(const struct evaluation_sheet *sheet, struct sums *sums)
{
    double *values = base_arena_array(sheet->request->scratch, double, sums->size);
    for_each_case(sheet, sums, values, add_values);
    for (size_t j = 0; j < sums->size; j++)
        sums->means[j] /= sums->cases == 0 ? 1 : (long double)sums->cases;
    for_each_case(sheet, sums, values, add_products);
}

static struct sums sums_new(struct base_arena *arena, size_t size)
{
    struct sums sums = {
        .size = size,
        .means = base_arena_array(arena, long double, size),
        .products = base_arena_array(arena, long double, size *size),
        .least = base_arena_array(arena, double, size),
        .most = base_arena_array(arena, double, size),
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

static bool is_narrow(double least, double most, double magnitude)
{
    return most - least <= EVALUATION_CONSTANT * magnitude;
}

/* Whether an item is constant. In integers that is exactly told by its products. */
static bool item_is_constant(const struct sums *sums, bool small, size_t j)
{
    if (small)
        return sums->products[j * sums->size + j] == 0;
    return is_narrow(sums->least[j], sums->most[j],
                     fmax(fabs(sums->least[j]), fabs(sums->most[j])));
}

/* Whether the sums of the items are constant. Those left out because they are constant do not
   change that. */
static void find_constant_sums(const struct sums *sums, bool small, double magnitude,
                               const size_t *kept, struct evaluation_items *items)
{
    for (size_t j = 0; j <= items->count; j++) {
        size_t left_out = j == items->count ? EVALUATION_NOT_GIVEN : j;
        size_t place = j == items->count ? sums->size : kept[j];
        bool is_constant =
            small ? evaluation_items_spread(items, left_out) == 0
                  : is_narrow(sums->rest_least[place], sums->rest_most[place], magnitude);
        if (j == items->count)
            items->total_is_constant = is_constant;
        else
            items->rest_is_constant[j] = is_constant;
    }
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
    bool small = is_small(&sheet);
    if (small)
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
        .rest_is_constant = base_arena_array(scratch, bool, size),
    };
    size_t *kept = base_arena_array(scratch, size_t, size);
    for (size_t j = 0; j < size; j++) {
        const char *id = request->plan->questions[definition->items[j]].id;
        if (sums.cases >= 2 && item_is_constant(&sums, small, j)) {
            items.constant_ids[items.constant_count++] = id;
            continue;
        }
        items.ids[items.count] = id;
        items.means[items.count] = (double)sums.means[j];
        items.deviations[items.count] =
            (double)sqrtl(sums.products[j * size + j] / ((long double)sums.cases - 1));
        kept[items.count++] = j;
    }
    for (size_t i = 0; i < items.count; i++)
        for (size_t j = 0; j < items.count; j++)
            items.products[i * items.count + j] = sums.products[kept[i] * size + kept[j]];
    find_constant_sums(&sums, small, sheet.magnitude, kept, &items);
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
    long double spread = 0;
    for (size_t i = 0; i < items->count; i++)
        for (size_t j = 0; j < items->count; j++)
            spread += i == left_out || j == left_out ? 0 : items->products[i * items->count + j];
    return spread;
}
