#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "names.h"
#include "programme_evaluation.h"
#include "reader.h"
#include "words.h"

#define GROUP_SIZE_MINIMUM 3
#define GROUP_SIZE_DEFAULT 5
#define ACTOR_TYPES_MAX 60
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What surveyd itself says is in English and Swedish (tests/unit/pages holds this against the words
   of the pages). */
static void advise_on_language(const struct survey_reader *reader, const char *pointer,
                               const char *language)
{
    if (survey_words_are_english(language) || survey_words_are_swedish(language)) {
        return;
    }
    survey_reader_warning(reader, pointer, NULL, "interface_language",
                          "surveyd itself speaks English and Swedish only: who chooses \"%s\" sees "
                          "your texts in it, but buttons, messages and how answers are handled in "
                          "English, marked as English",
                          language);
}

static void parse_languages(struct survey_reader *reader, struct json_object *root,
                            struct survey_programme *programme)
{
    struct json_object *array =
        survey_reader_array(reader, root, "", "languages", SURVEY_LANGUAGES_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    const char **languages = base_arena_array(reader->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, "/languages", i);
        struct base_text text = base_json_text(json_object_array_get_idx(array, i));
        if (text.data == NULL || !survey_names_is_language(text)) {
            survey_reader_error(reader, pointer, NULL, "not_a_language",
                                "a language tag was expected here, such as \"sv\", \"en\" or "
                                "\"en-GB\"");
            programme->has_wrong_language = true;
            continue;
        }
        bool twice = false;
        for (size_t j = 0; j < programme->language_count; j++) {
            twice = twice || strcmp(languages[j], text.data) == 0;
        }
        if (twice) {
            survey_reader_error(reader, pointer, NULL, "duplicate",
                                "\"%s\" is in the list twice; name each language once", text.data);
            continue;
        }
        languages[programme->language_count++] =
            base_arena_copy(reader->arena, text.data, text.length);
        advise_on_language(reader, pointer, languages[programme->language_count - 1]);
    }
    programme->languages = languages;
    reader->languages = languages;
    reader->language_count = programme->language_count;
    reader->languages_unsure = programme->has_wrong_language;
}

/* The identifier in member "value". One that cannot be it is given too, after the error: what
   refers to it is not wrong as well. */
static const char *parse_value(const struct survey_reader *reader, struct json_object *object,
                               const char *pointer)
{
    const char *value = survey_reader_string(reader, object, pointer, "value", true);
    if (value != NULL && !base_text_is_identifier(base_text_of(value))) {
        survey_reader_error(reader, pointer, "value", "not_an_identifier",
                            "\"%s\" cannot be a value; use 1 to 64 small letters a-z, digits and "
                            "hyphens, such as \"north-forge\"",
                            value);
    }
    return value != NULL ? base_arena_string(reader->arena, value) : NULL;
}

static void parse_actor_types(const struct survey_reader *reader, struct json_object *root,
                              struct survey_programme *programme)
{
    static const char *const known[] = {"value", "text"};
    struct json_object *array =
        survey_reader_array(reader, root, "", "actorTypes", ACTOR_TYPES_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_actor_type *types =
        base_arena_array(reader->arena, struct survey_actor_type, count + 1);
    programme->actor_types = types;
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, "/actorTypes", i);
        struct json_object *object = json_object_array_get_idx(array, i);
        if (!survey_reader_object(reader, object, pointer, "an actor type", known, COUNT(known))) {
            continue;
        }
        const char *value = parse_value(reader, object, pointer);
        struct survey_text text;
        survey_reader_text(reader, object, pointer, "text", &text);
        if (survey_text_is_one_for_all(&text, reader->language_count)) {
            survey_reader_warning(reader, pointer, "text", "one_language",
                                  "\"%s\" will be shown in all %zu languages; give one text for "
                                  "each",
                                  text.in[0], reader->language_count);
        }
        if (value == NULL) {
            continue;
        }
        if (survey_programme_actor_type(programme, base_text_of(value)) != NULL) {
            survey_reader_error(reader, pointer, "value", "duplicate",
                                "there are two actor types \"%s\"; each needs a value of its own",
                                value);
            continue;
        }
        if (!text.given) {
            text = survey_text_same(reader->language_count, value);
        }
        types[programme->actor_type_count++] =
            (struct survey_actor_type){.value = value, .text = text};
    }
}

