#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "names.h"
#include "questionnaire_build.h"
#include "words.h"

#define COMMENT_LINES 4
#define BIT(kind) (1u << (kind))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Groups of kinds that share properties. */
enum {
    SELECTS = BIT(SURVEY_ITEM_RADIOGROUP) | BIT(SURVEY_ITEM_DROPDOWN) | BIT(SURVEY_ITEM_CHECKBOX),
    INPUTS = BIT(SURVEY_ITEM_TEXT) | BIT(SURVEY_ITEM_NUMBER) | BIT(SURVEY_ITEM_DATE),
    MATRICES = BIT(SURVEY_ITEM_MATRIX) | BIT(SURVEY_ITEM_MATRIXDROPDOWN),
    NOTES = BIT(SURVEY_ITEM_HTML),
    ALL = BIT(SURVEY_ITEM_HTML + 1) - 1,
    QUESTIONS = ALL & ~NOTES,
};

/* Which kinds have which property: the only place that says so. */
static const struct {
    const char *name;
    unsigned kinds;
} properties[] = {
    {"type", ALL},
    {"name", ALL},
    {"title", QUESTIONS},
    {"description", QUESTIONS},
    {"visibleIf", ALL},
    {"isRequired", QUESTIONS},
    {"requiredIf", QUESTIONS},
    {"validators", INPUTS | BIT(SURVEY_ITEM_COMMENT) | BIT(SURVEY_ITEM_CHECKBOX)},
    {"choices", SELECTS | BIT(SURVEY_ITEM_RANKING) | BIT(SURVEY_ITEM_MATRIXDROPDOWN)},
    {"showOtherItem", SELECTS},
    {"otherText", SELECTS},
    {"otherPlaceholder", SELECTS},
    {"showNoneItem", SELECTS},
    {"noneText", SELECTS},
    {"minSelectedChoices", BIT(SURVEY_ITEM_CHECKBOX)},
    {"maxSelectedChoices", BIT(SURVEY_ITEM_CHECKBOX)},
    {"rateMin", BIT(SURVEY_ITEM_RATING)},
    {"rateMax", BIT(SURVEY_ITEM_RATING)},
    {"rateStep", BIT(SURVEY_ITEM_RATING)},
    {"minRateDescription", BIT(SURVEY_ITEM_RATING)},
    {"maxRateDescription", BIT(SURVEY_ITEM_RATING)},
    {"columns", MATRICES},
    {"rows", MATRICES | BIT(SURVEY_ITEM_COMMENT)},
    {"x-rows", BIT(SURVEY_ITEM_MATRIX)},
    {"eachRowRequired", BIT(SURVEY_ITEM_MATRIX)},
    {"cellType", BIT(SURVEY_ITEM_MATRIXDROPDOWN)},
    {"x-layout", BIT(SURVEY_ITEM_MATRIXDROPDOWN)},
    {"inputType", INPUTS},
    {"min", BIT(SURVEY_ITEM_NUMBER) | BIT(SURVEY_ITEM_DATE)},
    {"max", BIT(SURVEY_ITEM_NUMBER) | BIT(SURVEY_ITEM_DATE)},
    {"step", BIT(SURVEY_ITEM_NUMBER)},
    {"maxLength", BIT(SURVEY_ITEM_TEXT) | BIT(SURVEY_ITEM_COMMENT)},
    {"labelTrue", BIT(SURVEY_ITEM_BOOLEAN)},
    {"labelFalse", BIT(SURVEY_ITEM_BOOLEAN)},
    {"x-role", BIT(SURVEY_ITEM_BOOLEAN)},
    {"html", NOTES},
};

static const struct {
    const char *type;
    enum survey_item_kind kind;
} types[] = {
    {"radiogroup", SURVEY_ITEM_RADIOGROUP},
    {"dropdown", SURVEY_ITEM_DROPDOWN},
    {"checkbox", SURVEY_ITEM_CHECKBOX},
    {"rating", SURVEY_ITEM_RATING},
    {"matrix", SURVEY_ITEM_MATRIX},
    {"matrixdropdown", SURVEY_ITEM_MATRIXDROPDOWN},
    {"text", SURVEY_ITEM_TEXT},
    {"comment", SURVEY_ITEM_COMMENT},
    {"boolean", SURVEY_ITEM_BOOLEAN},
    {"ranking", SURVEY_ITEM_RANKING},
    {"html", SURVEY_ITEM_HTML},
};

const char *survey_item_type(enum survey_item_kind kind)
{
    if (kind == SURVEY_ITEM_NUMBER || kind == SURVEY_ITEM_DATE) {
        return "text";
    }
    for (size_t i = 0; i < COUNT(types); i++) {
        if (types[i].kind == kind) {
            return types[i].type;
        }
    }
    return "panel";
}

