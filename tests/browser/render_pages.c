/*
 * render_pages PROGRAMME_FOLDER OUTPUT_FOLDER: writes sample pages as files, to look at and to test
 * in a browser without a daemon: the forms of each cycle of the programme in each language, page by
 * page, empty, with errors and filled in, the answers to read, receipts, notices and a report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pages/answers.h"
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

/* All four cycles in the states that there are. */
static const struct pages_overview *
overview_of(struct base_arena *arena, const struct survey_programme *programme, size_t language)
{
    struct pages_overview_cycle *cycles =
        base_arena_array(arena, struct pages_overview_cycle, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        static const enum pages_cycle_state states[] = {PAGES_CYCLE_SEALED, PAGES_CYCLE_CLOSED,
                                                        PAGES_CYCLE_OPEN, PAGES_CYCLE_UPCOMING};
        enum pages_cycle_state state = states[i < 3 ? i : 3];
        bool is_answered = state == PAGES_CYCLE_CLOSED || state == PAGES_CYCLE_OPEN;
        cycles[i] = (struct pages_overview_cycle){
            .cycle = &programme->cycles[i],
            .state = state,
            .is_answered = is_answered,
            .day = is_answered ? "2026-11-20" : NULL,
            .revision = is_answered ? 1 : 0,
            .form = state == PAGES_CYCLE_OPEN ? "/p/x/y" : NULL,
            .answers = is_answered ? "/p/x/y/cycle/2" : NULL,
            .results = state <= PAGES_CYCLE_CLOSED ? NULL : "/p/x/y/results/2",
        };
    }
    struct pages_overview *overview = base_arena_object(arena, struct pages_overview);
    *overview = (struct pages_overview){.programme = programme,
                                        .language = (int)language,
                                        .count = programme->cycle_count,
                                        .cycles = cycles};
    return overview;
}

static void render_page(const struct pages_form *form, const char *state)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_form_write(&site, form, &page);
    char name[200];
    snprintf(name, sizeof(name), "form-%d-%s-%s-%s-%zu.html", form->cycle->cycle,
             form->respondent.open_link ? "wall" : "personal",
             form->programme->languages[form->language], state, form->page + 1);
    write_file(name, base_buffer_view(&page));
}

/* Every page of the form. */
static void render_form(struct pages_form form, const char *state)
{
    for (form.page = 0; form.page < form.questionnaire->page_count; form.page++)
        render_page(&form, state);
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
    render_form(form, "error");
}

static void render_answers(struct base_arena *arena, const struct pages_form *form)
{
    static const char *const kinds[] = {"sent", "late", "early", "before", "withdrawn"};
    for (int kind = PAGES_ANSWERS_SENT; kind <= PAGES_ANSWERS_WITHDRAWN; kind++) {
        struct pages_answers answers = {
            .kind = (enum pages_answers_kind)kind,
            .programme = form->programme,
            .cycle = form->cycle,
            .questionnaire = form->questionnaire,
            .language = form->language,
            .respondent = form->respondent,
            .answers = form->answers,
            .day = kind == PAGES_ANSWERS_SENT ? "2026-11-20" : NULL,
            .revision = kind == PAGES_ANSWERS_SENT ? 2 : 0,
            .path = kind == PAGES_ANSWERS_SENT ? "/p/x/y/cycle/1" : NULL,
            .form = kind == PAGES_ANSWERS_TOO_LATE ? NULL : "/p/x/y",
            .withdraw = kind == PAGES_ANSWERS_SENT ? "/p/x/y/receipt/z/withdraw" : NULL,
            .overview = form->overview,
        };
        struct base_buffer page;
        base_buffer_init(&page, arena);
        pages_answers_write(&site, &answers, &page);
        write_file(base_arena_format(arena, "answers-%d-%s-%s-%s.html", form->cycle->cycle,
                                     form->respondent.open_link ? "wall" : "personal",
                                     form->programme->languages[form->language], kinds[kind]),
                   base_buffer_view(&page));
    }
}

static void render_states(struct base_arena *arena, struct pages_form form)
{
    render_form(form, "empty");
    render_empty_submission(arena, form);
    form.answers = sample_answers(arena, form.questionnaire);
    form.revision = 1;
    render_form(form, "filled");
    render_answers(arena, &form);
    form.revision = 0;
    form.banner = PAGES_BANNER_NOT_STORED;
    render_form(form, "unstored");
    form.banner = PAGES_BANNER_SENT_BEFORE;
    render_form(form, "sent");
    form.banner = PAGES_BANNER_STATE_LOST;
    form.page = 0;
    render_page(&form, "lost");
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
                .state = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
                .draft = "q3sKUhWcXQd1m5eTq1-1mA",
                .action = "",
                .submission = "6f1d9a3e-6f63-4a43-9d3c-0d6a7f2b8c11",
                .overview = open ? NULL : overview_of(arena, programme, language),
            };
            render_states(arena, form);
        }
    }
}

static void render_receipts(const struct survey_programme *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    for (size_t language = 0; language < programme->language_count; language++) {
        for (int state = 0; state < 4; state++) {
            static const char *const states[] = {"unknown", "stored", "replaced", "withdrawn"};
            struct pages_receipt receipt = {
                .programme = programme,
                .cycle = &programme->cycles[0],
                .language = (int)language,
                .receipt = "7K3M-9QXT-02ZB-V4HN",
                .stored = state == 1 || state == 2,
                .replaced = state == 2,
                .withdrawn = state == 3,
                .revision = state,
                .day = state > 0 ? "2026-11-20" : NULL,
                .back = "/p/x/y",
                .can_change = true,
                .path = "/p/x/y/receipt/z",
                .answers = state == 1 ? "/p/x/y/cycle/1" : NULL,
                .withdraw = state == 1 ? "/p/x/y/receipt/z/withdraw" : NULL,
                .lookup = state == 1 ? "https://enkat.example.org/r/x" : NULL,
                .overview = overview_of(arena, programme, language),
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
    for (int kind = PAGES_NOTICE_BAD_LINK; kind < PAGES_NOTICE_COUNT; kind++) {
        for (int swedish = 0; swedish < 2; swedish++) {
            struct pages_notice notice = {
                .kind = (enum pages_notice_kind)kind,
                .language = swedish ? "sv" : "en",
                .title = kind == PAGES_NOTICE_BAD_LINK ? NULL : programme->title.in[0],
                .when = "2026-11-20T12:00",
                .retry_url = kind == PAGES_NOTICE_UNAVAILABLE ? "" : NULL,
                .overview =
                    kind == PAGES_NOTICE_NOTHING_OPEN ? overview_of(arena, programme, 0) : NULL,
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