/* Index of the actor type that an organisation names; -1 with an error if there is none. */
static int parse_actor_type(const struct survey_reader *reader, struct json_object *object,
                            const char *pointer, const struct survey_programme *programme)
{
    const char *name = survey_reader_string(reader, object, pointer, "actorType", true);
    if (name == NULL) {
        return -1;
    }
    const struct survey_actor_type *type =
        survey_programme_actor_type(programme, base_text_of(name));
    if (type != NULL) {
        return (int)(type - programme->actor_types);
    }
    const char *values[ACTOR_TYPES_MAX];
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        values[i] = programme->actor_types[i].value;
    }
    survey_reader_error(reader, pointer, "actorType", "unknown_actor_type",
                        "there is no actor type \"%s\"; those in \"actorTypes\" are %s", name,
                        survey_names_list(reader->arena, values, programme->actor_type_count));
    return -1;
}

static void parse_organisations(const struct survey_reader *reader, struct json_object *root,
                                struct survey_programme *programme)
{
    static const char *const known[] = {"value", "text", "actorType", "fromCycle"};
    struct json_object *array =
        survey_reader_array(reader, root, "", "organisations", SURVEY_ORGANISATIONS_MAX, false);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_organisation *list =
        base_arena_array(reader->arena, struct survey_organisation, count + 1);
    programme->organisations = list;
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, "/organisations", i);
        struct json_object *object = json_object_array_get_idx(array, i);
        if (!survey_reader_object(reader, object, pointer, "an organisation", known,
                                  COUNT(known))) {
            continue;
        }
        struct survey_organisation organisation = {.value = parse_value(reader, object, pointer)};
        survey_reader_text(reader, object, pointer, "text", &organisation.text);
        int actor_type = parse_actor_type(reader, object, pointer, programme);
        organisation.from_cycle =
            survey_reader_whole(reader, object, pointer, "fromCycle", 1, SURVEY_CYCLES_MAX, 1);
        if (organisation.value == NULL || (actor_type < 0 && programme->actor_type_count == 0)) {
            continue;
        }
        /* Any type stands in for a wrong one, so that the organisation itself stays known. */
        organisation.actor_type = actor_type < 0 ? 0 : (size_t)actor_type;
        if (survey_programme_organisation(programme, base_text_of(organisation.value)) != NULL) {
            survey_reader_error(reader, pointer, "value", "duplicate",
                                "there are two organisations \"%s\"; each needs a value of its own",
                                organisation.value);
            continue;
        }
        if (!organisation.text.given) {
            organisation.text = survey_text_same(reader->language_count, organisation.value);
        }
        list[programme->organisation_count++] = organisation;
    }
}

/* A local time in member `key`; "" (with an error) if there is none. */
static const char *parse_time(const struct survey_reader *reader, struct json_object *object,
                              const char *pointer, const char *key)
{
    const char *time = survey_reader_string(reader, object, pointer, key, true);
    if (time == NULL) {
        return "";
    }
    if (!base_clock_is_local_time(base_text_of(time))) {
        survey_reader_error(reader, pointer, key, "not_a_time",
                            "\"%s\" is not a local time that exists; write it like "
                            "\"2026-11-20T12:00\"",
                            time);
        return "";
    }
    return base_arena_string(reader->arena, time);
}

static void parse_cycle_times(const struct survey_reader *reader, struct json_object *object,
                              const char *pointer, struct survey_cycle *cycle)
{
    cycle->opens = parse_time(reader, object, pointer, "opens");
    cycle->closes = parse_time(reader, object, pointer, "closes");
    if (cycle->opens[0] != '\0' && cycle->closes[0] != '\0' &&
        strcmp(cycle->opens, cycle->closes) >= 0) {
        survey_reader_error(reader, pointer, "closes", "out_of_order",
                            "the cycle closes (%s) before it opens (%s); \"closes\" must be the "
                            "later of the two",
                            cycle->closes, cycle->opens);
    }
    const char *workshop = survey_reader_string(reader, object, pointer, "workshop", false);
    if (workshop != NULL && !base_clock_is_date(base_text_of(workshop))) {
        survey_reader_error(reader, pointer, "workshop", "not_a_date",
                            "\"%s\" is not a date that exists; write it like \"2026-11-20\"",
                            workshop);
    } else if (workshop != NULL) {
        cycle->workshop = base_arena_string(reader->arena, workshop);
    }
}