static bool read_input_type(const struct survey_reader *reader, struct json_object *object,
                            const char *pointer, enum survey_item_kind *kind)
{
    const char *type = survey_reader_string(reader, object, pointer, "inputType", false);
    if (type == NULL || strcmp(type, "text") == 0) {
        return true;
    }
    if (strcmp(type, "number") == 0) {
        *kind = SURVEY_ITEM_NUMBER;
        return true;
    }
    if (strcmp(type, "date") == 0) {
        *kind = SURVEY_ITEM_DATE;
        return true;
    }
    bool personal = strcmp(type, "email") == 0 || strcmp(type, "tel") == 0;
    survey_reader_error(reader, pointer, "inputType", "unsupported_input_type",
                        personal ? "\"%s\" would collect personal data, which is never stored; "
                                   "take the question away"
                                 : "\"%s\" is not supported; use \"text\", \"number\" or \"date\"",
                        type);
    return false;
}

static bool read_kind(const struct survey_reader *reader, struct json_object *object,
                      const char *pointer, enum survey_item_kind *ret_kind)
{
    const char *type = survey_reader_string(reader, object, pointer, "type", true);
    if (type == NULL) {
        return false;
    }
    const char *names[COUNT(types) + 1] = {"panel"};
    for (size_t i = 0; i < COUNT(types); i++) {
        names[i + 1] = types[i].type;
        if (strcmp(types[i].type, type) == 0) {
            *ret_kind = types[i].kind;
            return *ret_kind != SURVEY_ITEM_TEXT ||
                   read_input_type(reader, object, pointer, ret_kind);
        }
    }
    const char *nearest = survey_names_nearest(type, names, COUNT(names));
    survey_reader_error(reader, pointer, "type", "unknown_type",
                        "\"%s\" is not a supported type of question; %s%s%s", type,
                        nearest != NULL ? "did you mean \"" : "use one of ",
                        nearest != NULL ? nearest
                                        : survey_names_list(reader->arena, names, COUNT(names)),
                        nearest != NULL ? "\"?" : "");
    return false;
}

static bool read_name(const struct survey_reader *reader, struct json_object *object,
                      const char *pointer, struct survey_item *item)
{
    const char *name = survey_reader_string(reader, object, pointer, "name", true);
    if (name == NULL) {
        return false;
    }
    struct base_text text = base_text_of(name);
    if (!base_text_is_name(text)) {
        survey_reader_error(reader, pointer, "name", "not_a_name",
                            "\"%s\" cannot be the name of a question; begin with a small letter "
                            "a-z, then small letters, digits and \"_\", at most %d in all",
                            name, SURVEY_NAME_LENGTH_MAX);
        return false;
    }
    if (strcmp(name, "actor_type") == 0 || strcmp(name, "organisation") == 0) {
        survey_reader_error(reader, pointer, "name", "reserved_name",
                            "\"%s\" is reserved for what the open link asks; choose another name",
                            name);
        return false;
    }
    if (survey_names_is_reserved(text)) {
        survey_reader_error(reader, pointer, "name", "reserved_name",
                            "\"%s\" is a word that SPSS, Stata or R reserve, so no variable can "
                            "have it; choose another name",
                            name);
        return false;
    }
    item->name = base_arena_string(reader->arena, name);
    return true;
}

static void check_properties(const struct survey_reader *reader, struct json_object *object,
                             const char *pointer, enum survey_item_kind kind)
{
    const char *known[COUNT(properties)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(properties); i++) {
        if ((properties[i].kinds & BIT(kind)) != 0) {
            known[count++] = properties[i].name;
        }
    }
    const char *what = kind == SURVEY_ITEM_NUMBER ? "a text of inputType \"number\""
                       : kind == SURVEY_ITEM_DATE ? "a text of inputType \"date\""
                                                  : survey_item_type(kind);
    survey_reader_object(reader, object, pointer, what, known, count);
}

static void parse_common(struct survey_build *build, struct json_object *object,
                         const char *pointer, struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    survey_reader_text(reader, object, pointer, "title", &item->title);
    if (!item->title.given && item->kind != SURVEY_ITEM_HTML) {
        item->title = survey_text_same(reader->language_count, item->name);
        survey_reader_warning(reader, pointer, NULL, "missing_title",
                              "the question \"%s\" has no \"title\"; participants will see its "
                              "name instead",
                              item->name);
    }
    survey_reader_text(reader, object, pointer, "description", &item->description);
    item->is_required = survey_reader_boolean(reader, object, pointer, "isRequired", false);
    item->required_if = survey_build_condition(build, object, pointer, "requiredIf");
    item->visible_if = survey_build_condition(build, object, pointer, "visibleIf");
}

