#include "script_words.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "pages/assets.h"

static const char opening[] = "<script type=\"application/json\" id=\"words\">";

static const char *written(struct base_arena *arena, const char *language)
{
    struct base_buffer out;
    base_buffer_init(&out, arena);
    pages_script_words_write(pages_words_for(language), &out);
    return base_arena_string(arena, base_buffer_view(&out).data);
}

/* What is within the element, as the script reads it. */
static struct json_object *words_in(struct base_arena *arena, const char *language)
{
    const char *text = written(arena, language);
    assert_memory_equal(text, opening, strlen(opening));
    text += strlen(opening);
    const char *end = strstr(text, "</script>");
    assert_non_null(end);
    struct json_object *words = NULL;
    struct base_json_error error;
    struct base_text json = {text, (size_t)(end - text)};
    assert_int_equal(base_json_parse(arena, json, &base_json_limits_submission, &words, &error),
                     STATUS_OK);
    return words;
}

static const char *word_of(struct json_object *words, const char *key)
{
    struct json_object *text = base_json_get(words, key);
    assert_non_null(text);
    return json_object_get_string(text);
}

static void test_speaks_the_language_of_the_interface(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *swedish = words_in(arena, "sv-SE");
    assert_string_equal(word_of(swedish, "language"), "sv");
    assert_string_equal(word_of(swedish, "start_over"), "Börja om");
    assert_string_equal(word_of(swedish, "NOT_WHOLE"), "Skriv ett heltal som svar på ”{a}”");
    assert_string_equal(word_of(words_in(arena, "fi"), "language"), "en");
}

static void test_no_word_ends_the_element(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *text = written(arena, "en");
    assert_null(strchr(strchr(text + 1, '<') + 1, '<'));
}

static const char *script(struct base_arena *arena)
{
    size_t count;
    const struct pages_asset *assets = pages_assets(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(assets[i].name, "survey.js") == 0)
            return base_arena_copy(arena, assets[i].bytes.data, assets[i].bytes.length);
    }
    fail_msg("there is no survey.js");
    return NULL;
}

/* Every word that the script asks for by such a call is there. */
static void check_calls(struct base_arena *arena, struct json_object *words, const char *call)
{
    size_t found = 0;
    for (const char *at = strstr(script(arena), call); at; at = strstr(at + 1, call)) {
        const char *key = at + strlen(call);
        word_of(words, base_arena_copy(arena, key, strcspn(key, "\"")));
        found++;
    }
    assert_true(found > 0);
}

static void test_the_script_and_the_words_fit(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *words = words_in(arena, "en");
    check_calls(arena, words, "say(\"");
    check_calls(arena, words, "makeButton(\"");
    const char *source = script(arena);
    json_object_object_foreach(words, key, text)
    {
        /* The names of messages are put together. */
        if (islower((unsigned char)key[0]) && !strstr(source, key))
            fail_msg("the script never says \"%s\": %s", key, json_object_get_string(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_speaks_the_language_of_the_interface),
        cmocka_unit_test(test_no_word_ends_the_element),
        cmocka_unit_test(test_the_script_and_the_words_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
