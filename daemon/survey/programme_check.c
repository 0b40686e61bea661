#include <math.h>
#include <string.h>

#include "base/json.h"
#include "lenient.h"
#include "names.h"
#include "programme_cycles.h"
#include "questionnaire_build.h"

#define AT "/evaluation"

/* What a use in the evaluation block asks of a variable. */
enum need {
    NEED_NUMBERS,    /* any figure */
    NEED_CATEGORIES, /* ordered categories with codes of their own */
    NEED_BINARY,     /* a boolean */
    NEED_COUNT,      /* a whole number, or categories */
    NEED_RECOMMEND,  /* a rating 0..10 */
    NEED_ANY,        /* any question */
};

static const char *const need_texts[] = {
    [NEED_NUMBERS] = "a rating, a choice, a matrix row, a boolean or a number",
    [NEED_CATEGORIES] = "a rating, a single choice or a matrix row",
    [NEED_BINARY] = "a boolean",
    [NEED_COUNT] = "a text of inputType \"number\" with \"step\": 1 and \"min\": 0 or more",
    [NEED_RECOMMEND] = "a rating with \"rateMin\": 0 and \"rateMax\": 10",
    [NEED_ANY] = "a question",
};

struct programme_check {
    const struct survey_programme *programme;
    const struct survey_questionnaire *const *questionnaires;
    struct json_object *const *roots;
    struct survey_reader reader;
    bool complete; /* all questionnaires could be parsed */
};

/* Where a variable was found. */
struct found {
    const struct survey_questionnaire *questionnaire; /* the first that has it; NULL: none */
    const struct survey_column *column;
    const struct survey_item *item;
    size_t first, last; /* indices of cycles */
};

static struct found find_variable(const struct programme_check *check, const char *name)
{
    struct found found = {.questionnaire = NULL};
    for (size_t i = 0; i < check->programme->cycle_count; i++) {
        const struct survey_questionnaire *questionnaire = check->questionnaires[i];
        int column = questionnaire != NULL
                         ? survey_questionnaire_column(questionnaire, base_text_of(name))
                         : -1;
        if (column < 0) {
            continue;
        }
        if (found.questionnaire == NULL) {
            found.questionnaire = questionnaire;
            found.column = &questionnaire->columns[column];
            found.item = &questionnaire->items[found.column->item];
            found.first = i;
        }
        found.last = i;
    }
    return found;
}

static const struct survey_item *find_question(const struct programme_check *check,
                                               const char *name)
{
    for (size_t i = 0; i < check->programme->cycle_count; i++) {
        const struct survey_item *item =
            check->questionnaires[i] != NULL
                ? survey_questionnaire_item(check->questionnaires[i], base_text_of(name))
                : NULL;
        if (item != NULL) {
            return item;
        }
    }
    return NULL;
}

static const struct survey_scale *find_scale(const struct programme_check *check, const char *name)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        if (strcmp(evaluation->scales[i].id, name) == 0) {
            return &evaluation->scales[i];
        }
    }
    return NULL;
}

/* The name of a variable or question that is nearest to one that does not exist. */
static const char *nearest_name(const struct programme_check *check, const char *name)
{
    const char *names[SURVEY_COLUMNS_MAX];
    for (size_t i = 0; i < check->programme->cycle_count; i++) {
        const struct survey_questionnaire *questionnaire = check->questionnaires[i];
        size_t count = 0;
        for (size_t j = 0; questionnaire != NULL && j < questionnaire->column_count; j++) {
            names[count++] = questionnaire->columns[j].name;
        }
        const char *nearest = survey_names_nearest(name, names, count);
        if (nearest != NULL) {
            return nearest;
        }
    }
    return NULL;
}

/* Whether it stands in a questionnaire that could not be parsed. In one that is no JSON at all it
   may be. */
static bool may_be_in_a_broken_one(const struct programme_check *check, const char *name)
{
    for (size_t i = 0; i < check->programme->cycle_count; i++) {
        if (check->questionnaires[i] == NULL &&
            (check->roots == NULL || check->roots[i] == NULL ||
             survey_lenient_has_variable(check->roots[i], base_text_of(name)))) {
            return true;
        }
    }
    return false;
}