static void parse_selection_limits(const struct survey_reader *reader, struct json_object *object,
                                   const char *pointer, struct survey_item *item)
{
    int most = (int)item->choice_count > 0 ? (int)item->choice_count : SURVEY_CHOICES_MAX;
    item->min_selected =
        survey_reader_whole(reader, object, pointer, "minSelectedChoices", 0, most, 0);
    item->max_selected =
        survey_reader_whole(reader, object, pointer, "maxSelectedChoices", 0, most, 0);
    if (item->max_selected > 0 && item->min_selected > item->max_selected) {
        survey_reader_error(reader, pointer, "minSelectedChoices", "out_of_range",
                            "at least %d and at most %d choices cannot both hold; make "
                            "\"minSelectedChoices\" the smaller",
                            item->min_selected, item->max_selected);
    }
}

static void parse_select(struct survey_build *build, struct json_object *object,
                         const char *pointer, struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    survey_build_choices(build, object, pointer, "choices", &item->choice_count, &item->choices);
    survey_reader_text(reader, object, pointer, "otherPlaceholder", &item->other_placeholder);
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].role == SURVEY_CHOICE_OTHER) {
            item->other_text = item->choices[i].text;
        }
        if (item->kind == SURVEY_ITEM_RANKING && item->choices[i].role != SURVEY_CHOICE_PLAIN) {
            survey_reader_error(reader, pointer, "choices", "not_rankable",
                                "\"%s\" cannot be ranked; take it out of the choices",
                                item->choices[i].value);
        }
    }
    if (item->kind == SURVEY_ITEM_RANKING && item->choice_count == 1) {
        survey_reader_error(reader, pointer, "choices", "too_few",
                            "one choice alone cannot be ranked; give at least two");
    }
    if (item->kind == SURVEY_ITEM_CHECKBOX) {
        parse_selection_limits(reader, object, pointer, item);
    }
}

static void parse_rating(struct survey_build *build, struct json_object *object,
                         const char *pointer, struct survey_item *item)
{
    survey_build_steps(build, object, pointer, &item->choice_count, &item->choices);
    survey_reader_text(&build->reader, object, pointer, "minRateDescription", &item->low_text);
    survey_reader_text(&build->reader, object, pointer, "maxRateDescription", &item->high_text);
}

static void parse_matrix(struct survey_build *build, struct json_object *object,
                         const char *pointer, struct survey_item *item)
{
    survey_build_choices(build, object, pointer, "columns", &item->choice_count, &item->choices);
    survey_build_rows(build, object, pointer, item);
    item->each_row_required =
        survey_reader_boolean(&build->reader, object, pointer, "eachRowRequired", false);
}

static void parse_matrixdropdown(struct survey_build *build, struct json_object *object,
                                 const char *pointer, struct survey_item *item)
{
    survey_build_rows(build, object, pointer, item);
    survey_build_parts(build, object, pointer, item);
    const char *layout = survey_reader_string(&build->reader, object, pointer, "x-layout", false);
    item->parts_in_turn = layout != NULL && strcmp(layout, "turn") == 0;
    if (layout != NULL && !item->parts_in_turn && strcmp(layout, "beside") != 0) {
        survey_reader_error(&build->reader, pointer, "x-layout", "unknown_value",
                            "\"%s\" is no layout; use \"turn\" to ask all of \"then\" before all "
                            "of \"now\", or \"beside\"",
                            layout);
    }
}

