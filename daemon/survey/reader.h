/*
 * Reads the properties of JSON objects in the files of a programme, and says what is wrong with
 * them. Every function goes on after an error, so that all are reported at once.
 */
#ifndef SURVEYD_DAEMON_SURVEY_READER_H
#define SURVEYD_DAEMON_SURVEY_READER_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "survey/problem.h"
#include "survey/programme.h"

/* What is being read. */
struct survey_reader {
    struct base_arena *arena;
    const char *file;
    struct survey_problems *problems;
    size_t language_count;
    const char *const *languages;
    const char *locale; /* NULL: "en" */
    bool languages_unsure;    /* one of the programme's languages could not be read */
    struct json_object *root; /* the whole file, where names are looked up leniently, else NULL */
};

/* Pointer of a property; on the arena. */
const char *survey_reader_at(const struct survey_reader *reader, const char *pointer,
                             const char *key);

/* Errors and warnings at `pointer`, or at its member `key` if that is not NULL. */
void survey_reader_error(const struct survey_reader *reader, const char *pointer, const char *key,
                         const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void survey_reader_warning(const struct survey_reader *reader, const char *pointer, const char *key,
                           const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* True if a problem of that code and message is already reported for the file, wherever in it. */
bool survey_reader_has_reported(const struct survey_reader *reader, const char *code,
                                const char *message);

/* True if `value` is an object with no members but those in `names`. Whatever else it has is an
   error; `what` is the object for people ("a page"). False only if it is no object. */
bool survey_reader_object(const struct survey_reader *reader, struct json_object *value,
                          const char *pointer, const char *what, const char *const *names,
                          size_t count);

/* The array member `key` (NULL if not there, then an error if `required`; an error if it is no
   array, or if it has more than `limit` elements). */
struct json_object *survey_reader_array(const struct survey_reader *reader,
                                        struct json_object *object, const char *pointer,
                                        const char *key, size_t limit, bool required);

/* The string member, not empty; NULL if there is none. Valid while the JSON lives. */
const char *survey_reader_string(const struct survey_reader *reader, struct json_object *object,
                                 const char *pointer, const char *key, bool required);

/* The boolean member, `otherwise` if there is none. */
bool survey_reader_boolean(const struct survey_reader *reader, struct json_object *object,
                           const char *pointer, const char *key, bool otherwise);

/* A number; false if there is none. */
bool survey_reader_number(const struct survey_reader *reader, struct json_object *object,
                          const char *pointer, const char *key, double *ret_number);

/* A whole number in minimum..maximum, `otherwise` if there is none or it is wrong. */
int survey_reader_whole(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, const char *key, int minimum, int maximum,
                        int otherwise);

/* A translatable text. */
void survey_reader_text(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, const char *key, struct survey_text *ret_text);

/* The same, but where a translation is missing another language stands in, with a warning. */
void survey_reader_text_lenient(const struct survey_reader *reader, struct json_object *object,
                                const char *pointer, const char *key, struct survey_text *ret_text);

/* A text that is one string for all languages. */
struct survey_text survey_text_same(size_t language_count, const char *string);

/* Letters of any script; digits and signs need no translation. */
bool survey_text_has_letters(const char *string);

/* True for words that the file gives once for several languages. Texts given language by language
   are not, even where they read the same. */
bool survey_text_is_one_for_all(const struct survey_text *text, size_t language_count);

#endif