static void report_unknown(const struct programme_check *check, const char *pointer,
                           const char *name)
{
    const struct survey_item *item = find_question(check, name);
    if (item == NULL && may_be_in_a_broken_one(check, name)) {
        return;
    }
    if (item != NULL && item->column_count > 0) {
        for (size_t i = 0; i < check->programme->cycle_count; i++) {
            const struct survey_questionnaire *questionnaire = check->questionnaires[i];
            if (questionnaire != NULL && item >= questionnaire->items &&
                item < questionnaire->items + questionnaire->item_count) {
                survey_reader_error(&check->reader, pointer, NULL, "not_one_variable",
                                    "\"%s\" is a question of several variables; name one of them, "
                                    "such as \"%s\"",
                                    name, questionnaire->columns[item->column_first].name);
                return;
            }
        }
    }
    const char *nearest = nearest_name(check, name);
    const char *message =
        base_arena_format(check->reader.arena, "no questionnaire has a variable \"%s\"%s%s%s", name,
                          nearest != NULL ? "; did you mean \""
                                          : "; name a question, or a matrix row as question_row",
                          nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    /* Many uses of one name are one mistake. */
    if (!survey_reader_has_reported(&check->reader, "unknown_variable", message)) {
        survey_reader_error(&check->reader, pointer, NULL, "unknown_variable", "%s", message);
    }
}

static bool has_categories(const struct found *found)
{
    switch (found->item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_RATING:
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        return found->column->kind == SURVEY_COLUMN_CODE;
    default:
        return false;
    }
}

/* Lowest and highest code of the plain choices; false if there are none. */
static bool range_of(const struct found *found, int *ret_minimum, int *ret_maximum)
{
    const struct survey_choice *choices = found->item->choices;
    size_t count = found->item->choice_count;
    if (found->column->part >= 0) {
        choices = found->item->parts[found->column->part].choices;
        count = found->item->parts[found->column->part].choice_count;
    }
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN) {
            continue;
        }
        *ret_minimum = !any || choices[i].code < *ret_minimum ? choices[i].code : *ret_minimum;
        *ret_maximum = !any || choices[i].code > *ret_maximum ? choices[i].code : *ret_maximum;
        any = true;
    }
    return any;
}

static bool satisfies(const struct found *found, enum need need)
{
    const struct survey_item *item = found->item;
    int minimum = 0, maximum = 0;
    switch (need) {
    case NEED_NUMBERS:
        return has_categories(found) || item->kind == SURVEY_ITEM_BOOLEAN ||
               found->column->kind == SURVEY_COLUMN_NUMBER ||
               found->column->kind == SURVEY_COLUMN_RANK ||
               found->column->kind == SURVEY_COLUMN_OPTION;
    case NEED_CATEGORIES:
        return has_categories(found);
    case NEED_BINARY:
        return item->kind == SURVEY_ITEM_BOOLEAN;
    case NEED_COUNT:
        return has_categories(found) || (item->kind == SURVEY_ITEM_NUMBER && item->whole &&
                                         item->has_minimum && item->minimum >= 0);
    case NEED_RECOMMEND:
        return item->kind == SURVEY_ITEM_RATING && item->choice_count == 11 &&
               range_of(found, &minimum, &maximum) && minimum == 0 && maximum == 10;
    case NEED_ANY:
        return true;
    }
    return false;
}

/* Finds a variable and reports if it is not there or cannot bear what is asked of it. */
static struct found check_variable(const struct programme_check *check, const char *pointer,
                                   const char *name, enum need need)
{
    struct found found = {.questionnaire = NULL};
    if (name == NULL) {
        return found;
    }
    found = find_variable(check, name);
    if (found.questionnaire == NULL) {
        report_unknown(check, pointer, name);
    } else if (!satisfies(&found, need)) {
        survey_reader_error(&check->reader, pointer, NULL, "wrong_kind",
                            "\"%s\" is a %s (cycle %d), but %s is needed here", name,
                            survey_item_type(found.item->kind),
                            check->programme->cycles[found.first].cycle, need_texts[need]);
    }
    return found;
}

static void check_list(const struct programme_check *check, const char *pointer,
                       const char *const *names, size_t count, enum need need)
{
    for (size_t i = 0; i < count; i++) {
        check_variable(check, base_json_pointer_index(check->reader.arena, pointer, i), names[i],
                       need);
    }
}