static bool parse_cycle(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, struct survey_cycle *ret_cycle)
{
    static const char *const known[] = {"cycle", "title", "workshop", "survey", "opens", "closes"};
    *ret_cycle = (struct survey_cycle){.cycle = 0};
    if (!survey_reader_object(reader, object, pointer, "a cycle", known, COUNT(known))) {
        return false;
    }
    if (base_json_get(object, "cycle") == NULL) {
        survey_reader_error(reader, pointer, NULL, "missing_property",
                            "\"cycle\" is missing; number the cycles 1, 2, 3 and so on");
    }
    ret_cycle->cycle =
        survey_reader_whole(reader, object, pointer, "cycle", 1, SURVEY_CYCLES_MAX, 0);
    survey_reader_text_lenient(reader, object, pointer, "title", &ret_cycle->title);
    parse_cycle_times(reader, object, pointer, ret_cycle);
    const char *file = survey_reader_string(reader, object, pointer, "survey", true);
    if (file != NULL && !survey_names_is_file(base_text_of(file))) {
        survey_reader_error(reader, pointer, "survey", "not_a_file_name",
                            "\"%s\" must be the name of a file in the programme's own folder that "
                            "ends in .json, such as \"cycle-1.json\"",
                            file);
        file = NULL;
    }
    if (file != NULL) {
        ret_cycle->survey_file = base_arena_string(reader->arena, file);
    }
    if (!ret_cycle->title.given) {
        ret_cycle->title = survey_text_same(
            reader->language_count, base_arena_format(reader->arena, "%d", ret_cycle->cycle));
        survey_reader_warning(reader, pointer, NULL, "missing_title",
                              "the cycle has no \"title\"; participants will only see its number");
    }
    return ret_cycle->cycle > 0 && ret_cycle->survey_file != NULL;
}

static void check_against_previous(const struct survey_reader *reader, const char *pointer,
                                   const struct survey_cycle *previous,
                                   const struct survey_cycle *cycle)
{
    if (cycle->cycle <= previous->cycle) {
        survey_reader_error(reader, pointer, "cycle", "out_of_order",
                            "cycle %d comes after cycle %d; list the cycles in ascending order, "
                            "each number once",
                            cycle->cycle, previous->cycle);
    }
    if (cycle->opens[0] != '\0' && previous->closes[0] != '\0' &&
        strcmp(cycle->opens, previous->closes) < 0) {
        survey_reader_warning(reader, pointer, "opens", "overlap",
                              "cycle %d opens before cycle %d closes (%s); while both are open, "
                              "links lead to only one of them",
                              cycle->cycle, previous->cycle, previous->closes);
    }
}

static void parse_cycles(const struct survey_reader *reader, struct json_object *root,
                         struct survey_programme *programme)
{
    struct json_object *array =
        survey_reader_array(reader, root, "", "cycles", SURVEY_CYCLES_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_cycle *cycles = base_arena_array(reader->arena, struct survey_cycle, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, "/cycles", i);
        struct survey_cycle cycle;
        if (!parse_cycle(reader, json_object_array_get_idx(array, i), pointer, &cycle)) {
            continue;
        }
        if (programme->cycle_count > 0) {
            check_against_previous(reader, pointer, &cycles[programme->cycle_count - 1], &cycle);
        }
        cycles[programme->cycle_count++] = cycle;
    }
    programme->cycles = cycles;
}

static void check_first_cycles(const struct survey_reader *reader,
                               const struct survey_programme *programme)
{
    if (programme->cycle_count == 0) {
        return;
    }
    int last = programme->cycles[programme->cycle_count - 1].cycle;
    for (size_t i = 0; i < programme->organisation_count; i++) {
        const struct survey_organisation *organisation = &programme->organisations[i];
        if (organisation->from_cycle > last) {
            survey_reader_warning(reader, "/organisations", NULL, "never_takes_part",
                                  "\"%s\" takes part from cycle %d on, but the last cycle is %d",
                                  organisation->value, organisation->from_cycle, last);
        }
    }
}

static void parse_linkage(const struct survey_reader *reader, struct json_object *root,
                          struct survey_programme *programme)
{
    const char *linkage = survey_reader_string(reader, root, "", "linkage", true);
    if (linkage == NULL || strcmp(linkage, "survey") == 0) {
        programme->linkage = SURVEY_LINKAGE_SURVEY;
    } else if (strcmp(linkage, "programme") == 0) {
        programme->linkage = SURVEY_LINKAGE_PROGRAMME;
    } else {
        survey_reader_error(reader, "", "linkage", "unknown_value",
                            "\"%s\" is no linkage; write \"programme\" if the answers of a person "
                            "are to be followed over the cycles, else \"survey\"",
                            linkage);
    }
}

