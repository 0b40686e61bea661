#include "pages/form.h"

#include <string.h>

#include "form_view.h"
#include "frame.h"

static const char *condition_words(const struct pages_form_view *view,
                                   const struct survey_expression *condition)
{
    return pages_answer_bearing(view, condition) == PAGES_BEARING_OPEN
               ? pages_word(view->words, WORD_IF_APPLIES)
               : NULL;
}

static bool is_known_item(const struct survey_questionnaire *questionnaire, const char *name)
{
    for (size_t i = 0; name && i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].kind != SURVEY_ITEM_HTML &&
            strcmp(questionnaire->items[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The field that a problem leads to; NULL if the page has none. */
static const char *target_of(const struct pages_form *form, const struct survey_problem *problem)
{
    const char *field = problem->field ? problem->field : problem->item;
    if (!field)
        return NULL;
    if (form->respondent.open_link && strcmp(field, "actor_type") == 0)
        return field;
    if (form->respondent.open_link && form->programme->open_asks_organisation &&
        strcmp(field, "organisation") == 0)
        return field;
    return is_known_item(form->questionnaire, problem->item) ? field : NULL;
}

static bool has_errors(const struct pages_form *form)
{
    return form->problems && form->problems->error_count > 0;
}

/* Whether what was sent comes back, with something to be done about it. */
static bool returns(const struct pages_form *form)
{
    return has_errors(form) || form->banner == PAGES_BANNER_NOT_STORED;
}

static void write_error_summary(const struct pages_form_view *view)
{
    const struct survey_problems *problems = view->form->problems;
    struct base_buffer *out = view->out;
    base_buffer_string(out, "<div class=\"summary\" id=\"error-summary\" role=\"alert\" "
                            "tabindex=\"-1\">\n<h2>");
    PAGES_SAY(out, view->words, WORD_PROBLEM, NULL);
    base_buffer_string(out, "</h2>\n<p>");
    PAGES_SAY(out, view->words, WORD_PROBLEM_KEPT, NULL);
    base_buffer_string(out, "</p>\n<ul>\n");
    for (size_t i = 0; i < problems->count; i++) {
        const struct survey_problem *problem = &problems->list[i];
        if (problem->warning)
            continue;
        const char *target = target_of(view->form, problem);
        base_buffer_string(out, "<li>");
        if (target) {
            base_buffer_string(out, "<a href=\"#");
            pages_print_id(out, target, "");
            pages_print(out, "\">%s</a>", problem->message);
        } else {
            pages_escape(out, problem->message);
        }
        base_buffer_string(out, "</li>\n");
    }
    base_buffer_string(out, "</ul>\n</div>\n");
}

static void write_not_stored(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<div class=\"summary\" id=\"error-summary\" role=\"alert\" "
                                  "tabindex=\"-1\">\n<h2>");
    PAGES_SAY(view->out, view->words, WORD_NOT_STORED_TITLE, NULL);
    base_buffer_string(view->out, "</h2>\n<p>");
    PAGES_SAY(view->out, view->words, WORD_NOT_STORED, NULL);
    base_buffer_string(view->out, "</p>\n<p><a href=\"#send-button\">");
    PAGES_SAY(view->out, view->words, WORD_TO_SENDING, NULL);
    base_buffer_string(view->out, "</a></p>\n</div>\n");
}

static void say_paragraph(const struct pages_form_view *view, enum pages_word id,
                          const char *argument)
{
    base_buffer_string(view->out, "<p>");
    PAGES_SAY(view->out, view->words, id, argument);
    base_buffer_string(view->out, "</p>\n");
}

static void write_privacy(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    struct base_buffer *out = view->out;
    bool over_cycles = form->programme->linkage == SURVEY_LINKAGE_PROGRAMME;
    base_buffer_string(out, "<section class=\"privacy\" aria-labelledby=\"privacy-title\">\n"
                            "<h2 id=\"privacy-title\">");
    PAGES_SAY(out, view->words, PRIVACY_TITLE, NULL);
    base_buffer_string(out, "</h2>\n");
    if (form->respondent.open_link)
        say_paragraph(view, PRIVACY_OPEN_SHORT, NULL);
    else
        say_paragraph(view, over_cycles ? PRIVACY_PROGRAMME_SHORT : PRIVACY_SURVEY_SHORT, NULL);
    base_buffer_string(out, "<details><summary>");
    PAGES_SAY(out, view->words, PRIVACY_MORE, NULL);
    base_buffer_string(out, "</summary>\n");
    if (!form->respondent.open_link)
        say_paragraph(view, over_cycles ? PRIVACY_PROGRAMME_KEY : PRIVACY_SURVEY_KEY, NULL);
    if (form->respondent.open_link)
        say_paragraph(view, PRIVACY_STORED_OPEN, NULL);
    else if (form->respondent.organisation)
        say_paragraph(view, PRIVACY_STORED_ORGANISATION,
                      survey_text_in(&form->respondent.organisation->text, form->language));
    else
        say_paragraph(view, PRIVACY_STORED, NULL);
    say_paragraph(view, PRIVACY_READERS, NULL);
    say_paragraph(view, PRIVACY_REPORTS,
                  base_arena_format(view->arena, "%d", form->programme->minimum_group_size));
    base_buffer_string(out, "</details>\n</section>\n");
}

static void write_hidden(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    pages_print(view->out,
                "<input type=\"hidden\" name=\"_submission\" value=\"%s\">\n"
                "<input type=\"hidden\" name=\"_cycle\" value=\"%d\">\n"
                "<input type=\"hidden\" name=\"_version\" value=\"%d\">\n"
                "<input type=\"hidden\" name=\"_language\" value=\"%s\">\n",
                form->submission, form->cycle->cycle, form->version,
                form->programme->languages[form->language]);
}

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
    pages_form_open_group(view, &label, "item", false);
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
}

static void write_about_you(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<section class=\"page\" aria-labelledby=\"about-title\">\n"
                                  "<h2 id=\"about-title\">");
    PAGES_SAY(view->out, view->words, WORD_ABOUT_YOU, NULL);
    base_buffer_string(view->out, "</h2>\n");
    write_actor_types(view);
    if (view->form->programme->open_asks_organisation)
        write_organisations(view);
    base_buffer_string(view->out, "</section>\n");
}

