#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "names.h"
#include "questionnaire_build.h"
#include "sanitise.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct survey_expression *survey_build_condition(struct survey_build *build,
                                                       struct json_object *object,
                                                       const char *pointer, const char *key)
{
    const struct survey_reader *reader = &build->reader;
    const char *source = survey_reader_string(reader, object, pointer, key, false);
    if (source == NULL || base_text_trim(base_text_of(source)).length == 0) {
        return NULL;
    }
    const struct survey_expression *expression = NULL;
    struct base_failure failure;
    if (survey_expression_parse(reader->arena, base_text_of(source), &expression, &failure) !=
        STATUS_OK) {
        survey_reader_error(reader, pointer, key, "bad_condition", "%s", failure.text);
        return NULL;
    }
    return expression;
}

void survey_build_html(struct survey_build *build, struct json_object *object, const char *pointer,
                       const char *key, struct survey_text *ret_html)
{
    const struct survey_reader *reader = &build->reader;
    survey_reader_text(reader, object, pointer, key, ret_html);
    for (size_t i = 0; ret_html->given && i < reader->language_count; i++) {
        if (ret_html->in[i] == NULL) {
            continue;
        }
        const char *message = NULL;
        ret_html->in[i] =
            survey_sanitise_html(reader->arena, base_text_of(ret_html->in[i]), &message);
        if (ret_html->in[i] == NULL) {
            survey_reader_error(reader, pointer, key, "html_not_allowed", "in \"%s\": %s",
                                reader->languages[i], message);
            *ret_html = (struct survey_text){.given = false};
        }
    }
}

static void parse_elements(struct survey_build *build, struct json_object *object,
                           const char *pointer, int panel, int depth);

static void parse_panel(struct survey_build *build, struct json_object *object, const char *pointer,
                        int parent, int depth)
{
    static const char *const known[] = {"type",        "name",      "title",
                                        "description", "visibleIf", "elements"};
    const struct survey_reader *reader = &build->reader;
    if (!survey_reader_object(reader, object, pointer, "a panel", known, COUNT(known))) {
        return;
    }
    if (depth > SURVEY_PANEL_DEPTH_MAX || build->panel_count == SURVEY_PANELS_MAX) {
        survey_reader_error(reader, pointer, NULL, "too_many",
                            "at most %d panels are allowed, nested at most %d deep",
                            SURVEY_PANELS_MAX, SURVEY_PANEL_DEPTH_MAX);
        return;
    }
    int index = (int)build->panel_count++;
    struct survey_panel *panel = &build->panels[index];
    *panel =
        (struct survey_panel){.pointer = pointer, .page = build->page_count - 1, .parent = parent};
    const char *name = survey_reader_string(reader, object, pointer, "name", false);
    panel->name = name != NULL ? base_arena_string(reader->arena, name)
                               : base_arena_format(reader->arena, "panel%d", index + 1);
    survey_reader_text(reader, object, pointer, "title", &panel->title);
    survey_reader_text(reader, object, pointer, "description", &panel->description);
    panel->visible_if = survey_build_condition(build, object, pointer, "visibleIf");
    parse_elements(build, object, pointer, index, depth + 1);
}

