#include "form_answer.h"

struct form_view form_view_new(const struct visit *visit)
{
    return (struct form_view){
        .version = visit->cycle->version,
        .questionnaire = catalogue_questionnaire(visit->cycle, visit->cycle->version),
        .submission = base_key_uuid(visit->arena),
    };
}

void form_answer(struct visit *visit, int status, const struct form_view *view)
{
    struct pages_form form = {
        .programme = visit->programme,
        .cycle = visit->cycle->cycle,
        .questionnaire = view->questionnaire,
        .version = view->version,
        .language = visit->language,
        .respondent = {.open_link = visit->open_link, .organisation = view->organisation},
        .action = visit->path,
        .submission = view->submission,
        .answers = view->answers,
        .problems = view->problems,
        .revision = view->revision,
        .banner = view->not_stored ? PAGES_BANNER_NOT_STORED : PAGES_BANNER_NONE,
    };
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_form_write(&visit->worker->daemon->site, &form, &html);
    visit_respond_page(visit, status, base_buffer_view(&html));
}
