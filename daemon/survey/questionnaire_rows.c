#include <string.h>

#include "base/json.h"
#include "names.h"
#include "questionnaire_build.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Row values are parts of form field names and of references, which end at a dot or a brace. */
static bool is_row_value(const char *value)
{
    return strpbrk(value, ".{}[]\"\\\n") == NULL;
}

static bool parse_row(struct survey_build *build, struct json_object *element, const char *pointer,
                      struct survey_row *ret_row)
{
    static const char *const known[] = {"value", "text"};
    const struct survey_reader *reader = &build->reader;
    struct survey_row row = {.organisation = NULL};
    struct json_object *value = element;
    if (json_object_is_type(element, json_type_object)) {
        survey_reader_object(reader, element, pointer, "a row", known, COUNT(known));
        value = base_json_get(element, "value");
        if (value == NULL) {
            survey_reader_error(reader, pointer, NULL, "missing_property",
                                "\"value\" is missing; add a short name for the row");
            return false;
        }
        survey_reader_text(reader, element, pointer, "text", &row.text);
    }
    bool is_number;
    double number;
    row.value = survey_build_value(build, value, pointer, &is_number, &number);
    if (row.value == NULL) {
        return false;
    }
    if (!is_row_value(row.value) || survey_names_slug(reader->arena, row.value)[0] == '\0') {
        survey_reader_error(reader, pointer, NULL, "not_a_row_value",
                            "\"%s\" cannot be the value of a row; use small letters, digits and "
                            "\"_\", and give the wording as \"text\"",
                            row.value);
        return false;
    }
    if (!row.text.given) {
        row.text = survey_text_same(reader->language_count, row.value);
    }
    *ret_row = row;
    return true;
}