static void parse_elements(struct survey_build *build, struct json_object *object,
                           const char *pointer, int panel, int depth)
{
    const struct survey_reader *reader = &build->reader;
    struct json_object *array =
        survey_reader_array(reader, object, pointer, "elements", SURVEY_ITEMS_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    const char *list = survey_reader_at(reader, pointer, "elements");
    for (size_t i = 0; i < count; i++) {
        struct json_object *element = json_object_array_get_idx(array, i);
        const char *at = base_json_pointer_index(reader->arena, list, i);
        struct base_text type = base_json_text(base_json_get(element, "type"));
        if (base_text_equal(type, BASE_TEXT("panel"))) {
            parse_panel(build, element, at, panel, depth);
            continue;
        }
        if (build->item_count == SURVEY_ITEMS_MAX) {
            survey_reader_error(reader, at, NULL, "too_many",
                                "a questionnaire can have at most %d questions; leave some out",
                                SURVEY_ITEMS_MAX);
            return;
        }
        struct survey_item *item = &build->items[build->item_count];
        *item = (struct survey_item){.page = build->page_count - 1, .panel = panel};
        if (survey_build_item(build, element, at, item)) {
            build->item_count++;
        }
    }
}

static void parse_page(struct survey_build *build, struct json_object *object, const char *pointer)
{
    static const char *const known[] = {"name", "title", "description", "visibleIf", "elements"};
    const struct survey_reader *reader = &build->reader;
    if (!survey_reader_object(reader, object, pointer, "a page", known, COUNT(known))) {
        return;
    }
    struct survey_page *page = &build->pages[build->page_count++];
    *page = (struct survey_page){.item_first = build->item_count};
    const char *name = survey_reader_string(reader, object, pointer, "name", false);
    page->name = name != NULL ? base_arena_string(reader->arena, name)
                              : base_arena_format(reader->arena, "page%zu", build->page_count);
    survey_reader_text(reader, object, pointer, "title", &page->title);
    survey_reader_text(reader, object, pointer, "description", &page->description);
    page->visible_if = survey_build_condition(build, object, pointer, "visibleIf");
    parse_elements(build, object, pointer, -1, 1);
    page->item_count = build->item_count - page->item_first;
}

static void parse_pages(struct survey_build *build, struct json_object *root)
{
    const struct survey_reader *reader = &build->reader;
    struct json_object *array =
        survey_reader_array(reader, root, "", "pages", SURVEY_PAGES_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    for (size_t i = 0; i < count; i++) {
        parse_page(build, json_object_array_get_idx(array, i),
                   base_json_pointer_index(reader->arena, "/pages", i));
    }
}

/* The language that "default" stands for. */
static const char *read_locale(const struct survey_reader *reader, struct json_object *root)
{
    const char *locale = survey_reader_string(reader, root, "", "locale", false);
    if (locale != NULL && !survey_names_is_language(base_text_of(locale))) {
        survey_reader_error(reader, "", "locale", "not_a_language",
                            "\"%s\" is no language tag; write it like \"sv\" or \"en\"", locale);
        return NULL;
    }
    return locale != NULL ? base_arena_string(reader->arena, locale) : NULL;
}

/* An array of its own for `count` elements of `size` bytes. */
static void *copy_of(struct base_arena *arena, const void *list, size_t count, size_t size)
{
    void *copy = base_arena_zalloc(arena, count, size);
    if (count > 0) {
        memcpy(copy, list, count * size);
    }
    return copy;
}

static void note_respondent(struct base_text reference, void *context)
{
    bool *asks = context;
    *asks = *asks || base_text_equal_string(reference, SURVEY_NAME_ACTOR_TYPE) ||
            base_text_equal_string(reference, SURVEY_NAME_ORGANISATION);
}

static bool condition_asks_respondent(const struct survey_expression *condition)
{
    bool asks = false;
    if (condition != NULL) {
        survey_expression_references(condition, note_respondent, &asks);
    }
    return asks;
}

/* What depends on who answers: the own row of a roster, and conditions on the respondent. */
static bool asks_respondent(const struct survey_questionnaire *questionnaire)
{
    bool asks = false;
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        asks = asks || item->rows_are_organisations ||
               condition_asks_respondent(item->visible_if) ||
               condition_asks_respondent(item->required_if);
    }
    for (size_t i = 0; i < questionnaire->panel_count; i++) {
        asks = asks || condition_asks_respondent(questionnaire->panels[i].visible_if);
    }
    for (size_t i = 0; i < questionnaire->page_count; i++) {
        asks = asks || condition_asks_respondent(questionnaire->pages[i].visible_if);
    }
    return asks;
}

/* Moves what was collected to arrays of the right size on the questionnaire's arena. */
static struct survey_questionnaire *finish(struct survey_build *build,
                                           struct survey_questionnaire texts)
{
    struct base_arena *arena = build->reader.arena;
    struct survey_questionnaire *made = base_arena_object(arena, struct survey_questionnaire);
    struct survey_item *items =
        copy_of(arena, build->items, build->item_count, sizeof(*build->items));
    *made = texts;
    made->page_count = build->page_count;
    made->pages = copy_of(arena, build->pages, build->page_count, sizeof(*build->pages));
    made->panel_count = build->panel_count;
    made->panels = copy_of(arena, build->panels, build->panel_count, sizeof(*build->panels));
    made->item_count = build->item_count;
    made->items = items;
    survey_build_columns(&build->reader, made, items);
    made->asks_respondent = asks_respondent(made);
    survey_build_check(&build->reader, made);
    return made;
}

enum base_status survey_questionnaire_parse(struct base_arena *arena, const char *file,
                                            struct json_object *root,
                                            const struct survey_programme *programme, int cycle,
                                            struct survey_problems *problems,
                                            const struct survey_questionnaire **ret_questionnaire)
{
    static const char *const known[] = {"title", "description", "completedHtml", "locale", "pages"};
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct survey_build build = {
        .reader = {.arena = arena,
                   .file = file,
                   .problems = problems,
                   .language_count = programme->language_count,
                   .languages = programme->languages,
                   .languages_unsure = programme->has_wrong_language,
                   .root = root},
        .programme = programme,
        .cycle = cycle,
        .pages = base_arena_array(scratch, struct survey_page, SURVEY_PAGES_MAX),
        .panels = base_arena_array(scratch, struct survey_panel, SURVEY_PANELS_MAX),
        .items = base_arena_array(scratch, struct survey_item, SURVEY_ITEMS_MAX),
    };
    *ret_questionnaire = NULL;
    size_t errors = problems->error_count;
    if (!survey_reader_object(&build.reader, root, "", "a questionnaire", known, COUNT(known))) {
        return STATUS_INVALID;
    }
    build.reader.locale = read_locale(&build.reader, root);
    struct survey_questionnaire texts = {.cycle = cycle};
    survey_reader_text(&build.reader, root, "", "title", &texts.title);
    survey_reader_text(&build.reader, root, "", "description", &texts.description);
    survey_build_html(&build, root, "", "completedHtml", &texts.thanks);
    parse_pages(&build, root);
    if (build.item_count == 0 && problems->error_count == errors) {
        survey_reader_error(&build.reader, "", "pages", "empty",
                            "the questionnaire asks nothing; add a question");
    }
    const struct survey_questionnaire *made = finish(&build, texts);
    if (problems->error_count > errors) {
        return STATUS_INVALID;
    }
    *ret_questionnaire = made;
    return STATUS_OK;
}

const struct survey_item *
survey_questionnaire_item(const struct survey_questionnaire *questionnaire, struct base_text name)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (base_text_equal_string(name, questionnaire->items[i].name)) {
            return &questionnaire->items[i];
        }
    }
    return NULL;
}

int survey_questionnaire_column(const struct survey_questionnaire *questionnaire,
                                struct base_text name)
{
    for (size_t i = 0; i < questionnaire->column_count; i++) {
        if (base_text_equal_string(name, questionnaire->columns[i].name)) {
            return (int)i;
        }
    }
    return -1;
}
