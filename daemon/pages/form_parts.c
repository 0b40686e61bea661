#include <stdio.h>
#include <string.h>

#include "form_view.h"

const char *pages_form_text(const struct pages_form_view *view, const struct survey_text *text)
{
    const char *found = survey_text_in(text, view->form->language);
    return *found ? found : NULL;
}

const char *pages_form_field(const struct pages_form_view *view, const char *name, const char *row)
{
    return base_arena_format(view->arena, "%s.%s", name, row);
}

const struct survey_problem *pages_form_error(const struct pages_form_view *view, const char *field)
{
    const struct survey_problems *problems = view->form->problems;
    for (size_t i = 0; problems && i < problems->count; i++) {
        const struct survey_problem *problem = &problems->list[i];
        const char *place = problem->field ? problem->field : problem->item;
        if (!problem->warning && place && strcmp(place, field) == 0)
            return problem;
    }
    return NULL;
}

/* Whether the author of the questionnaire has written it: then it is in the page's language. */
static bool is_authors(const struct pages_form_view *view, const struct survey_problem *problem)
{
    const struct survey_item *item =
        survey_questionnaire_item(view->form->questionnaire, base_text_of(problem->item));
    for (size_t i = 0; item && i < item->validator_count; i++) {
        const char *text = pages_form_text(view, &item->validators[i].text);
        if (text && strcmp(text, problem->message) == 0)
            return true;
    }
    return false;
}

void pages_form_message(const struct pages_form_view *view, const struct survey_problem *problem)
{
    if (view->words.marked && !is_authors(view, problem))
        pages_print(view->out, "<span lang=\"en\">%s</span>", problem->message);
    else
        pages_escape(view->out, problem->message);
}

void pages_form_say(const struct pages_form_view *view, enum pages_word id, const char *argument)
{
    base_buffer_string(view->out, "<p>");
    PAGES_SAY(view->out, view->words, id, argument);
    base_buffer_string(view->out, "</p>\n");
}

const char *pages_form_phrase(const struct pages_form_view *view, enum pages_word id,
                              const char *argument)
{
    const char *words = pages_word(view->words, id);
    const char *brace = strstr(words, "{0}");
    if (!brace)
        return words;
    return base_arena_format(view->arena, "%.*s%s%s", (int)(brace - words), words, argument,
                             brace + strlen("{0}"));
}

const char *pages_form_foreign(const struct pages_form_view *view)
{
    return view->words.marked ? "en" : NULL;
}

static void print_interface(const struct pages_form_view *view, const char *text)
{
    if (view->words.marked)
        pages_print(view->out, "<span lang=\"en\">%s</span>", text);
    else
        pages_escape(view->out, text);
}

static void print_title(const struct pages_form_view *view, const struct pages_label *label)
{
    if (label->title_language)
        pages_print(view->out, "<span lang=\"%s\">%s</span>", label->title_language, label->title);
    else
        pages_escape(view->out, label->title);
    if (label->is_optional) {
        base_buffer_string(view->out, " <span class=\"optional\">");
        PAGES_SAY(view->out, view->words, WORD_OPTIONAL, NULL);
        base_buffer_string(view->out, "</span>");
    }
}

static bool has_hint(const struct pages_label *label)
{
    return label->description || label->instruction || label->condition;
}

static void print_hint(const struct pages_form_view *view, const struct pages_label *label)
{
    if (!has_hint(label))
        return;
    base_buffer_string(view->out, "<p class=\"hint\" id=\"");
    pages_print_id(view->out, label->field, ":hint");
    base_buffer_string(view->out, "\">");
    if (label->condition) {
        base_buffer_string(view->out, "<span class=\"condition\">");
        print_interface(view, label->condition);
        base_buffer_string(view->out, " </span>");
    }
    if (label->description) {
        pages_escape(view->out, label->description);
        base_buffer_string(view->out, " ");
    }
    if (label->instruction && label->script_follows)
        base_buffer_string(view->out, "<span class=\"condition\">");
    if (label->instruction)
        print_interface(view, label->instruction);
    if (label->instruction && label->script_follows)
        base_buffer_string(view->out, "</span>");
    base_buffer_string(view->out, "</p>\n");
}

