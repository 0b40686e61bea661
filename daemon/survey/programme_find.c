#include <string.h>

#include "survey/programme.h"

static struct base_text primary(struct base_text language)
{
    struct base_text head;
    base_text_split(language, '-', &head);
    return head;
}

int survey_programme_language(const struct survey_programme *programme, struct base_text language)
{
    if (language.length == 0) {
        return -1;
    }
    for (size_t i = 0; i < programme->language_count; i++) {
        if (base_text_equal_ignoring_case(base_text_of(programme->languages[i]), language)) {
            return (int)i;
        }
    }
    struct base_text wanted = primary(language);
    for (size_t i = 0; i < programme->language_count; i++) {
        if (base_text_equal_ignoring_case(base_text_of(programme->languages[i]), wanted)) {
            return (int)i;
        }
    }
    for (size_t i = 0; i < programme->language_count; i++) {
        if (base_text_equal_ignoring_case(primary(base_text_of(programme->languages[i])), wanted)) {
            return (int)i;
        }
    }
    return -1;
}

/* The quality of a language range's parameters, 1 if it names none, 0 if it is no number. */
static double quality(struct base_text parameters)
{
    while (parameters.data != NULL) {
        struct base_text parameter;
        parameters = base_text_split(parameters, ';', &parameter);
        struct base_text value;
        struct base_text name = base_text_trim(parameter);
        value = base_text_split(name, '=', &name);
        if (value.data != NULL &&
            base_text_equal_ignoring_case(base_text_trim(name), BASE_TEXT("q"))) {
            double number = 0;
            bool good = base_text_number(base_text_trim(value), &number);
            return good && number >= 0 && number <= 1 ? number : 0;
        }
    }
    return 1;
}

int survey_programme_negotiate(const struct survey_programme *programme,
                               struct base_text accept_language)
{
    int best = 0;
    double best_quality = 0;
    while (accept_language.data != NULL) {
        struct base_text range;
        accept_language = base_text_split(accept_language, ',', &range);
        struct base_text parameters = base_text_split(range, ';', &range);
        int language = survey_programme_language(programme, base_text_trim(range));
        double wanted = quality(parameters);
        if (language >= 0 && wanted > best_quality) {
            best = language;
            best_quality = wanted;
        }
    }
    return best;
}

const struct survey_cycle *survey_programme_cycle(const struct survey_programme *programme,
                                                  int cycle)
{
    for (size_t i = 0; i < programme->cycle_count; i++) {
        if (programme->cycles[i].cycle == cycle) {
            return &programme->cycles[i];
        }
    }
    return NULL;
}

const struct survey_organisation *
survey_programme_organisation(const struct survey_programme *programme, struct base_text value)
{
    for (size_t i = 0; i < programme->organisation_count; i++) {
        if (base_text_equal_string(value, programme->organisations[i].value)) {
            return &programme->organisations[i];
        }
    }
    return NULL;
}

const struct survey_actor_type *
survey_programme_actor_type(const struct survey_programme *programme, struct base_text value)
{
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        if (base_text_equal_string(value, programme->actor_types[i].value)) {
            return &programme->actor_types[i];
        }
    }
    return NULL;
}