/* All items of a scale, or of the agreement block, must have the range of the first. */
static void check_ranges(const struct programme_check *check, const char *pointer,
                         const char *const *names, size_t count)
{
    int minimum = 0, maximum = 0;
    const char *first = NULL;
    for (size_t i = 0; i < count; i++) {
        struct found found = find_variable(check, names[i]);
        int low = 0, high = 0;
        if (found.questionnaire == NULL || !has_categories(&found) ||
            !range_of(&found, &low, &high)) {
            continue;
        }
        if (first == NULL) {
            first = names[i];
            minimum = low;
            maximum = high;
        } else if (low != minimum || high != maximum) {
            survey_reader_error(&check->reader,
                                base_json_pointer_index(check->reader.arena, pointer, i), NULL,
                                "different_range",
                                "\"%s\" runs from %d to %d, but \"%s\" from %d to %d; what is "
                                "taken together must have one range",
                                names[i], low, high, first, minimum, maximum);
        }
    }
}

static void check_scales(const struct programme_check *check)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        const struct survey_scale *scale = &evaluation->scales[i];
        const char *pointer = base_json_pointer(check->reader.arena, AT "/scales", scale->id);
        struct found clash = find_variable(check, scale->id);
        if (clash.questionnaire != NULL) {
            survey_reader_error(&check->reader, pointer, NULL, "duplicate",
                                "\"%s\" is also the name of a variable; give the scale another "
                                "name",
                                scale->id);
        }
        pointer = base_json_pointer(check->reader.arena, pointer, "items");
        check_list(check, pointer, scale->items, scale->item_count, NEED_NUMBERS);
        check_ranges(check, pointer, scale->items, scale->item_count);
        if (scale->item_count == 1) {
            survey_reader_warning(&check->reader, pointer, NULL, "too_few_items",
                                  "a scale of one item has no reliability; use the variable "
                                  "itself");
        }
    }
}

/* Cycles (as indices) in which a variable, or any item of a scale, is asked; false if in none. */
static bool cycles_of(const struct programme_check *check, const char *name, size_t *ret_first,
                      size_t *ret_last)
{
    const struct survey_scale *scale = find_scale(check, name);
    size_t count = scale != NULL ? scale->item_count : 1;
    const char *const *names = scale != NULL ? scale->items : &name;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct found found = find_variable(check, names[i]);
        if (found.questionnaire == NULL) {
            continue;
        }
        *ret_first = !any || found.first < *ret_first ? found.first : *ret_first;
        *ret_last = !any || found.last > *ret_last ? found.last : *ret_last;
        any = true;
    }
    return any;
}

static void check_pair_member(const struct programme_check *check, const char *pointer,
                              const char *key, const char *name)
{
    if (name != NULL && find_scale(check, name) == NULL) {
        check_variable(check, base_json_pointer(check->reader.arena, pointer, key), name,
                       NEED_NUMBERS);
    }
}

static void check_pairs(const struct programme_check *check)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    const struct survey_cycle *cycles = check->programme->cycles;
    for (size_t i = 0; i < evaluation->pair_count; i++) {
        const struct survey_pair *pair = &evaluation->pairs[i];
        const char *pointer = base_json_pointer_index(check->reader.arena, AT "/pairs", i);
        check_pair_member(check, pointer, "pre", pair->pre);
        check_pair_member(check, pointer, "then", pair->then);
        check_pair_member(check, pointer, "post", pair->post);
        size_t pre_first = 0, pre_last = 0, post_first = 0, post_last = 0;
        if (pair->pre == NULL || pair->post == NULL ||
            !cycles_of(check, pair->pre, &pre_first, &pre_last) ||
            !cycles_of(check, pair->post, &post_first, &post_last)) {
            continue;
        }
        if (strcmp(pair->pre, pair->post) == 0 && pre_first == post_last && check->complete) {
            survey_reader_error(&check->reader, pointer, "post", "no_change",
                                "\"%s\" is asked only in cycle %d, so no change can be computed; "
                                "ask it again in a later cycle",
                                pair->post, cycles[pre_first].cycle);
        } else if (pre_first > post_last) {
            survey_reader_error(&check->reader, pointer, "pre", "out_of_order",
                                "\"%s\" is first asked in cycle %d, after \"%s\" was last asked in "
                                "cycle %d; what stands before must not be asked later",
                                pair->pre, cycles[pre_first].cycle, pair->post,
                                cycles[post_last].cycle);
        }
    }
}