static void print_ends(const struct pages_form_view *view, const struct pages_label *label)
{
    if (!label->low && !label->high)
        return;
    base_buffer_string(view->out, "<p class=\"ends\" id=\"");
    pages_print_id(view->out, label->field, ":ends");
    pages_print(view->out, "\"><span>%s</span> <span>%s</span></p>\n", label->low, label->high);
}

static void print_error(const struct pages_form_view *view, const char *field)
{
    const struct survey_problem *problem = pages_form_error(view, field);
    if (!problem)
        return;
    base_buffer_string(view->out, "<p class=\"error\" id=\"");
    pages_print_id(view->out, field, ":error");
    base_buffer_string(view->out, "\"><span class=\"unseen\">");
    PAGES_SAY(view->out, view->words, WORD_ERROR_TITLE, NULL);
    base_buffer_string(view->out, "</span>");
    pages_form_message(view, problem);
    base_buffer_string(view->out, "</p>\n");
}

static void print_described_by(const struct pages_form_view *view, const struct pages_label *label)
{
    bool hint = has_hint(label);
    bool ends = label->low || label->high;
    bool error = pages_form_error(view, label->field) != NULL;
    if (!hint && !ends && !error)
        return;
    base_buffer_string(view->out, " aria-describedby=\"");
    const char *space = "";
    if (hint) {
        pages_print_id(view->out, label->field, ":hint");
        space = " ";
    }
    if (ends) {
        base_buffer_string(view->out, space);
        pages_print_id(view->out, label->field, ":ends");
        space = " ";
    }
    if (error) {
        base_buffer_string(view->out, space);
        pages_print_id(view->out, label->field, ":error");
    }
    base_buffer_string(view->out, "\"");
}

void pages_form_open_group(const struct pages_form_view *view, const struct pages_label *label,
                           const char *class_name, bool is_target)
{
    const char *wrong = pages_form_error(view, label->field) ? "wrong" : "";
    base_buffer_string(view->out, "<fieldset");
    if (*class_name || *wrong)
        pages_print(view->out, " class=\"%s%s%s\"", class_name, *class_name && *wrong ? " " : "",
                    wrong);
    if (is_target) {
        base_buffer_string(view->out, " id=\"");
        pages_print_id(view->out, label->field, "");
        base_buffer_string(view->out, "\" tabindex=\"-1\"");
    }
    print_described_by(view, label);
    base_buffer_string(view->out, ">\n<legend>");
    print_title(view, label);
    base_buffer_string(view->out, "</legend>\n");
    print_hint(view, label);
    print_error(view, label->field);
    print_ends(view, label);
}

void pages_form_close_group(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "</fieldset>\n");
}

void pages_form_open_control(const struct pages_form_view *view, const struct pages_label *label)
{
    pages_print(view->out, "<div class=\"field%s\">\n<label class=\"title\" for=\"",
                pages_form_error(view, label->field) ? " wrong" : "");
    pages_print_id(view->out, label->field, "");
    base_buffer_string(view->out, "\">");
    print_title(view, label);
    base_buffer_string(view->out, "</label>\n");
    print_hint(view, label);
    print_error(view, label->field);
}

void pages_form_control_attributes(const struct pages_form_view *view,
                                   const struct pages_label *label)
{
    base_buffer_string(view->out, " id=\"");
    pages_print_id(view->out, label->field, "");
    pages_print(view->out, "\" name=\"%s\"", label->field);
    print_described_by(view, label);
    if (pages_form_error(view, label->field))
        base_buffer_string(view->out, " aria-invalid=\"true\"");
}

void pages_form_close_control(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_option(const struct pages_form_view *view, const struct pages_option *option)
{
    pages_print(view->out, "<label class=\"choice\"><input type=\"%s\" id=\"",
                option->is_checkbox ? "checkbox" : "radio");
    char suffix[32] = "";
    if (option->index > 0)
        snprintf(suffix, sizeof(suffix), ":%zu", option->index + 1);
    pages_print_id(view->out, option->field, suffix);
    pages_print(view->out, "\" name=\"%s\" value=\"%s\"", option->field, option->value);
    if (option->is_chosen)
        base_buffer_string(view->out, " checked");
    if (option->language)
        pages_print(view->out, "><span lang=\"%s\">%s</span></label>\n", option->language,
                    option->text);
    else
        pages_print(view->out, "><span>%s</span></label>\n", option->text);
}
