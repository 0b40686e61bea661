#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

const struct pages_site fixture_site = {
    .survey_css = "/assets/survey.1.css",
    .survey_js = "/assets/survey.1.js",
    .report_css = "/assets/report.1.css",
    .icon = "/assets/icon.1.svg",
};

static const char programme_json[] =
    "{\"programme\": \"skills\", \"title\": {\"en\": \"Skills & metal\", \"sv\": \"Kompetens\","
    "  \"fi\": \"Osaaminen\"},"
    " \"languages\": [\"sv\", \"en\", \"fi\"], \"timezone\": \"Europe/Stockholm\","
    " \"minimumGroupSize\": 7, \"linkage\": \"%s\", \"retention\": \"P5Y\","
    " \"openLink\": {\"organisation\": true},"
    " \"actorTypes\": [{\"value\": \"municipality\", \"text\": \"Municipality\"},"
    "   {\"value\": \"company\", \"text\": \"Company\"}],"
    " \"organisations\": ["
    "   {\"value\": \"gnosjo\", \"text\": \"Gnosjö\", \"actorType\": \"municipality\","
    "    \"fromCycle\": 1},"
    "   {\"value\": \"steel\", \"text\": \"Steel & Sons\", \"actorType\": \"company\","
    "    \"fromCycle\": 2},"
    "   {\"value\": \"late\", \"text\": \"Latecomers\", \"actorType\": \"company\","
    "    \"fromCycle\": 3}],"
    " \"cycles\": [{\"cycle\": 1, \"title\": \"First\", \"survey\": \"a.json\","
    "    \"opens\": \"2026-11-01T12:00\", \"closes\": \"2026-11-10T23:59\"},"
    "   {\"cycle\": 2, \"title\": \"Second\", \"survey\": \"b.json\","
    "    \"opens\": \"2026-11-20T12:00\", \"closes\": \"2026-12-01T23:59\"},"
    "   {\"cycle\": 3, \"title\": \"Third\", \"survey\": \"c.json\","
    "    \"opens\": \"2027-01-20T12:00\", \"closes\": \"2027-02-01T23:59\"}],"
    " \"evaluation\": {}}";

static struct json_object *parse(struct base_arena *arena, const char *json)
{
    struct json_object *root = NULL;
    struct base_json_error error;
    if (base_json_parse(arena, base_text_of(json), &base_json_limits_file, &root, &error) !=
        STATUS_OK)
        fail_msg("%s at line %zu, column %zu", error.message, error.line, error.column);
    return root;
}

static void fail_with(const struct survey_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        print_error("%s\n", survey_problem_line(problems->arena, &problems->list[i]));
    fail_msg("the fixture is not valid");
}

const struct survey_programme *fixture_programme(struct base_arena *arena, const char *linkage)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const char *percent = strstr(programme_json, "%s");
    const char *json = base_arena_format(arena, "%.*s%s%s", (int)(percent - programme_json),
                                         programme_json, linkage, percent + 2);
    const struct survey_programme *programme = NULL;
    if (survey_programme_parse(arena, "programme.json", parse(arena, json), &problems,
                               &programme) != STATUS_OK)
        fail_with(&problems);
    return programme;
}

const struct survey_questionnaire *fixture_questionnaire(struct base_arena *arena,
                                                         const struct survey_programme *programme,
                                                         const char *json)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    if (survey_questionnaire_parse(arena, "b.json", parse(arena, json), programme, 2, &problems,
                                   &questionnaire) != STATUS_OK)
        fail_with(&problems);
    return questionnaire;
}

const struct survey_questionnaire *fixture_elements(struct base_arena *arena,
                                                    const struct survey_programme *programme,
                                                    const char *elements)
{
    return fixture_questionnaire(
        arena, programme,
        base_arena_format(arena,
                          "{\"title\": \"Survey\", \"pages\": [{\"name\": \"p\", "
                          "\"elements\": [%s]}]}",
                          elements));
}

