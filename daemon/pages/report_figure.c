#include <math.h>

#include "chart.h"
#include "markup.h"

/* Chances are shown with three decimals; a smaller one is not nothing. */
#define P_LEAST 0.001

enum unit {
    UNIT_STEPS,  /* of a scale */
    UNIT_INDEX,  /* no unit, two decimals */
    UNIT_SHARE,  /* per cent; a change in percentage points */
    UNIT_COUNT,  /* of things */
    UNIT_NUMBER, /* no unit, one decimal */
    UNIT_BOUNDS, /* two shares and no value between them */
};

/* How each figure is told. The readings are those of a guard that holds and of one that warns. */
static const struct {
    enum pages_word name;
    enum unit unit;
    int digits;
    enum pages_word n;
    enum pages_word holds, warns;
} measures[PAGES_MEASURE_COUNT] = {
    [PAGES_MEASURE_DISTANCE] = {MEASURE_DISTANCE, UNIT_STEPS, 2, FIGURE_PEOPLE, GUARD_AWG_HOLDS,
                                GUARD_AWG_WARNS},
    [PAGES_MEASURE_AWG] = {MEASURE_AWG, UNIT_INDEX, 2, FIGURE_PEOPLE, GUARD_AWG_HOLDS,
                           GUARD_AWG_WARNS},
    [PAGES_MEASURE_AWG_ALL] = {MEASURE_AWG_ALL, UNIT_INDEX, 2, FIGURE_PEOPLE, GUARD_AWG_HOLDS,
                               GUARD_AWG_WARNS},
    [PAGES_MEASURE_RWG] = {MEASURE_RWG, UNIT_INDEX, 2, FIGURE_PEOPLE, GUARD_AWG_HOLDS,
                           GUARD_AWG_WARNS},
    [PAGES_MEASURE_CONCORDANCE] = {MEASURE_CONCORDANCE, UNIT_INDEX, 2, FIGURE_PEOPLE,
                                   GUARD_ORDER_HOLDS, GUARD_ORDER_WARNS},
    [PAGES_MEASURE_BETWEEN_TYPES] = {MEASURE_BETWEEN_TYPES, UNIT_INDEX, 2, FIGURE_PEOPLE,
                                     GUARD_TYPES_HOLDS, GUARD_TYPES_WARNS},
    [PAGES_MEASURE_MEAN] = {MEASURE_MEAN, UNIT_STEPS, 1, FIGURE_PEOPLE, GUARD_COMPOSITION_HOLDS,
                            GUARD_COMPOSITION_WARNS},
    [PAGES_MEASURE_COMPOSITION] = {MEASURE_COMPOSITION, UNIT_STEPS, 1, FIGURE_PEOPLE,
                                   GUARD_COMPOSITION_HOLDS, GUARD_COMPOSITION_WARNS},
    [PAGES_MEASURE_FOLLOWED] = {MEASURE_FOLLOWED, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                GUARD_FOLLOWED_HOLDS, GUARD_FOLLOWED_WARNS},
    [PAGES_MEASURE_NEW_TYPES] = {MEASURE_NEW_TYPES, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                 GUARD_NEW_TYPES_HOLDS, GUARD_NEW_TYPES_WARNS},
    [PAGES_MEASURE_NEW_ORGANISATIONS] = {MEASURE_NEW_ORGANISATIONS, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                         GUARD_ORGANISATIONS_HOLDS, GUARD_ORGANISATIONS_WARNS},
    [PAGES_MEASURE_NEW_PEOPLE] = {MEASURE_NEW_PEOPLE, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                  GUARD_NEW_PEOPLE_HOLDS, GUARD_NEW_PEOPLE_WARNS},
    [PAGES_MEASURE_OBSERVED_TYPES] = {MEASURE_OBSERVED_TYPES, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                      GUARD_OBSERVED_HOLDS, GUARD_OBSERVED_WARNS},
    [PAGES_MEASURE_EFFECTIVE_TYPES] = {MEASURE_EFFECTIVE_TYPES, UNIT_NUMBER, 1, FIGURE_PEOPLE,
                                       GUARD_EFFECTIVE_HOLDS, GUARD_EFFECTIVE_WARNS},
    [PAGES_MEASURE_DENSITY] = {MEASURE_DENSITY, UNIT_SHARE, 0, FIGURE_PAIRS, GUARD_TIES_HOLDS,
                               GUARD_TIES_WARNS},
    [PAGES_MEASURE_NEW_TIES] = {MEASURE_NEW_TIES, UNIT_COUNT, 0, FIGURE_PAIRS, GUARD_TIES_HOLDS,
                                GUARD_TIES_WARNS},
    [PAGES_MEASURE_CROSS_SHARE] = {MEASURE_CROSS_SHARE, UNIT_SHARE, 0, FIGURE_TIES,
                                   GUARD_CROSS_HOLDS, GUARD_CROSS_WARNS},
    [PAGES_MEASURE_COVERAGE] = {MEASURE_COVERAGE, UNIT_SHARE, 0, FIGURE_PAIRS, GUARD_COVERAGE_HOLDS,
                                GUARD_COVERAGE_WARNS},
    [PAGES_MEASURE_JACCARD] = {MEASURE_JACCARD, UNIT_SHARE, 0, FIGURE_PAIRS, GUARD_JACCARD_HOLDS,
                               GUARD_JACCARD_WARNS},
    [PAGES_MEASURE_ASSIGNMENT_DONE] = {MEASURE_ASSIGNMENT_DONE, UNIT_SHARE, 0, FIGURE_PEOPLE,
                                       GUARD_BOUNDS_HOLDS, GUARD_BOUNDS_WARNS},
    [PAGES_MEASURE_ASSIGNMENT_BOUNDS] = {MEASURE_ASSIGNMENT_BOUNDS, UNIT_BOUNDS, 0, FIGURE_PEOPLE,
                                         GUARD_BOUNDS_HOLDS, GUARD_BOUNDS_WARNS},
    [PAGES_MEASURE_APPLIED] = {MEASURE_APPLIED, UNIT_SHARE, 0, FIGURE_PEOPLE, GUARD_APPLIED_HOLDS,
                               GUARD_APPLIED_WARNS},
    [PAGES_MEASURE_APPLIED_BOUNDS] = {MEASURE_APPLIED_BOUNDS, UNIT_BOUNDS, 0, FIGURE_PEOPLE,
                                      GUARD_BOUNDS_HOLDS, GUARD_BOUNDS_WARNS},
    [PAGES_MEASURE_TOLD] = {MEASURE_TOLD, UNIT_SHARE, 0, FIGURE_PEOPLE, GUARD_BOUNDS_HOLDS,
                            GUARD_BOUNDS_WARNS},
    [PAGES_MEASURE_REACH_MEDIAN] = {MEASURE_REACH_MEDIAN, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                    GUARD_MEDIAN_HOLDS, GUARD_MEDIAN_WARNS},
    [PAGES_MEASURE_LARGEST_SHARE] = {MEASURE_LARGEST_SHARE, UNIT_SHARE, 0, FIGURE_PEOPLE,
                                     GUARD_LARGEST_HOLDS, GUARD_LARGEST_WARNS},
    [PAGES_MEASURE_REFERRED] = {MEASURE_REFERRED, UNIT_COUNT, 0, FIGURE_PEOPLE,
                                GUARD_REFERRED_HOLDS, GUARD_REFERRED_WARNS},
};

