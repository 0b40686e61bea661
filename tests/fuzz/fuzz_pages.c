/*
 * Pages: a questionnaire, and after a line of three hyphens answers to it, of whatever shape. Every
 * page of its form, and its answers to read, can be written; nothing that was answered becomes
 * markup, and what comes out is UTF-8.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "pages/answers.h"
#include "pages/form.h"
#include "survey_programme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct pages_site site = {.survey_css = "/a.css", .survey_js = "/a.js"};

static size_t count(const char *html, const char *text)
{
    size_t found = 0;
    for (const char *c = strstr(html, text); c; c = strstr(c + 1, text))
        found++;
    return found;
}

/* An author's own markup is sanitised and holds no script, so there are those of the frame only. */
static void check_page(struct base_text html, size_t scripts)
{
    assert(base_text_is_utf8(html));
    assert(strlen(html.data) == html.length);
    assert(count(html.data, "<script") == scripts);
    assert(count(html.data, "<form") == (scripts > 0 ? 1 : 0));
    assert(count(html.data, "<section") == count(html.data, "</section>"));
    assert(count(html.data, "<template") == count(html.data, "</template>"));
    assert(count(html.data, "<div") == count(html.data, "</div>"));
    assert(count(html.data, "<fieldset") == count(html.data, "</fieldset>"));
}

static void write_form(struct base_arena *arena, struct pages_form form)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    struct survey_response response;
    form.problems =
        survey_answers_validate(arena, form.programme, form.questionnaire, &form.respondent,
                                form.answers, form.language, &problems, &response) == STATUS_OK
            ? NULL
            : &problems;
    for (form.page = 0; form.page < form.questionnaire->page_count; form.page++) {
        struct base_buffer page;
        base_buffer_init(&page, arena);
        pages_form_write(&site, &form, &page);
        check_page(base_buffer_view(&page), 2);
        assert(count(base_buffer_view(&page).data, "<section class=\"page\"") ==
               form.questionnaire->page_count);
    }
}

static void write_answers(struct base_arena *arena, const struct pages_form *form)
{
    for (int kind = PAGES_ANSWERS_SENT; kind <= PAGES_ANSWERS_WITHDRAWN; kind++) {
        struct pages_answers answers = {
            .kind = (enum pages_answers_kind)kind,
            .programme = form->programme,
            .cycle = form->cycle,
            .questionnaire = form->questionnaire,
            .language = form->language,
            .respondent = form->respondent,
            .answers = form->answers,
        };
        struct base_buffer page;
        base_buffer_init(&page, arena);
        pages_answers_write(&site, &answers, &page);
        check_page(base_buffer_view(&page), 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text document = {base_arena_copy(arena, data, size), size};
    struct base_text rest = {NULL, 0};
    const char *line = memmem(document.data, size, "\n---\n", 5);
    if (line) {
        document.length = (size_t)(line - document.data);
        rest = (struct base_text){line + 5, size - document.length - 5};
    }
    const struct survey_programme *programme = fuzz_programme(arena);
    struct json_object *root = fuzz_json(arena, document);
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    if (!root || survey_questionnaire_parse(arena, "c.json", root, programme, 1, &problems,
                                            &questionnaire) != STATUS_OK)
        return 0;
    struct json_object *answers = fuzz_json(arena, rest);
    if (!json_object_is_type(answers, json_type_object))
        answers = base_json_own(arena, json_object_new_object());
    for (int variant = 0; variant < 4; variant++) {
        struct pages_form form = {
            .programme = programme,
            .cycle = &programme->cycles[0],
            .questionnaire = questionnaire,
            .language = variant % 2,
            .respondent = {.open_link = variant >= 2,
                           .organisation = variant >= 2 ? NULL : &programme->organisations[0]},
            .state = "x",
            .action = "/p/p/x",
            .submission = "6f1d9a3e-6f63-4a43-9d3c-0d6a7f2b8c11",
            .answers = answers,
        };
        write_form(arena, form);
        write_answers(arena, &form);
    }
    return 0;
}
