/*
 * A questionnaire: the strict subset of SurveyJS JSON that surveyd serves.
 *
 * Parsed from a file of a programme folder; immutable afterwards. Elements are kept flat in the
 * order in which they are asked: pages hold runs of items, panels are parents of items.
 */
#ifndef SURVEYD_SURVEY_QUESTIONNAIRE_H
#define SURVEYD_SURVEY_QUESTIONNAIRE_H

#include "survey/expression.h"
#include "survey/programme.h"

#define SURVEY_ITEMS_MAX 200
#define SURVEY_COLUMNS_MAX 1000
#define SURVEY_TEXT_LENGTH_MAX 10000 /* characters of an open answer without maxLength */

/* Codes that stand for no answer. */
#define SURVEY_CODE_SKIPPED (-99)
#define SURVEY_CODE_DONT_KNOW (-88)
#define SURVEY_CODE_NOT_SHOWN (-77)
#define SURVEY_CODE_OTHER 96
#define SURVEY_CODE_NONE 97

/* SurveyJS value of the choices that a property adds, and of the reserved "don't know" choice. */
#define SURVEY_VALUE_OTHER "other"
#define SURVEY_VALUE_NONE "none"
#define SURVEY_VALUE_DONT_KNOW "dont_know"

enum survey_item_kind {
    SURVEY_ITEM_RADIOGROUP,
    SURVEY_ITEM_DROPDOWN,
    SURVEY_ITEM_CHECKBOX,
    SURVEY_ITEM_RATING,
    SURVEY_ITEM_MATRIX,         /* one radio per row */
    SURVEY_ITEM_MATRIXDROPDOWN, /* columns `then` and `now`, each a rating or a radiogroup */
    SURVEY_ITEM_TEXT,           /* inputType text */
    SURVEY_ITEM_NUMBER,         /* text, inputType number */
    SURVEY_ITEM_DATE,           /* text, inputType date */
    SURVEY_ITEM_COMMENT,
    SURVEY_ITEM_BOOLEAN,
    SURVEY_ITEM_RANKING,
    SURVEY_ITEM_HTML, /* a note, no answer */
};

enum survey_choice_role {
    SURVEY_CHOICE_PLAIN,
    SURVEY_CHOICE_OTHER,
    SURVEY_CHOICE_NONE,
    SURVEY_CHOICE_DONT_KNOW,
};

/* A choice, a column of a matrix, or a step of a rating. `code` is what is stored: the value itself
   where all plain values of the list are whole numbers 0..95 or of a rating, else 1, 2, ... in
   order; SURVEY_CODE_OTHER, _NONE, _DONT_KNOW for the roles. */
struct survey_choice {
    const char *value; /* as text, also when it is a number in the file */
    bool is_number;    /* SurveyJS data holds it as a number */
    double number;
    int code;
    enum survey_choice_role role;
    struct survey_text text;
};

/* A row of a matrix. */
struct survey_row {
    const char *value;
    struct survey_text text;
    const struct survey_organisation *organisation; /* of a roster, else NULL */
};

/* A column of a matrixdropdown. */
struct survey_part {
    const char *name; /* "then" or "now" */
    struct survey_text title;
    bool is_required;
    size_t choice_count;
    const struct survey_choice *choices;
    struct survey_text low_text, high_text; /* descriptions at the ends, where it is a rating */
};

enum survey_validator_kind {
    SURVEY_VALIDATOR_NUMERIC,     /* minValue, maxValue */
    SURVEY_VALIDATOR_TEXT,        /* minLength, maxLength, allowDigits */
    SURVEY_VALIDATOR_ANSWERCOUNT, /* minCount, maxCount */
    SURVEY_VALIDATOR_REGEX,
};

struct survey_validator {
    enum survey_validator_kind kind;
    bool has_minimum, has_maximum;
    double minimum, maximum;
    bool allow_digits;
    const char *regex; /* a POSIX extended expression that compiles; compiled when used */
    bool ignore_case;
    struct survey_text text; /* message of the author, else not given */
};

struct survey_panel {
    const char *name;
    const char *pointer; /* into the questionnaire's file */
    size_t page;
    int parent; /* index of the enclosing panel, -1 for none */
    struct survey_text title;
    struct survey_text description;
    const struct survey_expression *visible_if; /* NULL: always */
};