/* A date bound as the number YYYYMMDD. */
static bool read_date_bound(const struct survey_reader *reader, struct json_object *object,
                            const char *pointer, const char *key, double *ret_bound)
{
    const char *date = survey_reader_string(reader, object, pointer, key, false);
    if (date == NULL) {
        return false;
    }
    if (!base_clock_is_date(base_text_of(date))) {
        survey_reader_error(reader, pointer, key, "not_a_date",
                            "\"%s\" is not a date that exists; write it like \"2026-11-20\"", date);
        return false;
    }
    int year =
        (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + (date[3] - '0');
    int month = (date[5] - '0') * 10 + (date[6] - '0');
    int day = (date[8] - '0') * 10 + (date[9] - '0');
    *ret_bound = year * 10000.0 + month * 100.0 + day;
    return true;
}

static void parse_input(struct survey_build *build, struct json_object *object, const char *pointer,
                        struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    if (item->kind == SURVEY_ITEM_DATE) {
        item->has_minimum = read_date_bound(reader, object, pointer, "min", &item->minimum);
        item->has_maximum = read_date_bound(reader, object, pointer, "max", &item->maximum);
    } else if (item->kind == SURVEY_ITEM_NUMBER) {
        item->has_minimum = survey_reader_number(reader, object, pointer, "min", &item->minimum);
        item->has_maximum = survey_reader_number(reader, object, pointer, "max", &item->maximum);
        double step = 0;
        bool has_step = survey_reader_number(reader, object, pointer, "step", &step);
        if (has_step && step <= 0) {
            survey_reader_error(reader, pointer, "step", "out_of_range",
                                "\"step\" must be more than 0");
        }
        item->whole = has_step && step == floor(step);
        item->step = has_step && step > 0 ? step : 0;
    }
    if (item->has_minimum && item->has_maximum && item->minimum > item->maximum) {
        survey_reader_error(reader, pointer, "max", "out_of_range",
                            "\"max\" is smaller than \"min\"; swap them");
    }
    item->max_length = survey_reader_whole(reader, object, pointer, "maxLength", 1,
                                           SURVEY_TEXT_LENGTH_MAX, SURVEY_TEXT_LENGTH_MAX);
    if (item->kind == SURVEY_ITEM_COMMENT) {
        item->lines = survey_reader_whole(reader, object, pointer, "rows", 1, 50, COMMENT_LINES);
    }
}

static void parse_boolean(struct survey_build *build, struct json_object *object,
                          const char *pointer, struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    survey_reader_text(reader, object, pointer, "labelTrue", &item->true_text);
    survey_reader_text(reader, object, pointer, "labelFalse", &item->false_text);
    if (!item->true_text.given) {
        item->true_text =
            survey_words_text(SURVEY_WORD_YES, reader->language_count, reader->languages);
    }
    if (!item->false_text.given) {
        item->false_text =
            survey_words_text(SURVEY_WORD_NO, reader->language_count, reader->languages);
    }
    const char *role = survey_reader_string(reader, object, pointer, "x-role", false);
    item->is_consent = role != NULL && strcmp(role, "consent") == 0;
    if (role != NULL && !item->is_consent) {
        survey_reader_error(reader, pointer, "x-role", "unknown_value",
                            "\"%s\" is no role; the only one is \"consent\"", role);
    }
    if (item->is_consent && !item->is_required) {
        survey_reader_error(reader, pointer, NULL, "consent_optional",
                            "answers of people who have not consented would be stored; add "
                            "\"isRequired\": true");
    }
}

static void parse_note(struct survey_build *build, struct json_object *object, const char *pointer,
                       struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    if (base_json_get(object, "html") == NULL) {
        survey_reader_error(reader, pointer, NULL, "missing_property",
                            "\"html\" is missing; add the text of the note");
    }
    survey_build_html(build, object, pointer, "html", &item->html);
}

bool survey_build_item(struct survey_build *build, struct json_object *object, const char *pointer,
                       struct survey_item *item)
{
    static void (*const parsers[])(struct survey_build *, struct json_object *, const char *,
                                   struct survey_item *) = {
        [SURVEY_ITEM_RADIOGROUP] = parse_select,
        [SURVEY_ITEM_DROPDOWN] = parse_select,
        [SURVEY_ITEM_CHECKBOX] = parse_select,
        [SURVEY_ITEM_RATING] = parse_rating,
        [SURVEY_ITEM_MATRIX] = parse_matrix,
        [SURVEY_ITEM_MATRIXDROPDOWN] = parse_matrixdropdown,
        [SURVEY_ITEM_TEXT] = parse_input,
        [SURVEY_ITEM_NUMBER] = parse_input,
        [SURVEY_ITEM_DATE] = parse_input,
        [SURVEY_ITEM_COMMENT] = parse_input,
        [SURVEY_ITEM_BOOLEAN] = parse_boolean,
        [SURVEY_ITEM_RANKING] = parse_select,
        [SURVEY_ITEM_HTML] = parse_note,
    };
    const struct survey_reader *reader = &build->reader;
    if (!json_object_is_type(object, json_type_object)) {
        survey_reader_error(reader, pointer, NULL, "wrong_type",
                            "a question must be an object in braces with \"type\" and \"name\"");
        return false;
    }
    bool has_kind = read_kind(reader, object, pointer, &item->kind);
    bool has_name = read_name(reader, object, pointer, item);
    if (!has_kind) {
        return false;
    }
    check_properties(reader, object, pointer, item->kind);
    if (!has_name) {
        item->name = "";
    }
    item->pointer = pointer;
    parse_common(build, object, pointer, item);
    parsers[item->kind](build, object, pointer, item);
    survey_build_validators(build, object, pointer, item);
    return has_name;
}