/* Newcomers are counted from cycle to cycle and are no difference of two levels. */
static bool is_change(const struct pages_figure *figure)
{
    bool is_count = measures[figure->measure].unit == UNIT_COUNT && !isfinite(figure->before);
    return figure->from > 0 && figure->to > 0 && !is_count;
}

/* A level of the figure, without the unit where the unit goes without saying. */
static const char *level(const struct pages_report_view *view, const struct pages_figure *figure,
                         double value)
{
    if (measures[figure->measure].unit == UNIT_SHARE ||
        measures[figure->measure].unit == UNIT_BOUNDS)
        return pages_report_share_of(view, value);
    return pages_report_decimal(view, value, measures[figure->measure].digits);
}

/* A limit of its interval: of a change with its sign. */
static const char *limit(const struct pages_report_view *view, const struct pages_figure *figure,
                         double value)
{
    if (!is_change(figure))
        return level(view, figure, value);
    bool is_share = measures[figure->measure].unit == UNIT_SHARE;
    return pages_report_signed(view, is_share ? value * 100 : value,
                               measures[figure->measure].digits);
}

const char *pages_figure_name(const struct pages_report_view *view,
                              const struct pages_figure *figure)
{
    return pages_word(view->words, measures[figure->measure].name);
}

const char *pages_figure_value(const struct pages_report_view *view,
                               const struct pages_figure *figure)
{
    enum unit unit = measures[figure->measure].unit;
    if (!figure->published)
        return NULL;
    if (unit == UNIT_BOUNDS)
        return isfinite(figure->low) && isfinite(figure->high)
                   ? PAGES_REPORT_FILL(view, FIGURE_BETWEEN, level(view, figure, figure->low),
                                       level(view, figure, figure->high))
                   : NULL;
    if (!isfinite(figure->value))
        return NULL;
    const char *text =
        is_change(figure) ? limit(view, figure, figure->value) : level(view, figure, figure->value);
    if (unit == UNIT_STEPS && is_change(figure))
        return pages_report_phrase(view, fabs(figure->value) == 1 ? FIGURE_STEP_ONE : FIGURE_STEPS,
                                   text, NULL);
    if (unit == UNIT_SHARE && is_change(figure))
        return pages_report_phrase(
            view, lround(fabs(figure->value) * 100) == 1 ? FIGURE_POINT_ONE : FIGURE_POINTS, text,
            NULL);
    if (figure->measure == PAGES_MEASURE_NEW_TIES && isfinite(figure->reference))
        return PAGES_REPORT_FILL(view, FIGURE_MADE_LOST, text,
                                 pages_report_decimal(view, figure->reference, 0));
    if (unit == UNIT_COUNT && isfinite(figure->reference))
        return PAGES_REPORT_FILL(view, FIGURE_OF, text,
                                 pages_report_decimal(view, figure->reference, 0));
    return text;
}

