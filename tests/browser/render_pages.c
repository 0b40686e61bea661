/*
 * render_pages PROGRAMME_FOLDER OUTPUT_FOLDER: writes sample pages as files, to look at and to test
 * in a browser without a daemon: the forms of each cycle of the programme in each language, empty,
 * with errors and filled in, receipts, notices and a report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pages/assets.h"
#include "pages/form.h"
#include "sample_pages.h"

static const char *folder;
static const char *output;

static void fail(const char *what, const char *detail)
{
    fprintf(stderr, "render_pages: %s: %s\n", what, detail);
    exit(1);
}

static void write_file(const char *name, struct base_text bytes)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", output, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.data, 1, bytes.length, file) != bytes.length || fclose(file) != 0)
        fail(path, "cannot be written");
}

static struct json_object *read_json(struct base_arena *arena, const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail(path, "cannot be read");
    char *bytes = base_arena_alloc(arena, base_json_limits_file.bytes);
    size_t length = fread(bytes, 1, base_json_limits_file.bytes, file);
    fclose(file);
    struct json_object *root = NULL;
    struct base_json_error error;
    if (base_json_parse(arena, (struct base_text){bytes, length}, &base_json_limits_file, &root,
                        &error) != STATUS_OK)
        fail(path, error.message);
    return root;
}

static void print_problems(const struct survey_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        fprintf(stderr, "%s\n", survey_problem_line(problems->arena, &problems->list[i]));
}

static const struct pages_site site = {
    .survey_css = "survey.css",
    .survey_js = "survey.js",
    .report_css = "report.css",
    .icon = "icon.svg",
};

static void render_form(const struct pages_form *form, const char *state)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_form_write(&site, form, &page);
    char name[200];
    snprintf(name, sizeof(name), "form-%d-%s-%s-%s.html", form->cycle->cycle,
             form->respondent.open_link ? "wall" : "personal", form->programme->languages[form->language],
             state);
    write_file(name, base_buffer_view(&page));
}

/* The form when nothing at all was filled in. */
static void render_empty_submission(struct base_arena *arena, struct pages_form form)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    struct survey_response response;
    form.answers = base_json_own(arena, json_object_new_object());
    if (survey_answers_validate(arena, form.programme, form.questionnaire, &form.respondent,
                                form.answers, form.language, &problems, &response) == STATUS_OK)
        return;
    form.problems = &problems;
    render_form(&form, "error");
}

static void render_cycle(struct base_arena *arena, const struct survey_programme *programme,
                         const struct survey_cycle *cycle)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    if (survey_questionnaire_parse(arena, cycle->survey_file, read_json(arena, cycle->survey_file),
                                   programme, cycle->cycle, &problems,
                                   &questionnaire) != STATUS_OK) {
        print_problems(&problems);
        fail(cycle->survey_file, "is not valid");
    }
    for (size_t language = 0; language < programme->language_count; language++) {
        for (int open = 0; open < 2; open++) {
            struct pages_form form = {
                .programme = programme,
                .cycle = cycle,
                .questionnaire = questionnaire,
                .version = 1,
                .language = (int)language,
                .respondent = {.open_link = open == 1,
                               .organisation = open == 0 && programme->organisation_count
                                                   ? programme->organisations
                                                   : NULL},
                .action = "",
                .submission = "6f1d9a3e-6f63-4a43-9d3c-0d6a7f2b8c11",
            };
            render_form(&form, "empty");
            render_empty_submission(arena, form);
        }
    }
}

static void render_receipts(const struct survey_programme *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t language = 0; language < programme->language_count; language++) {
        for (int state = 0; state < 3; state++) {
            static const char *const states[] = {"unknown", "stored", "replaced"};
            struct pages_receipt receipt = {
                .programme = programme,
                .cycle = &programme->cycles[0],
                .language = (int)language,
                .receipt = "7K3M-9QXT-02ZB-V4HN",
                .stored = state > 0,
                .replaced = state == 2,
                .revision = state,
                .day = state > 0 ? "2026-11-20" : NULL,
                .back = "form-1-personal-sv-empty.html",
                .can_change = true,
            };
            struct base_buffer page;
            base_buffer_init(&page, arena);
            pages_receipt_write(&site, &receipt, &page);
            write_file(base_arena_format(arena, "receipt-%s-%s.html",
                                         programme->languages[language], states[state]),
                       base_buffer_view(&page));
        }
    }
}

static void render_notices(const struct survey_programme *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (int kind = PAGES_NOTICE_BAD_LINK; kind <= PAGES_NOTICE_ERROR; kind++) {
        for (int swedish = 0; swedish < 2; swedish++) {
            struct pages_notice notice = {
                .kind = (enum pages_notice_kind)kind,
                .language = swedish ? "sv" : "en",
                .title = kind == PAGES_NOTICE_BAD_LINK ? NULL : programme->title.in[0],
                .when = "2026-11-20T12:00",
                .retry_url = kind == PAGES_NOTICE_UNAVAILABLE ? "" : NULL,
            };
            struct base_buffer page;
            base_buffer_init(&page, arena);
            pages_notice_write(&site, &notice, &page);
            write_file(base_arena_format(arena, "notice-%d-%s.html", kind, notice.language),
                       base_buffer_view(&page));
        }
    }
}

static void render_reports(void)
{
    for (int swedish = 0; swedish < 2; swedish++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct base_buffer page;
        base_buffer_init(&page, arena);
        sample_report(&site, &page, swedish);
        write_file(swedish ? "report-sv.html" : "report-en.html", base_buffer_view(&page));
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: render_pages PROGRAMME_FOLDER OUTPUT_FOLDER\n", stderr);
        return 64;
    }
    folder = argv[1];
    output = argv[2];
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    if (survey_programme_parse(arena, "programme.json", read_json(arena, "programme.json"),
                               &problems, &programme) != STATUS_OK) {
        print_problems(&problems);
        fail("programme.json", "is not valid");
    }
    size_t asset_count = 0;
    const struct pages_asset *assets = pages_assets(&asset_count);
    for (size_t i = 0; i < asset_count; i++)
        write_file(assets[i].name, assets[i].bytes);
    for (size_t i = 0; i < programme->cycle_count; i++)
        render_cycle(arena, programme, &programme->cycles[i]);
    render_receipts(programme);
    render_notices(programme);
    render_reports();
    return 0;
}
