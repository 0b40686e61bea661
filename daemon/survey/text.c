#include <string.h>

#include "base/json.h"
#include "names.h"
#include "reader.h"

#define TEXT_BYTES_MAX 20000

const char *survey_text_in(const struct survey_text *text, int language)
{
    if (!text->given || language < 0 || language >= SURVEY_LANGUAGES_MAX ||
        text->in[language] == NULL) {
        return "";
    }
    return text->in[language];
}

struct survey_text survey_text_same(size_t language_count, const char *string)
{
    struct survey_text text = {.given = true};
    for (size_t i = 0; i < language_count; i++) {
        text.in[i] = string;
    }
    return text;
}

bool survey_text_has_letters(const char *string)
{
    for (; *string != '\0'; string++) {
        char small = (char)(*string | 0x20);
        if ((small >= 'a' && small <= 'z') || (unsigned char)*string >= 0xC3) {
            return true;
        }
    }
    return false;
}

bool survey_text_is_one_for_all(const struct survey_text *text, size_t language_count)
{
    for (size_t i = 1; text->given && i < language_count; i++) {
        if (text->in[i] != text->in[0]) {
            return false;
        }
    }
    return text->given && language_count > 1 && survey_text_has_letters(text->in[0]);
}

/* A copy of a string of the file, on the arena; NULL (with an error) if it is none. */
static const char *read_string(const struct survey_reader *reader, const char *pointer,
                               struct json_object *value)
{
    struct base_text text = base_json_text(value);
    if (text.data == NULL) {
        survey_reader_error(reader, pointer, NULL, "wrong_type",
                            "a text was expected here: a string in double quotes");
        return NULL;
    }
    if (text.length > TEXT_BYTES_MAX) {
        survey_reader_error(reader, pointer, NULL, "too_long",
                            "the text has %zu bytes; at most %d are allowed", text.length,
                            TEXT_BYTES_MAX);
        return NULL;
    }
    return base_arena_copy(reader->arena, text.data, text.length);
}

static int language_index(const struct survey_reader *reader, const char *language)
{
    for (size_t i = 0; i < reader->language_count; i++) {
        if (strcmp(reader->languages[i], language) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Once for a file, which most likely has all its texts in that language. */
static void warn_of_language(const struct survey_reader *reader, const char *pointer,
                             const char *language)
{
    const char *message = base_arena_format(
        reader->arena,
        "\"%s\" is not a language of the programme, so no text in it will be shown; the "
        "languages are %s",
        language, survey_names_list(reader->arena, reader->languages, reader->language_count));
    if (!survey_reader_has_reported(reader, "unknown_language", message)) {
        survey_reader_warning(reader, pointer, language, "unknown_language", "%s", message);
    }
}

static void read_translations(const struct survey_reader *reader, const char *pointer,
                              struct json_object *value, struct survey_text *text)
{
    const char *locale = reader->locale != NULL ? reader->locale : "en";
    json_object_object_foreach(value, key, member)
    {
        bool is_default = strcmp(key, "default") == 0;
        int index = language_index(reader, is_default ? locale : key);
        const char *string =
            read_string(reader, base_json_pointer(reader->arena, pointer, key), member);
        if (index < 0 && !is_default && !reader->languages_unsure) {
            warn_of_language(reader, pointer, key);
        }
        if (index < 0 || string == NULL || string[0] == '\0' ||
            (is_default && text->in[index] != NULL)) {
            continue;
        }
        text->in[index] = string;
        text->given = true;
    }
}

/* Reports the languages that the text lacks, and lets another stand in so that reading can go on.
 */
static void complete(const struct survey_reader *reader, const char *pointer, bool lenient,
                     struct survey_text *text)
{
    const char *stand_in = NULL;
    for (size_t i = 0; stand_in == NULL && i < reader->language_count; i++) {
        stand_in = text->in[i];
    }
    for (size_t i = 0; i < reader->language_count; i++) {
        if (text->in[i] != NULL) {
            continue;
        }
        text->in[i] = stand_in;
        if (lenient && stand_in != NULL) {
            survey_reader_warning(reader, pointer, NULL, "missing_translation",
                                  "the text in \"%s\" is missing; \"%s\" will be shown instead",
                                  reader->languages[i], stand_in);
        } else {
            survey_reader_error(
                reader, pointer, NULL, "missing_translation",
                "the text in \"%s\" is missing; give one text for each language: %s",
                reader->languages[i],
                survey_names_list(reader->arena, reader->languages, reader->language_count));
        }
    }
}

static void read_text(const struct survey_reader *reader, const char *pointer,
                      struct json_object *value, bool lenient, struct survey_text *ret_text)
{
    *ret_text = (struct survey_text){.given = false};
    if (value == NULL) {
        return;
    }
    if (json_object_is_type(value, json_type_string)) {
        const char *string = read_string(reader, pointer, value);
        if (string != NULL && string[0] != '\0') {
            *ret_text = survey_text_same(reader->language_count, string);
        }
    } else if (json_object_is_type(value, json_type_object)) {
        read_translations(reader, pointer, value, ret_text);
        complete(reader, pointer, lenient, ret_text);
    } else {
        survey_reader_error(reader, pointer, NULL, "wrong_type",
                            "a text was expected here: a string, or an object with one string for "
                            "each language");
    }
}

void survey_text_parse(struct base_arena *arena, const char *file, const char *pointer,
                       struct json_object *value, size_t language_count,
                       const char *const *languages, const char *locale,
                       struct survey_problems *problems, struct survey_text *ret_text)
{
    struct survey_reader reader = {.arena = arena,
                                   .file = file,
                                   .problems = problems,
                                   .language_count = language_count,
                                   .languages = languages,
                                   .locale = locale};
    read_text(&reader, pointer, value, false, ret_text);
}

void survey_reader_text(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, const char *key, struct survey_text *ret_text)
{
    read_text(reader, survey_reader_at(reader, pointer, key), base_json_get(object, key), false,
              ret_text);
}

void survey_reader_text_lenient(const struct survey_reader *reader, struct json_object *object,
                                const char *pointer, const char *key, struct survey_text *ret_text)
{
    read_text(reader, survey_reader_at(reader, pointer, key), base_json_get(object, key), true,
              ret_text);
}