static void add(struct base_buffer *text, const char *words)
{
    if (!words)
        return;
    if (text->length > 0)
        base_buffer_string(text, " · ");
    base_buffer_string(text, words);
}

/* Whether a change is measured over all cycles there are, whichever the headline compares. */
static bool has_own_cycles(enum pages_measure measure)
{
    return measure == PAGES_MEASURE_CONCORDANCE || measure == PAGES_MEASURE_BETWEEN_TYPES;
}

/* When it was measured: the sentence above tells the cycles of a change. */
static const char *when(const struct pages_report_view *view, const struct pages_figure *figure)
{
    if (is_change(figure) && !has_own_cycles(figure->measure))
        return NULL;
    if (figure->from > 0)
        return PAGES_REPORT_FILL(view, CLAIM_CYCLES, pages_report_number(view, figure->from),
                                 pages_report_number(view, figure->to));
    return figure->to > 0
               ? pages_report_phrase(view, CLAIM_CYCLE, pages_report_number(view, figure->to), NULL)
               : pages_word(view->words, CLAIM_ALL_CYCLES);
}

/* Distances are tested question by question, and their chances adjusted for that. */
static const char *chance(const struct pages_report_view *view, const struct pages_figure *figure)
{
    bool is_adjusted = figure->measure == PAGES_MEASURE_DISTANCE;
    if (figure->p < P_LEAST)
        return pages_report_phrase(view, is_adjusted ? FIGURE_P_HOLM_SMALL : FIGURE_P_SMALL,
                                   pages_report_decimal(view, P_LEAST, 3), NULL);
    return pages_report_phrase(view, is_adjusted ? FIGURE_P_HOLM : FIGURE_P,
                               pages_report_decimal(view, figure->p, 3), NULL);
}

/* The name of the test that the chance is of. */
static const char *test_words(const struct pages_report_view *view,
                              const struct pages_figure *figure)
{
    if (figure->measure == PAGES_MEASURE_DISTANCE)
        return pages_word(view->words, FIGURE_TEST_DISTANCE);
    return figure->measure == PAGES_MEASURE_DENSITY ? pages_word(view->words, FIGURE_TEST_TIES)
                                                    : NULL;
}

const char *pages_figure_no_interval(const struct pages_report_view *view,
                                     const struct pages_figure *figure)
{
    if (!figure->published || figure->has_interval)
        return NULL;
    if (figure->measure == PAGES_MEASURE_NEW_ORGANISATIONS)
        return pages_word(view->words, FIGURE_COUNTED);
    bool is_change_of_density = figure->measure == PAGES_MEASURE_DENSITY && is_change(figure);
    return is_change_of_density ? pages_word(view->words, FIGURE_ALL_PAIRS) : NULL;
}