static const char everything_json[] =
    "{\"title\": \"Survey <2>\", \"description\": \"All \\\"kinds\\\" of items\","
    " \"completedHtml\": \"<p>Thanks for <em>everything</em></p>\","
    " \"pages\": [{\"name\": \"one\", \"title\": \"Page one\", \"description\": \"About it\","
    "  \"elements\": ["
    "  {\"type\": \"boolean\", \"name\": \"consent\", \"title\": \"Do you take part?\","
    "   \"isRequired\": true, \"x-role\": \"consent\"},"
    "  {\"type\": \"boolean\", \"name\": \"attended\", \"title\": \"Were you there?\","
    "   \"labelTrue\": \"I was\", \"labelFalse\": \"I was not\"},"
    "  {\"type\": \"radiogroup\", \"name\": \"pace\", \"title\": \"Pace <b>?\","
    "   \"visibleIf\": \"{attended} = true\", \"showOtherItem\": true, \"showNoneItem\": true,"
    "   \"choices\": [{\"value\": 1, \"text\": \"Too slow\"}, {\"value\": 2, \"text\": "
    "\"Right\"}]},"
    "  {\"type\": \"dropdown\", \"name\": \"role\", \"title\": \"Your role\","
    "   \"showOtherItem\": true, \"choices\": [\"boss\", \"worker\"]},"
    "  {\"type\": \"checkbox\", \"name\": \"gain\", \"title\": \"What did you gain?\","
    "   \"maxSelectedChoices\": 2, \"showNoneItem\": true,"
    "   \"choices\": [{\"value\": \"ideas\", \"text\": \"Ideas & \\\"plans\\\"\"}, \"friends\"]},"
    "  {\"type\": \"rating\", \"name\": \"recommend\", \"title\": \"Recommend?\", \"rateMin\": 0,"
    "   \"rateMax\": 10, \"minRateDescription\": \"Never\", \"maxRateDescription\": \"Always\"},"
    "  {\"type\": \"text\", \"name\": \"word\", \"title\": \"One word\", \"maxLength\": 20},"
    "  {\"type\": \"text\", \"inputType\": \"number\", \"name\": \"reach\", \"title\": \"How "
    "many?\","
    "   \"min\": 0, \"max\": 500, \"step\": 1},"
    "  {\"type\": \"text\", \"inputType\": \"date\", \"name\": \"since\", \"title\": \"Since "
    "when?\","
    "   \"min\": \"2026-01-01\", \"max\": \"2026-12-31\"},"
    "  {\"type\": \"comment\", \"name\": \"thoughts\", \"title\": \"Thoughts\", \"maxLength\": "
    "300},"
    "  {\"type\": \"html\", \"name\": \"note\", \"html\": \"<p>Take <strong>care</strong></p>\"}"
    " ]}, {\"name\": \"two\", \"elements\": ["
    "  {\"type\": \"matrix\", \"name\": \"view\", \"title\": \"Your view\","
    "   \"eachRowRequired\": true,"
    "   \"columns\": [{\"value\": 1, \"text\": \"No\"}, {\"value\": 2, \"text\": \"Maybe\"},"
    "     {\"value\": 3, \"text\": \"Yes\"}],"
    "   \"rows\": [{\"value\": \"need\", \"text\": \"We need it\"},"
    "     {\"value\": \"way\", \"text\": \"We know the way\"}]},"
    "  {\"type\": \"matrix\", \"name\": \"roster\", \"title\": \"Contacts\","
    "   \"x-rows\": \"organisations\","
    "   \"columns\": [{\"value\": 0, \"text\": \"None\"}, {\"value\": 1, \"text\": \"Rare\"},"
    "     {\"value\": 2, \"text\": \"Some\"}, {\"value\": 3, \"text\": \"Much\"},"
    "     {\"value\": 4, \"text\": \"All the time\"}]},"
    "  {\"type\": \"matrixdropdown\", \"name\": \"learn\", \"title\": \"Then and now\","
    "   \"columns\": [{\"name\": \"then\", \"title\": \"Before\", \"cellType\": \"rating\","
    "      \"rateMin\": 1, \"rateMax\": 5},"
    "     {\"name\": \"now\", \"title\": \"Today\", \"cellType\": \"rating\","
    "      \"rateMin\": 1, \"rateMax\": 5}],"
    "   \"rows\": [{\"value\": \"goal\", \"text\": \"The goal\"}]},"
    "  {\"type\": \"panel\", \"name\": \"box\", \"title\": \"A panel\","
    "   \"visibleIf\": \"{attended} = true\", \"elements\": ["
    "    {\"type\": \"ranking\", \"name\": \"order\", \"title\": \"Rank them\","
    "     \"choices\": [\"first\", \"second\", \"third\"]}]}"
    " ]}]}";

const struct survey_questionnaire *fixture_everything(struct base_arena *arena,
                                                      const struct survey_programme *programme)
{
    return fixture_questionnaire(arena, programme, everything_json);
}

struct json_object *fixture_answers(struct base_arena *arena, const char *json)
{
    return parse(arena, json);
}

struct pages_form fixture_form(const struct survey_programme *programme,
                               const struct survey_questionnaire *questionnaire)
{
    return (struct pages_form){
        .programme = programme,
        .cycle = &programme->cycles[1],
        .questionnaire = questionnaire,
        .version = 3,
        .language = ENGLISH,
        .respondent.organisation = &programme->organisations[0],
        .action = "/p/skills/token",
        .submission = "6f1d9a3e-6f63-4a43-9d3c-0d6a7f2b8c11",
    };
}

const char *fixture_write_whole(struct base_arena *arena, const struct pages_form *form)
{
    struct base_buffer page;
    base_buffer_init(&page, arena);
    pages_form_write(&fixture_site, form, &page);
    return base_buffer_view(&page).data;
}

const char *fixture_write(struct base_arena *arena, const struct pages_form *form)
{
    const char *html = fixture_write_whole(arena, form);
    const char *words = strstr(html, FIXTURE_WORDS);
    const char *end = words ? strstr(words, "</script>\n") : NULL;
    if (!end)
        fail_msg("the page has no words for the script");
    return base_arena_format(arena, "%.*s%s", (int)(words - html), html,
                             end + strlen("</script>\n"));
}
