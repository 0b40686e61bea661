/*
 * A programme: its languages, organisations, actor types, learning cycles and evaluation terms.
 * Parsed from programme.json; immutable afterwards, so that threads may share it.
 */
#ifndef SURVEYD_SURVEY_PROGRAMME_H
#define SURVEYD_SURVEY_PROGRAMME_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "survey/problem.h"

#define SURVEY_LANGUAGES_MAX 8
#define SURVEY_CYCLES_MAX 64
#define SURVEY_ORGANISATIONS_MAX 400

/* A translatable text, resolved for the languages of the programme: `in[i]` is the text in
   languages[i], never NULL when `given`. */
struct survey_text {
    bool given;
    const char *in[SURVEY_LANGUAGES_MAX];
};

enum survey_linkage {
    SURVEY_LINKAGE_PROGRAMME, /* answers of a person can be followed over the cycles */
    SURVEY_LINKAGE_SURVEY,    /* they cannot */
};

struct survey_actor_type {
    const char *value;
    struct survey_text text;
};

struct survey_organisation {
    const char *value;
    struct survey_text text;
    size_t actor_type; /* index into actor_types */
    int from_cycle;    /* takes part from this cycle on; at least 1 */
};

struct survey_cycle {
    int cycle; /* 1, 2, ... ascending */
    struct survey_text title;
    const char *workshop;    /* "YYYY-MM-DD", or NULL */
    const char *survey_file; /* name of the questionnaire's file in the folder */
    const char *opens;       /* local time of the programme's zone, "YYYY-MM-DDTHH:MM" */
    const char *closes;
};

/* The evaluation block: which questions stand for what. Names are checked against the
   questionnaires by survey_programme_check. */
struct survey_scale {
    const char *id;
    struct survey_text title;
    size_t item_count;
    const char *const *items; /* variables: "question", or "matrix_row" */
    double min_answered;      /* 0..1, default 0.5 */
};

struct survey_pair {
    const char *id;
    const char *pre;  /* variable or scale asked in the first cycle that has it */
    const char *then; /* retrospective variable or scale, or NULL */
    const char *post;
};

struct survey_evaluation {
    size_t scale_count;
    const struct survey_scale *scales;
    size_t reversed_count;
    const char *const *reversed; /* variables whose scale runs the other way */
    size_t pair_count;
    const struct survey_pair *pairs;
    size_t agreement_count;
    const char *const *agreement; /* variables on which a shared view is expected */
    size_t ranking_count;
    const char *const *ranking; /* variables that rank the challenges */
    const char *roster;         /* the matrix with "x-rows": "organisations", or NULL */
    int roster_threshold;       /* a tie is a rating of at least this; default 2 */
    const char *assignment;     /* binary: assignment done */
    const char *assignment_quality;
    const char *application;    /* likert: put to use */
    int application_threshold;
    const char *spread_told;    /* binary */
    const char *spread_reach;   /* count */
    const char *attended;       /* binary question that stands for @attended, or NULL */
    const char *assigned;       /* binary question that stands for @assigned, or NULL */
    const char *recommend;      /* 0..10, or NULL */
    size_t sensitive_count;
    const char *const *sensitive; /* questions under class disclosure control */
    struct json_object *goals;    /* array as in the metric definitions, or NULL */
};

struct survey_programme {
    const char *programme; /* identifier */
    struct survey_text title;
    size_t language_count;
    const char *const *languages; /* BCP 47; the first is the default */
    bool has_wrong_language;      /* after an error: "languages" names one that is left out here */
    const char *timezone;
    int minimum_group_size; /* at least 3, default 5 */
    enum survey_linkage linkage;
    const char *retention; /* ISO 8601 duration; "P5Y" if not given */
    bool open_asks_organisation; /* "openLink": {"organisation": true} */
    bool participants_see_results; /* "participantsSeeResults": true: once a cycle has closed, its
                                      published results are shown at the participants' links */
    size_t actor_type_count;
    const struct survey_actor_type *actor_types;
    size_t organisation_count;
    const struct survey_organisation *organisations;
    size_t cycle_count;
    const struct survey_cycle *cycles;
    struct survey_evaluation evaluation;
};

/* Parses a programme.json that base_json_parse has read. Every error goes to `problems` under
   `file`. STATUS_OK with `*ret_programme` on the arena, or STATUS_INVALID (then `*ret_programme`
   is NULL unless so much of it could be understood that questionnaires can still be checked
   against it). `root` must stay owned by the same arena. */
BASE_MUST_CHECK enum base_status
survey_programme_parse(struct base_arena *arena, const char *file, struct json_object *root,
                       struct survey_problems *problems,
                       const struct survey_programme **ret_programme);

/* Index of a language (or of its primary subtag: "sv-SE" finds "sv"); -1 if not offered. */
int survey_programme_language(const struct survey_programme *programme, struct base_text language);

/* The best offered language for an Accept-Language value; 0 (the default) if none fits. */
int survey_programme_negotiate(const struct survey_programme *programme,
                               struct base_text accept_language);

/* What goes by that number or value; NULL if the programme has no such cycle, organisation or type.
   All belong to the programme. */
const struct survey_cycle *survey_programme_cycle(const struct survey_programme *programme,
                                                  int cycle);
const struct survey_organisation *
survey_programme_organisation(const struct survey_programme *programme, struct base_text value);
const struct survey_actor_type *
survey_programme_actor_type(const struct survey_programme *programme, struct base_text value);

/* The text in a language; "" if it is not given. */
const char *survey_text_in(const struct survey_text *text, int language);

/* Reads a translatable text from a file: a string holds for all languages; an object gives one
   text per language, "default" standing for the language that the file's "locale" names ("en" if
   it names none). A missing translation is an error, and then another language stands in so that
   reading can go on (titles of cycles only get a warning). Used by the questionnaire too. */
void survey_text_parse(struct base_arena *arena, const char *file, const char *pointer,
                       struct json_object *value, size_t language_count,
                       const char *const *languages, const char *locale,
                       struct survey_problems *problems, struct survey_text *ret_text);

#endif
