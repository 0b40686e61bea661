#include "form_view.h"

static void write_actor_types(const struct pages_form_view *view)
{
    const struct survey_programme *programme = view->form->programme;
    struct base_text chosen =
        base_text_of(pages_answer_text(view, pages_answer(view, "actor_type")));
    struct pages_label label = {
        .field = "actor_type",
        .title = pages_word(view->words, WORD_ACTOR_TYPE),
        .title_language = pages_form_foreign(view),
    };
    base_buffer_string(view->out, "<div class=\"item\" data-item=\"actor_type\" "
                                  "data-kind=\"radiogroup\" data-required=\"true\">\n");
    pages_form_open_group(view, &label, "", false);
    base_buffer_string(view->out, "<div class=\"choices\">\n");
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        const struct survey_actor_type *type = &programme->actor_types[i];
        struct pages_option option = {
            .field = label.field,
            .value = type->value,
            .text = survey_text_in(&type->text, view->form->language),
            .index = i,
            .is_chosen = base_text_equal_string(chosen, type->value),
        };
        pages_form_option(view, &option);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_form_close_group(view);
    base_buffer_string(view->out, "</div>\n");
}

/* The organisations of one actor type that take part by now, as one group of the list. */
static void write_organisation_group(const struct pages_form_view *view, size_t actor_type,
                                     struct base_text chosen)
{
    const struct pages_form *form = view->form;
    const struct survey_programme *programme = form->programme;
    bool opened = false;
    for (size_t i = 0; i < programme->organisation_count; i++) {
        const struct survey_organisation *organisation = &programme->organisations[i];
        if (organisation->actor_type != actor_type || organisation->from_cycle > form->cycle->cycle)
            continue;
        if (!opened)
            pages_print(view->out, "<optgroup label=\"%s\">\n",
                        survey_text_in(&programme->actor_types[actor_type].text, form->language));
        opened = true;
        pages_print(view->out, "<option value=\"%s\"", organisation->value);
        if (base_text_equal_string(chosen, organisation->value))
            base_buffer_string(view->out, " selected");
        pages_print(view->out, ">%s</option>\n",
                    survey_text_in(&organisation->text, form->language));
    }
    if (opened)
        base_buffer_string(view->out, "</optgroup>\n");
}

static void write_organisations(const struct pages_form_view *view)
{
    struct base_text chosen =
        base_text_of(pages_answer_text(view, pages_answer(view, "organisation")));
    struct pages_label label = {
        .field = "organisation",
        .title = pages_word(view->words, WORD_ORGANISATION),
        .title_language = pages_form_foreign(view),
    };
    base_buffer_string(view->out, "<div class=\"item\" data-item=\"organisation\" "
                                  "data-kind=\"dropdown\" data-required=\"true\">\n");
    pages_form_open_control(view, &label);
    base_buffer_string(view->out, "<select");
    pages_form_control_attributes(view, &label);
    base_buffer_string(view->out, view->words.marked ? ">\n<option value=\"\" lang=\"en\">"
                                                     : ">\n<option value=\"\">");
    pages_print(view->out, "%s</option>\n", pages_word(view->words, WORD_CHOOSE));
    for (size_t i = 0; i < view->form->programme->actor_type_count; i++)
        write_organisation_group(view, i, chosen);
    base_buffer_string(view->out, "</select>\n");
    pages_form_close_control(view);
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_about_you(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<div class=\"card\">\n<h2>");
    PAGES_SAY(view->out, view->words, WORD_ABOUT_YOU, NULL);
    base_buffer_string(view->out, "</h2>\n");
    write_actor_types(view);
    if (view->form->programme->open_asks_organisation)
        write_organisations(view);
    base_buffer_string(view->out, "</div>\n");
}
