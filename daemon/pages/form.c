#include "pages/form.h"

#include "form_view.h"
#include "frame.h"
#include "overview.h"
#include "script_words.h"
#include "unsent.h"

bool pages_form_returns(const struct pages_form *form)
{
    bool has_errors = form->problems && form->problems->error_count > 0;
    return has_errors ||
           (form->banner != PAGES_BANNER_NONE && form->banner != PAGES_BANNER_LAST_PAGE);
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
    if (pages_form_has_pages(form)) {
        pages_print(view->out, "<input type=\"hidden\" name=\"_page\" value=\"%zu\">\n",
                    form->page + 1);
        if (form->state)
            pages_print(view->out, "<input type=\"hidden\" name=\"_state\" value=\"%s\">\n",
                        form->state);
    }
}

/* What the script must know of whose form it is. */
static void open_form(const struct pages_form_view *view)
{
    const struct pages_form *form = view->form;
    pages_print(view->out,
                "<form id=\"survey\" method=\"post\" action=\"%s\" novalidate "
                "data-revision=\"%d\"",
                form->action, form->revision);
    if (form->draft)
        pages_print(view->out, " data-draft=\"%s\"", form->draft);
    if (form->respondent.open_link)
        base_buffer_string(view->out, " data-open-link=\"true\"");
    else if (form->respondent.actor_type)
        pages_print(view->out, " data-actor-type=\"%s\"", form->respondent.actor_type->value);
    if (!form->respondent.open_link && form->respondent.organisation)
        pages_print(view->out, " data-organisation=\"%s\"", form->respondent.organisation->value);
    base_buffer_string(view->out, ">\n");
}

static void write_title(const struct pages_form_view *view, const char *title)
{
    const struct pages_form *form = view->form;
    base_buffer_string(view->out, "<p class=\"caption\">");
    PAGES_SAY(view->out, view->words, WORD_CYCLE,
              base_arena_format(view->arena, "%d", form->cycle->cycle));
    const char *cycle_title = pages_form_text(view, &form->cycle->title);
    if (cycle_title)
        pages_print(view->out, ": %s", cycle_title);
    pages_print(view->out, "</p>\n<h1>%s</h1>\n", title);
}

static void write_main(const struct pages_form_view *view, const char *title)
{
    const struct pages_form *form = view->form;
    const char *language = form->programme->languages[form->language];
    pages_unsent_write(view->out, view->words, language, form->unsent);
    pages_form_banner(view);
    write_title(view, title);
    open_form(view);
    write_hidden(view);
    pages_form_progress(view);
    pages_form_pages(view);
    pages_form_buttons(view);
    base_buffer_string(view->out, "</form>\n");
    pages_script_words_write(view->words, view->out);
    /* Within reach on every page; the first begins with it. */
    if (pages_form_has_pages(form) || pages_form_returns(form))
        pages_form_privacy(view, true);
    pages_overview_write(view->out, view->words, language, form->overview);
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
        .with_error = pages_form_returns(form),
        .with_script = true,
        .action = form->action,
        .form_go = pages_form_way_on(&view),
        .languages = programme->languages,
        .language_count = programme->language_count,
    };
    pages_frame_open(&frame, out);
    write_main(&view, title);
    pages_frame_close(&frame, out);
}