static void parse_header(const struct survey_reader *reader, struct json_object *root,
                         struct survey_programme *programme)
{
    const char *name = survey_reader_string(reader, root, "", "programme", true);
    if (name != NULL && !base_text_is_identifier(base_text_of(name))) {
        survey_reader_error(reader, "", "programme", "not_an_identifier",
                            "\"%s\" cannot be the programme's identifier; use 1 to 64 small "
                            "letters a-z, digits and hyphens, such as \"metal-skills\"",
                            name);
        name = NULL;
    }
    programme->programme = name != NULL ? base_arena_string(reader->arena, name) : "";
    survey_reader_text(reader, root, "", "title", &programme->title);
    if (!programme->title.given) {
        survey_reader_error(reader, "", NULL, "missing_property",
                            "\"title\" is missing; add the programme's name as participants know "
                            "it");
        programme->title = survey_text_same(reader->language_count, programme->programme);
    }
    const char *zone = survey_reader_string(reader, root, "", "timezone", true);
    if (zone != NULL && !survey_names_is_timezone(base_text_of(zone))) {
        survey_reader_error(reader, "", "timezone", "not_a_timezone",
                            "\"%s\" is no time zone; write it like \"Europe/Stockholm\"", zone);
        zone = NULL;
    }
    programme->timezone = zone != NULL ? base_arena_string(reader->arena, zone) : "UTC";
    programme->minimum_group_size = survey_reader_whole(
        reader, root, "", "minimumGroupSize", GROUP_SIZE_MINIMUM, 1000, GROUP_SIZE_DEFAULT);
    parse_linkage(reader, root, programme);
    const char *retention = survey_reader_string(reader, root, "", "retention", false);
    if (retention != NULL && !survey_names_is_duration(base_text_of(retention))) {
        survey_reader_error(reader, "", "retention", "not_a_duration",
                            "\"%s\" is no duration; write it like \"P5Y\" for five years or "
                            "\"P18M\" for 18 months",
                            retention);
        retention = NULL;
    }
    programme->retention = retention != NULL ? base_arena_string(reader->arena, retention) : "P5Y";
}

static void parse_open_link(const struct survey_reader *reader, struct json_object *root,
                            struct survey_programme *programme)
{
    static const char *const known[] = {"organisation"};
    struct json_object *object = base_json_get(root, "openLink");
    if (object == NULL ||
        !survey_reader_object(reader, object, "/openLink", "\"openLink\"", known, COUNT(known))) {
        return;
    }
    programme->open_asks_organisation =
        survey_reader_boolean(reader, object, "/openLink", "organisation", false);
    if (programme->open_asks_organisation && programme->organisation_count == 0) {
        survey_reader_error(reader, "/openLink", "organisation", "no_organisations",
                            "the open link asks for the organisation, but \"organisations\" has "
                            "none to choose from");
    }
}

enum base_status survey_programme_parse(struct base_arena *arena, const char *file,
                                        struct json_object *root, struct survey_problems *problems,
                                        const struct survey_programme **ret_programme)
{
    static const char *const known[] = {"programme",
                                        "title",
                                        "languages",
                                        "timezone",
                                        "minimumGroupSize",
                                        "linkage",
                                        "retention",
                                        "openLink",
                                        "actorTypes",
                                        "organisations",
                                        "cycles",
                                        "evaluation",
                                        "participantsSeeResults"};
    *ret_programme = NULL;
    struct survey_reader reader = {.arena = arena, .file = file, .problems = problems};
    size_t errors = problems->error_count;
    if (!survey_reader_object(&reader, root, "", "a programme", known, COUNT(known))) {
        return STATUS_INVALID;
    }
    struct survey_programme *programme = base_arena_object(arena, struct survey_programme);
    parse_languages(&reader, root, programme);
    if (programme->language_count == 0) {
        return STATUS_INVALID;
    }
    parse_header(&reader, root, programme);
    parse_actor_types(&reader, root, programme);
    parse_organisations(&reader, root, programme);
    parse_cycles(&reader, root, programme);
    check_first_cycles(&reader, programme);
    parse_open_link(&reader, root, programme);
    programme->participants_see_results =
        survey_reader_boolean(&reader, root, "", "participantsSeeResults", false);
    survey_evaluation_parse(&reader, base_json_get(root, "evaluation"), &programme->evaluation);
    *ret_programme = programme;
    return problems->error_count == errors ? STATUS_OK : STATUS_INVALID;
}
