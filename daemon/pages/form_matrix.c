#include <string.h>

#include "base/json.h"
#include "form_view.h"

bool pages_form_is_own_row(const struct pages_form_view *view, const struct survey_row *row)
{
    if (!row->organisation)
        return false;
    if (view->form->respondent.organisation)
        return strcmp(row->organisation->value, view->form->respondent.organisation->value) == 0;
    if (!view->form->respondent.open_link)
        return false;
    return base_text_equal_string(base_json_text(pages_answer(view, "organisation")),
                                  row->organisation->value);
}

const char *pages_form_row_title(const struct pages_form_view *view, const struct survey_row *row)
{
    const char *title = pages_form_text(view, &row->text);
    return title ? title : row->value;
}

static void open_matrix(const struct pages_form_view *view, const struct survey_item *item,
                        struct pages_label *label)
{
    /* On a personal link the own organisation is left out; on an open link it is not known yet. */
    if (item->rows_are_organisations && view->form->respondent.open_link) {
        label->instruction = pages_word(view->words, WORD_SKIP_OWN_ORGANISATION);
        label->script_follows = view->form->programme->open_asks_organisation;
    }
    pages_form_open_group(view, label, "matrix", true);
}

void pages_form_matrix(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label)
{
    struct json_object *answers = pages_answer(view, item->name);
    open_matrix(view, item, label);
    for (size_t i = 0; i < item->row_count; i++) {
        const struct survey_row *row = &item->rows[i];
        if (pages_form_is_own_row(view, row))
            continue;
        struct pages_label row_label = {
            .field = pages_form_field(view, item->name, row->value),
            .title = pages_form_row_title(view, row),
        };
        pages_form_open_group(view, &row_label, "row", false);
        pages_form_scale(view, row_label.field, item->choices, item->choice_count,
                         base_json_get(answers, row->value));
        pages_form_close_group(view);
    }
    pages_form_close_group(view);
}

const char *pages_form_part_title(const struct pages_form_view *view,
                                  const struct survey_part *part)
{
    const char *title = pages_form_text(view, &part->title);
    return title ? title : part->name;
}

/* The scale of one row and part in its own group. */
static void print_cell(const struct pages_form_view *view, const struct survey_item *item,
                       const struct survey_row *row, const struct survey_part *part,
                       const char *title, const char *class_name)
{
    struct json_object *answers = base_json_get(pages_answer(view, item->name), row->value);
    struct pages_label label = {
        .field = pages_form_field(view, pages_form_field(view, item->name, row->value), part->name),
        .title = title,
    };
    pages_form_ends(view, &label, part->choices, part->choice_count, &part->low_text,
                    &part->high_text);
    pages_form_open_group(view, &label, class_name, false);
    pages_form_scale(view, label.field, part->choices, part->choice_count,
                     base_json_get(answers, part->name));
    pages_form_close_group(view);
}

static void print_rows_side_by_side(const struct pages_form_view *view,
                                    const struct survey_item *item)
{
    for (size_t i = 0; i < item->row_count; i++) {
        const struct survey_row *row = &item->rows[i];
        if (pages_form_is_own_row(view, row))
            continue;
        struct pages_label label = {
            .field = pages_form_field(view, item->name, row->value),
            .title = pages_form_row_title(view, row),
        };
        pages_form_open_group(view, &label, "row", true);
        for (size_t j = 0; j < item->part_count; j++) {
            const struct survey_part *part = &item->parts[j];
            bool narrow = pages_form_scale_is_narrow(view, part->choices, part->choice_count);
            print_cell(view, item, row, part, pages_form_part_title(view, part),
                       narrow ? "part beside" : "part");
        }
        pages_form_close_group(view);
    }
}

static void print_parts_in_turn(const struct pages_form_view *view, const struct survey_item *item)
{
    for (size_t j = 0; j < item->part_count; j++) {
        const struct survey_part *part = &item->parts[j];
        pages_print(view->out, "<fieldset class=\"turn\">\n<legend>%s</legend>\n",
                    pages_form_part_title(view, part));
        for (size_t i = 0; i < item->row_count; i++) {
            const struct survey_row *row = &item->rows[i];
            if (!pages_form_is_own_row(view, row))
                print_cell(view, item, row, part, pages_form_row_title(view, row), "row");
        }
        pages_form_close_group(view);
    }
}

void pages_form_matrixdropdown(const struct pages_form_view *view, const struct survey_item *item,
                               struct pages_label *label)
{
    open_matrix(view, item, label);
    if (item->parts_in_turn)
        print_parts_in_turn(view, item);
    else
        print_rows_side_by_side(view, item);
    pages_form_close_group(view);
}

static void print_rank(const struct pages_form_view *view, const struct survey_item *item,
                       size_t rank, struct json_object *chosen)
{
    const char *number = base_arena_format(view->arena, "%zu", rank);
    struct pages_label label = {
        .field = pages_form_field(view, item->name, number),
        .title = pages_form_phrase(view, WORD_RANK, number),
        .title_language = pages_form_foreign(view),
    };
    pages_form_open_control(view, &label);
    base_buffer_string(view->out, "<select");
    pages_form_control_attributes(view, &label);
    base_buffer_string(view->out, view->words.marked ? ">\n<option value=\"\" lang=\"en\">"
                                                     : ">\n<option value=\"\">");
    pages_print(view->out, "%s</option>\n", pages_word(view->words, WORD_CHOOSE));
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct survey_choice *choice = &item->choices[i];
        const char *text = pages_form_text(view, &choice->text);
        pages_print(view->out, "<option value=\"%s\"", choice->value);
        base_buffer_string(view->out, pages_answer_is(chosen, choice) ? " selected>" : ">");
        pages_print(view->out, "%s</option>\n", text ? text : choice->value);
    }
    base_buffer_string(view->out, "</select>\n");
    pages_form_close_control(view);
}

void pages_form_ranking(const struct pages_form_view *view, const struct survey_item *item,
                        struct pages_label *label)
{
    struct json_object *ranks = pages_answer(view, item->name);
    bool is_array = json_object_is_type(ranks, json_type_array);
    label->instruction = pages_word(view->words, WORD_RANKING_HINT);
    pages_form_open_group(view, label, "ranking", true);
    for (size_t i = 0; i < item->choice_count; i++)
        print_rank(view, item, i + 1, is_array ? json_object_array_get_idx(ranks, i) : NULL);
    pages_form_close_group(view);
}