static void parse_own_rows(struct survey_build *build, struct json_object *object,
                           const char *pointer, struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    struct json_object *array =
        survey_reader_array(reader, object, pointer, "rows", SURVEY_ROWS_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0, used = 0;
    struct survey_row *rows = base_arena_array(reader->arena, struct survey_row, count + 1);
    const char *list = survey_reader_at(reader, pointer, "rows");
    for (size_t i = 0; i < count; i++) {
        const char *at = base_json_pointer_index(reader->arena, list, i);
        if (!parse_row(build, json_object_array_get_idx(array, i), at, &rows[used])) {
            continue;
        }
        size_t same = 0;
        while (same < used && strcmp(rows[same].value, rows[used].value) != 0) {
            same++;
        }
        if (same < used) {
            survey_reader_error(reader, at, NULL, "duplicate",
                                "there are two rows \"%s\"; each needs its own value",
                                rows[used].value);
        } else {
            used++;
        }
    }
    item->rows = rows;
    item->row_count = used;
}

static void take_organisations(struct survey_build *build, const char *pointer,
                               struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    const struct survey_programme *programme = build->programme;
    struct survey_row *rows =
        base_arena_array(reader->arena, struct survey_row, programme->organisation_count + 1);
    for (size_t i = 0; i < programme->organisation_count; i++) {
        const struct survey_organisation *organisation = &programme->organisations[i];
        if (organisation->from_cycle <= build->cycle) {
            rows[item->row_count++] = (struct survey_row){.value = organisation->value,
                                                          .text = organisation->text,
                                                          .organisation = organisation};
        }
    }
    item->rows = rows;
    item->rows_are_organisations = true;
    if (item->row_count > SURVEY_ROWS_MAX) {
        survey_reader_error(reader, pointer, "x-rows", "too_many",
                            "%zu organisations take part, but a matrix can have at most %d rows",
                            item->row_count, SURVEY_ROWS_MAX);
        item->row_count = SURVEY_ROWS_MAX;
    }
    if (item->row_count < 2) {
        survey_reader_error(reader, pointer, "x-rows", "too_few",
                            "the rows are the organisations that take part in cycle %d, but there "
                            "are fewer than two of them in the programme",
                            build->cycle);
    }
}

void survey_build_rows(struct survey_build *build, struct json_object *object, const char *pointer,
                       struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    const char *source = item->kind == SURVEY_ITEM_MATRIX
                             ? survey_reader_string(reader, object, pointer, "x-rows", false)
                             : NULL;
    if (source == NULL) {
        parse_own_rows(build, object, pointer, item);
        return;
    }
    if (strcmp(source, "organisations") != 0) {
        survey_reader_error(reader, pointer, "x-rows", "unknown_value",
                            "\"%s\" is no source of rows; the only one is \"organisations\"",
                            source);
        return;
    }
    struct json_object *own = base_json_get(object, "rows");
    if (own != NULL && json_object_is_type(own, json_type_array) &&
        json_object_array_length(own) > 0) {
        survey_reader_error(reader, pointer, "rows", "contradiction",
                            "the rows come from the organisations; take \"rows\" or \"x-rows\" "
                            "away");
    }
    take_organisations(build, pointer, item);
}

/* The choices of a column: its own steps or list, else those of the question. */
static void parse_cells(struct survey_build *build, struct json_object *question,
                        const char *question_pointer, struct json_object *column,
                        const char *pointer, struct survey_part *part)
{
    const struct survey_reader *reader = &build->reader;
    const char *type = survey_reader_string(reader, column, pointer, "cellType", false);
    if (type == NULL) {
        type = survey_reader_string(reader, question, question_pointer, "cellType", false);
    }
    if (type != NULL && strcmp(type, "rating") == 0) {
        survey_build_steps(build, column, pointer, &part->choice_count, &part->choices);
        if (base_json_get(column, "choices") != NULL) {
            survey_reader_error(reader, pointer, "choices", "contradiction",
                                "a rating has steps, not choices; use \"rateMin\" and \"rateMax\", "
                                "or the cellType \"radiogroup\"");
        }
        return;
    }
    if (type == NULL || strcmp(type, "radiogroup") != 0) {
        survey_reader_error(reader, pointer, type != NULL ? "cellType" : NULL, "unknown_value",
                            "%s%s%s; use the cellType \"rating\" or \"radiogroup\"",
                            type != NULL ? "\"" : "the cellType is missing",
                            type != NULL ? type : "", type != NULL ? "\" is not supported" : "");
        return;
    }
    bool own = base_json_get(column, "choices") != NULL;
    survey_build_choices(build, own ? column : question, own ? pointer : question_pointer,
                         "choices", &part->choice_count, &part->choices);
}

static void parse_part(struct survey_build *build, struct json_object *question,
                       const char *question_pointer, struct json_object *column,
                       const char *pointer, struct survey_part *part)
{
    static const char *const known[] = {
        "name",    "title",   "cellType", "isRequired",         "choices",
        "rateMin", "rateMax", "rateStep", "minRateDescription", "maxRateDescription"};
    const struct survey_reader *reader = &build->reader;
    if (!survey_reader_object(reader, column, pointer, "a column", known, COUNT(known))) {
        return;
    }
    const char *name = survey_reader_string(reader, column, pointer, "name", true);
    if (name != NULL && strcmp(name, "then") != 0 && strcmp(name, "now") != 0) {
        survey_reader_error(reader, pointer, "name", "unknown_value",
                            "a column must be named \"then\" or \"now\", not \"%s\"", name);
        name = NULL;
    }
    part->name = name == NULL ? "" : strcmp(name, "then") == 0 ? "then" : "now";
    survey_reader_text(reader, column, pointer, "title", &part->title);
    if (!part->title.given) {
        part->title = survey_text_same(reader->language_count, part->name);
        survey_reader_warning(
            reader, pointer, NULL, "missing_title",
            "the column has no \"title\"; participants will see its name instead");
    }
    part->is_required = survey_reader_boolean(reader, column, pointer, "isRequired", false);
    survey_reader_text(reader, column, pointer, "minRateDescription", &part->low_text);
    survey_reader_text(reader, column, pointer, "maxRateDescription", &part->high_text);
    parse_cells(build, question, question_pointer, column, pointer, part);
}

void survey_build_parts(struct survey_build *build, struct json_object *object, const char *pointer,
                        struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    struct json_object *array = survey_reader_array(reader, object, pointer, "columns", 2, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_part *parts = base_arena_array(reader->arena, struct survey_part, 2);
    const char *list = survey_reader_at(reader, pointer, "columns");
    for (size_t i = 0; i < count; i++) {
        parse_part(build, object, pointer, json_object_array_get_idx(array, i),
                   base_json_pointer_index(reader->arena, list, i), &parts[i]);
        parts[i].name = parts[i].name != NULL ? parts[i].name : "";
        if (!item->low_text.given) {
            item->low_text = parts[i].low_text;
        }
        if (!item->high_text.given) {
            item->high_text = parts[i].high_text;
        }
    }
    if (array != NULL && (count != 2 || strcmp(parts[0].name, parts[1].name) == 0)) {
        survey_reader_error(reader, pointer, "columns", "then_and_now",
                            "a matrixdropdown needs exactly two columns: one named \"then\" and "
                            "one named \"now\"");
    }
    item->parts = parts;
    item->part_count = count;
}