static void check_roster(const struct programme_check *check)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    if (evaluation->roster == NULL) {
        return;
    }
    const struct survey_item *item = find_question(check, evaluation->roster);
    if (item == NULL) {
        report_unknown(check, AT "/roster/question", evaluation->roster);
        return;
    }
    if (!item->rows_are_organisations) {
        survey_reader_error(&check->reader, AT "/roster/question", NULL, "wrong_kind",
                            "\"%s\" is no roster; a matrix with \"x-rows\": \"organisations\" is "
                            "needed here",
                            evaluation->roster);
        return;
    }
    int highest = 0;
    for (size_t i = 0; i < item->choice_count; i++) {
        bool plain = item->choices[i].role == SURVEY_CHOICE_PLAIN;
        highest = plain && item->choices[i].code > highest ? item->choices[i].code : highest;
    }
    if (evaluation->roster_threshold > highest || evaluation->roster_threshold < 1) {
        survey_reader_error(&check->reader, AT "/roster/threshold", NULL, "out_of_range",
                            "a tie from %d on cannot be: the columns run up to %d; choose a "
                            "threshold from 1 to %d",
                            evaluation->roster_threshold, highest, highest);
    }
}

static void check_uses(const struct programme_check *check)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    check_variable(check, AT "/assignment/question", evaluation->assignment, NEED_BINARY);
    check_variable(check, AT "/assignment/quality", evaluation->assignment_quality, NEED_NUMBERS);
    struct found application =
        check_variable(check, AT "/application/question", evaluation->application, NEED_CATEGORIES);
    int minimum = 0, maximum = 0;
    if (application.questionnaire != NULL && has_categories(&application) &&
        range_of(&application, &minimum, &maximum) &&
        (evaluation->application_threshold <= minimum ||
         evaluation->application_threshold > maximum)) {
        survey_reader_error(&check->reader, AT "/application/threshold", NULL, "out_of_range",
                            "the threshold %d does not divide the answers, which run from %d to "
                            "%d; choose one from %d to %d",
                            evaluation->application_threshold, minimum, maximum, minimum + 1,
                            maximum);
    }
    check_variable(check, AT "/spread/told", evaluation->spread_told, NEED_BINARY);
    check_variable(check, AT "/spread/reach", evaluation->spread_reach, NEED_COUNT);
    check_variable(check, AT "/attended", evaluation->attended, NEED_BINARY);
    check_variable(check, AT "/assigned", evaluation->assigned, NEED_BINARY);
    check_variable(check, AT "/recommend", evaluation->recommend, NEED_RECOMMEND);
    check_list(check, AT "/ranking", evaluation->ranking, evaluation->ranking_count, NEED_NUMBERS);
    check_list(check, AT "/agreement", evaluation->agreement, evaluation->agreement_count,
               NEED_CATEGORIES);
    check_list(check, AT "/reversed", evaluation->reversed, evaluation->reversed_count,
               NEED_CATEGORIES);
}

static void check_sensitive(const struct programme_check *check)
{
    const struct survey_evaluation *evaluation = &check->programme->evaluation;
    for (size_t i = 0; i < evaluation->sensitive_count; i++) {
        const char *name = evaluation->sensitive[i];
        const char *pointer = base_json_pointer_index(check->reader.arena, AT "/sensitive", i);
        if (find_question(check, name) == NULL) {
            check_variable(check, pointer, name, NEED_ANY);
        }
    }
}

void survey_programme_check(const struct survey_programme *programme, const char *file,
                            const struct survey_questionnaire *const *questionnaires,
                            struct json_object *const *roots, struct survey_problems *problems)
{
    struct programme_check check = {
        .programme = programme,
        .questionnaires = questionnaires,
        .roots = roots,
        .reader = {.arena = problems->arena,
                   .file = file,
                   .problems = problems,
                   .language_count = programme->language_count,
                   .languages = programme->languages},
        .complete = true,
    };
    for (size_t i = 0; i < programme->cycle_count; i++) {
        check.complete = check.complete && questionnaires[i] != NULL;
    }
    survey_programme_check_cycles(&check.reader, programme, questionnaires);
    check_scales(&check);
    check_pairs(&check);
    check_roster(&check);
    check_uses(&check);
    check_sensitive(&check);
}