const char *pages_figure_details(const struct pages_report_view *view,
                                 const struct pages_figure *figure)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    /* Of whom it is says its name. */
    if (!figure->published || figure->measure == PAGES_MEASURE_FOLLOWED)
        return "";
    bool is_bounds = measures[figure->measure].unit == UNIT_BOUNDS;
    add(&text, when(view, figure));
    if (is_change(figure) && isfinite(figure->before) && isfinite(figure->after))
        add(&text, PAGES_REPORT_FILL(view, FIGURE_FROM_TO, level(view, figure, figure->before),
                                     level(view, figure, figure->after)));
    if (figure->has_interval && !is_bounds)
        add(&text, PAGES_REPORT_FILL(view, FIGURE_INTERVAL, limit(view, figure, figure->low),
                                     limit(view, figure, figure->high)));
    if (figure->measure == PAGES_MEASURE_CROSS_SHARE && isfinite(figure->reference))
        add(&text, pages_report_phrase(view, FIGURE_EXPECTED,
                                       pages_report_share_of(view, figure->reference), NULL));
    if (figure->n > 0)
        add(&text, pages_report_phrase(view, measures[figure->measure].n,
                                       pages_report_number(view, figure->n), NULL));
    const char *test = test_words(view, figure);
    if (isfinite(figure->p))
        add(&text, test ? base_arena_format(view->arena, "%s, %s", chance(view, figure), test)
                        : chance(view, figure));
    return text.length > 0 ? base_buffer_view(&text).data : "";
}

/* Whether a guard of this figure speaks of a change, and so says nothing of a single cycle. */
static bool reads_change(enum pages_measure measure)
{
    return measure == PAGES_MEASURE_AWG || measure == PAGES_MEASURE_AWG_ALL ||
           measure == PAGES_MEASURE_RWG || measure == PAGES_MEASURE_CONCORDANCE ||
           measure == PAGES_MEASURE_BETWEEN_TYPES || measure == PAGES_MEASURE_EFFECTIVE_TYPES;
}

static const char *absence_words(const struct pages_report_view *view,
                                 const struct pages_figure *figure)
{
    switch (figure->absence) {
    case PAGES_ABSENCE_NOT_MEASURED:
        return pages_word(view->words, GUARD_UNKNOWN);
    case PAGES_ABSENCE_LEFT_OUT:
        return pages_report_phrase(view, GUARD_LEFT_OUT,
                                   pages_report_number(view, view->report->minimum_group_size),
                                   NULL);
    case PAGES_ABSENCE_UNDEFINED:
        break;
    }
    return pages_word(view->words,
                      figure->measure == PAGES_MEASURE_AWG ? GUARD_AWG_UNDEFINED : GUARD_UNDEFINED);
}

/* What these guards say is a fact, whichever way the headline went. */
static bool says_holds(const struct pages_guard *guard)
{
    const struct pages_figure *figure = &guard->figure;
    switch (figure->measure) {
    case PAGES_MEASURE_NEW_TIES:
        return !(figure->value < figure->reference);
    case PAGES_MEASURE_CONCORDANCE:
    case PAGES_MEASURE_EFFECTIVE_TYPES:
        return !(figure->value < 0);
    case PAGES_MEASURE_BETWEEN_TYPES:
        return !(figure->value > 0);
    default:
        return guard->verdict == PAGES_GUARD_HOLDS;
    }
}

const char *pages_figure_reading(const struct pages_report_view *view,
                                 const struct pages_guard *guard)
{
    const struct pages_figure *figure = &guard->figure;
    if (guard->verdict == PAGES_GUARD_UNKNOWN)
        return absence_words(view, figure);
    if (reads_change(figure->measure) && !is_change(figure))
        return pages_word(view->words, GUARD_LEVEL);
    enum pages_word words =
        says_holds(guard) ? measures[figure->measure].holds : measures[figure->measure].warns;
    if (figure->measure == PAGES_MEASURE_FOLLOWED)
        return pages_report_phrase(
            view, words,
            isfinite(figure->reference)
                ? pages_report_decimal(view, figure->reference - figure->value, 0)
                : "?",
            NULL);
    return pages_word(view->words, words);
}