struct survey_item {
    enum survey_item_kind kind;
    const char *name;
    const char *pointer; /* into the questionnaire's file */
    size_t page;
    int panel; /* -1: directly on the page */
    struct survey_text title;
    struct survey_text description;
    bool is_required;
    const struct survey_expression *required_if;
    const struct survey_expression *visible_if;
    size_t choice_count; /* choices, steps of a rating, columns of a matrix */
    const struct survey_choice *choices;
    struct survey_text other_text, other_placeholder;
    int min_selected, max_selected; /* 0: no limit */
    size_t row_count;
    const struct survey_row *rows;
    bool rows_are_organisations; /* roster: rows from the programme, the own one left out */
    bool each_row_required;
    size_t part_count;
    const struct survey_part *parts;
    bool parts_in_turn; /* matrixdropdown, "x-layout": "turn": all `then`, after them all `now` */
    struct survey_text low_text, high_text;   /* descriptions at the ends of a rating */
    struct survey_text true_text, false_text; /* boolean */
    bool is_consent;                          /* boolean with "x-role": "consent" */
    bool has_minimum, has_maximum;            /* number: values; date: YYYYMMDD as a number */
    double minimum, maximum;
    bool whole;     /* number that must be an integer ("step" is a whole number) */
    double step;    /* number: its answers are multiples of this; 0 if it has none */
    int max_length; /* characters; SURVEY_TEXT_LENGTH_MAX if not given */
    int lines;      /* rows of a comment */
    size_t validator_count;
    const struct survey_validator *validators;
    struct survey_text html;           /* SURVEY_ITEM_HTML: sanitised, safe to print as it is */
    size_t column_first, column_count; /* its columns in `columns` */
};

struct survey_page {
    const char *name;
    struct survey_text title;
    struct survey_text description;
    const struct survey_expression *visible_if;
    size_t item_first, item_count;
};

enum survey_column_kind {
    SURVEY_COLUMN_CODE,   /* code of a choice, row, step, boolean (0/1) */
    SURVEY_COLUMN_OPTION, /* 0/1: an option of a checkbox; "don't know" is -88 in all of them */
    SURVEY_COLUMN_RANK,   /* 1..: rank of a choice */
    SURVEY_COLUMN_NUMBER, /* value beside the codes; code 1 says that it is there */
    SURVEY_COLUMN_DATE,   /* likewise, "YYYY-MM-DD" */
    SURVEY_COLUMN_TEXT,   /* likewise, open text; that of "other" is "not shown" to whoever did not
                             choose it */
};

/* What is stored and exported: one variable. The position in `columns` is the position in the
   stored integer array. */
struct survey_column {
    const char *name; /* unique, at most 32 characters (a longer one is cut in its middle):
                         q                   the code, number, date or text of a question
                         q_row, q_row_then   a row of a matrix, and its part in a matrixdropdown
                         q_option            an option of a checkbox (0/1), the rank of a choice
                         q_none, q_other_yes the options that showNoneItem, showOtherItem add (0/1)
                         q_other             the text of "other" */
    enum survey_column_kind kind;
    size_t item;
    int row;    /* index into the item's rows, or -1 */
    int part;   /* index into the item's parts, or -1 */
    int choice; /* index into the item's choices (OPTION, RANK, text of "other"), or -1 */
};

struct survey_questionnaire {
    int cycle;            /* that it was parsed for */
    bool asks_respondent; /* a roster, or a condition on {actor_type} or {organisation}: who answers
                             must be known to show and to check it */
    struct survey_text title;
    struct survey_text description;
    struct survey_text thanks; /* completedHtml, sanitised; may be not given */
    size_t page_count;
    const struct survey_page *pages;
    size_t panel_count;
    const struct survey_panel *panels;
    size_t item_count;
    const struct survey_item *items;
    size_t column_count;
    const struct survey_column *columns;
};

/* Parses one questionnaire of the programme for the given cycle (a roster takes the organisations
   that take part by then). Errors go to `problems`; STATUS_INVALID if there was one. The
   questionnaire refers to `programme`, which must live as long. */
BASE_MUST_CHECK enum base_status
survey_questionnaire_parse(struct base_arena *arena, const char *file, struct json_object *root,
                           const struct survey_programme *programme, int cycle,
                           struct survey_problems *problems,
                           const struct survey_questionnaire **ret_questionnaire);

/* Checks the evaluation block of the programme against its questionnaires (parallel to the
   programme's cycles; NULL where one could not be parsed): that every name is a variable of some
   questionnaire, of a kind that can bear what is asked of it; and warns of a question that had
   another kind or other values in an earlier cycle. `roots` (or NULL) has the JSON of each: where a
   questionnaire could not be parsed, a name is no error if an element in its JSON has it, or if
   there is no JSON. Problems go under `file`, with pointers into programme.json; a name that
   nothing has is reported once. */
void survey_programme_check(const struct survey_programme *programme, const char *file,
                            const struct survey_questionnaire *const *questionnaires,
                            struct json_object *const *roots, struct survey_problems *problems);

/* The item of that name; NULL if there is none. */
const struct survey_item *
survey_questionnaire_item(const struct survey_questionnaire *questionnaire, struct base_text name);

/* Position of the column; -1 if there is none. */
int survey_questionnaire_column(const struct survey_questionnaire *questionnaire,
                                struct base_text name);

/* The questionnaire's columns as JSON, for the store's `questionnaire_column` rows: an array of
   {"name","kind","question","row","part","choice","title":{lang:...},
    "labels":[{"code","text":{lang:...}}]}. The caller owns the reference. */
struct json_object *
survey_questionnaire_columns_json(const struct survey_questionnaire *questionnaire,
                                  const struct survey_programme *programme);

#endif