/* Heading, description and condition of a page or panel. */
static void write_heading(const struct pages_form_view *view, int level,
                          const struct survey_text *title, const struct survey_text *description,
                          const struct survey_expression *condition)
{
    const char *heading = pages_form_text(view, title);
    const char *text = pages_form_text(view, description);
    if (heading)
        pages_print(view->out, "<h%d>%s</h%d>\n", level, heading, level);
    if (text)
        pages_print(view->out, "<p class=\"description\">%s</p>\n", text);
    if (condition_words(view, condition)) {
        base_buffer_string(view->out, "<p class=\"hint\">");
        PAGES_SAY(view->out, view->words, WORD_IF_APPLIES, NULL);
        base_buffer_string(view->out, "</p>\n");
    }
}

/* Where the writing of a page stands: in which panel, and among items that are left out or not. */
struct position {
    int panel;
    bool left_out;
};

static bool panel_is_within(const struct survey_questionnaire *questionnaire, int panel, int outer)
{
    while (panel >= 0 && panel != outer)
        panel = questionnaire->panels[panel].parent;
    return panel == outer;
}

static void end_left_out(const struct pages_form_view *view, struct position *position)
{
    if (position->left_out)
        base_buffer_string(view->out, "</details>\n");
    position->left_out = false;
}

static void open_panels(const struct pages_form_view *view, int panel, int outer)
{
    if (panel == outer)
        return;
    const struct survey_panel *inner = &view->form->questionnaire->panels[panel];
    open_panels(view, inner->parent, outer);
    base_buffer_string(view->out, "<div class=\"panel\">\n");
    write_heading(view, 3, &inner->title, &inner->description, inner->visible_if);
}

/* Closes and opens panels so that what follows is in `panel` (-1: directly on the page). */
static void move_to_panel(const struct pages_form_view *view, struct position *position, int panel)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    if (panel == position->panel)
        return;
    end_left_out(view, position);
    while (!panel_is_within(questionnaire, panel, position->panel)) {
        base_buffer_string(view->out, "</div>\n");
        position->panel = questionnaire->panels[position->panel].parent;
    }
    open_panels(view, panel, position->panel);
    position->panel = panel;
}

