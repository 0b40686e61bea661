#include "form_view.h"

#include <math.h>
#include <string.h>

static void open_input(const struct pages_form_view *view, const struct pages_label *label,
                       const char *type, const char *class_name)
{
    pages_form_open_control(view, label);
    pages_print(view->out, "<input type=\"%s\" class=\"%s\"", type, class_name);
    pages_form_control_attributes(view, label);
}

static void close_input(const struct pages_form_view *view, const char *value)
{
    pages_print(view->out, " value=\"%s\">\n", value);
    pages_form_close_control(view);
}

/* What was typed, or an answer to be typed over. */
static const char *value_of(const struct pages_form_view *view, const struct survey_item *item)
{
    return pages_answer_text(view, pages_answer(view, item->name));
}

const char *pages_form_numeral(const struct pages_form_view *view, double number)
{
    char *text = base_arena_string(view->arena, base_text_from_number(view->arena, number));
    char *point = strchr(text, '.');
    if (point && view->words.swedish)
        *point = ',';
    return text;
}

static void print_text(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label)
{
    open_input(view, label, "text", "wide");
    pages_print(view->out, " maxlength=\"%d\"", item->max_length);
    close_input(view, value_of(view, item));
}

/* Not type=number: it drops what it cannot read, and turns by accident when a page is scrolled. */
static void print_number(const struct pages_form_view *view, const struct survey_item *item,
                         struct pages_label *label)
{
    if (item->has_minimum && item->has_maximum) {
        const char *least = pages_form_numeral(view, item->minimum);
        const char *most = pages_form_numeral(view, item->maximum);
        label->instruction = pages_form_phrase(
            view, WORD_NUMBER_BETWEEN, base_arena_format(view->arena, "%s–%s", least, most));
    }
    open_input(view, label, "text", "number");
    bool negative = !item->has_minimum || item->minimum < 0;
    /* A phone's digits-only keyboard has neither a minus nor a decimal point. */
    if (item->whole && !negative)
        base_buffer_string(view->out, " inputmode=\"numeric\"");
    else if (!negative)
        base_buffer_string(view->out, " inputmode=\"decimal\"");
    base_buffer_string(view->out, " spellcheck=\"false\" maxlength=\"40\"");
    struct json_object *answer = pages_answer(view, item->name);
    bool is_number =
        json_object_is_type(answer, json_type_int) || json_object_is_type(answer, json_type_double);
    close_input(view, is_number ? pages_form_numeral(view, json_object_get_double(answer))
                                : value_of(view, item));
}

static void print_date_limit(const struct pages_form_view *view, const char *attribute,
                             double yyyymmdd)
{
    int date = (int)lround(yyyymmdd);
    base_buffer_format(view->out, " %s=\"%04d-%02d-%02d\"", attribute, date / 10000,
                       date / 100 % 100, date % 100);
}

static void print_date(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label)
{
    open_input(view, label, "date", "date");
    if (item->has_minimum)
        print_date_limit(view, "min", item->minimum);
    if (item->has_maximum)
        print_date_limit(view, "max", item->maximum);
    close_input(view, value_of(view, item));
}

static void print_comment(const struct pages_form_view *view, const struct survey_item *item,
                          struct pages_label *label)
{
    if (item->max_length < SURVEY_TEXT_LENGTH_MAX)
        label->instruction = pages_form_phrase(
            view, WORD_CHARACTERS_MAX, base_arena_format(view->arena, "%d", item->max_length));
    pages_form_open_control(view, label);
    base_buffer_string(view->out, "<textarea");
    pages_form_control_attributes(view, label);
    /* The newline after the tag is not part of the value, a leading one of the answer is. */
    pages_print(view->out, " rows=\"%d\" maxlength=\"%d\">\n%s</textarea>\n",
                item->lines > 0 ? item->lines : 4, item->max_length,
                pages_answer_text(view, pages_answer(view, item->name)));
    pages_form_close_control(view);
}

static void print_note(const struct pages_form_view *view, const struct survey_item *item)
{
    base_buffer_string(view->out, "<div class=\"note\">\n");
    base_buffer_string(view->out, survey_text_in(&item->html, view->form->language));
    base_buffer_string(view->out, "\n</div>\n");
}

/* A form has no way to say "required unless": a condition makes neither optional nor required. */
static bool is_optional(const struct survey_item *item)
{
    if (item->is_required || item->each_row_required || item->required_if)
        return false;
    for (size_t i = 0; i < item->part_count; i++) {
        if (item->parts[i].is_required)
            return false;
    }
    return true;
}

void pages_form_item(const struct pages_form_view *view, const struct survey_item *item,
                     const char *condition)
{
    static void (*const writers[])(const struct pages_form_view *, const struct survey_item *,
                                   struct pages_label *) = {
        [SURVEY_ITEM_RADIOGROUP] = pages_form_radiogroup,
        [SURVEY_ITEM_DROPDOWN] = pages_form_dropdown,
        [SURVEY_ITEM_CHECKBOX] = pages_form_checkbox,
        [SURVEY_ITEM_RATING] = pages_form_rating,
        [SURVEY_ITEM_MATRIX] = pages_form_matrix,
        [SURVEY_ITEM_MATRIXDROPDOWN] = pages_form_matrixdropdown,
        [SURVEY_ITEM_TEXT] = print_text,
        [SURVEY_ITEM_NUMBER] = print_number,
        [SURVEY_ITEM_DATE] = print_date,
        [SURVEY_ITEM_COMMENT] = print_comment,
        [SURVEY_ITEM_BOOLEAN] = pages_form_boolean,
        [SURVEY_ITEM_RANKING] = pages_form_ranking,
    };
    if (item->kind == SURVEY_ITEM_HTML) {
        print_note(view, item);
        return;
    }
    const char *title = pages_form_text(view, &item->title);
    struct pages_label label = {
        .field = item->name,
        .title = title ? title : item->name,
        .is_optional = is_optional(item),
        .description = pages_form_text(view, &item->description),
        .condition = condition,
    };
    writers[item->kind](view, item, &label);
}