static void write_item(const struct pages_form_view *view, struct position *position,
                       const struct survey_item *item)
{
    bool left_out = view->left_out[item - view->form->questionnaire->items];
    move_to_panel(view, position, item->panel);
    if (!left_out)
        end_left_out(view, position);
    if (left_out && !position->left_out) {
        base_buffer_string(view->out, "<details class=\"left-out\"><summary>");
        PAGES_SAY(view->out, view->words, WORD_NOT_FOR_YOU, NULL);
        base_buffer_string(view->out, "</summary>\n");
        position->left_out = true;
    }
    pages_form_item(view, item, condition_words(view, item->visible_if));
}

static void write_page(const struct pages_form_view *view, const struct survey_page *page)
{
    struct position position = {.panel = -1};
    base_buffer_string(view->out, "<section class=\"page\">\n");
    write_heading(view, 2, &page->title, &page->description, page->visible_if);
    for (size_t i = 0; i < page->item_count; i++)
        write_item(view, &position, &view->form->questionnaire->items[page->item_first + i]);
    move_to_panel(view, &position, -1);
    end_left_out(view, &position);
    base_buffer_string(view->out, "</section>\n");
}

static void write_intro(const struct pages_form_view *view, const char *title)
{
    const struct pages_form *form = view->form;
    struct base_buffer *out = view->out;
    const char *number = base_arena_format(view->arena, "%d", form->cycle->cycle);
    base_buffer_string(out, "<p class=\"caption\">");
    PAGES_SAY(out, view->words, WORD_CYCLE, number);
    const char *cycle_title = pages_form_text(view, &form->cycle->title);
    if (cycle_title)
        pages_print(out, ": %s", cycle_title);
    pages_print(out, "</p>\n<h1>%s</h1>\n", title);
    if (returns(form))
        return;
    const char *description = pages_form_text(view, &form->questionnaire->description);
    if (description)
        pages_print(out, "<p class=\"lead\">%s</p>\n", description);
    if (form->revision > 0) {
        base_buffer_string(out, "<div class=\"inset\"><p><strong>");
        PAGES_SAY(out, view->words, WORD_ANSWERED_TITLE, NULL);
        base_buffer_string(out, "</strong></p>\n<p>");
        PAGES_SAY(out, view->words, WORD_ANSWERED, NULL);
        base_buffer_string(out, "</p></div>\n");
    }
}

static void write_sending(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    base_buffer_string(
        view->out,
        "<div class=\"send\">\n<button type=\"submit\" id=\"send-button\" data-sending=\"");
    PAGES_TELL(view->out, view->words, WORD_SENDING, NULL);
    base_buffer_string(view->out, "\">");
    PAGES_SAY(view->out, view->words, form->revision > 0 ? WORD_SEND_AGAIN : WORD_SEND, NULL);
    base_buffer_string(view->out, "</button>\n");
    if (form->respondent.open_link)
        say_paragraph(view, WORD_CANNOT_CHANGE, NULL);
    else if (form->cycle->closes)
        say_paragraph(view, WORD_CAN_CHANGE,
                      pages_moment(view->arena, view->words, form->cycle->closes));
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_write(const struct pages_site *site, const struct pages_form *form,
                      struct base_buffer *out)
{
    const struct survey_programme *programme = form->programme;
    const char *language = programme->languages[form->language];
    struct pages_form_view view = {
        .form = form,
        .words = pages_words_for(language),
        .arena = out->arena,
        .out = out,
    };
    pages_answer_judge(&view);
    const char *programme_title = survey_text_in(&programme->title, form->language);
    const char *title = pages_form_text(&view, &form->questionnaire->title);
    title = title ? title : programme_title;
    struct pages_frame frame = {
        .site = site,
        .words = view.words,
        .language = language,
        .title = title,
        .programme = programme_title,
        .with_error = returns(form),
        .with_script = true,
        .action = form->action,
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    pages_frame_open(&frame, out);
    if (has_errors(form))
        write_error_summary(&view);
    else if (form->banner == PAGES_BANNER_NOT_STORED)
        write_not_stored(&view);
    write_intro(&view, title);
    if (!returns(form))
        write_privacy(&view);
    pages_print(out, "<form method=\"post\" action=\"%s\" novalidate autocomplete=\"off\">\n",
                form->action);
    write_hidden(&view);
    if (form->respondent.open_link)
        write_about_you(&view);
    for (size_t i = 0; i < form->questionnaire->page_count; i++)
        write_page(&view, &form->questionnaire->pages[i]);
    write_sending(&view);
    base_buffer_string(out, "</form>\n");
    if (returns(form))
        write_privacy(&view);
    pages_frame_close(&frame, out);
}
