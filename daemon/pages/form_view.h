/*
 * The parts of the survey form, shared by the files form*.c.
 *
 * A field is what the browser sends (survey/answers.h). Its first control, or the group of controls
 * where the field itself has none, bears the field's name as id, so that the error summary can lead
 * there.
 */
#ifndef SURVEYD_PAGES_FORM_VIEW_H
#define SURVEYD_PAGES_FORM_VIEW_H

#include "markup.h"
#include "pages/form.h"
#include "survey/steps.h"
#include "words.h"

/* How an item stands on the page that is shown, going by the answers so far. */
enum pages_place {
    PAGES_PLACE_ASKED,
    PAGES_PLACE_FOLDED, /* answers of the same page leave no doubt that it is not asked */
    PAGES_PLACE_ABSENT, /* so do those of other pages: nothing on this page can change it */
};

/* One form while it is written. */
struct pages_form_view {
    const struct pages_form *form;
    struct pages_words words;
    struct base_arena *arena;
    struct base_buffer *out;
    struct json_object *kept;       /* the answers that would be kept, as conditions see them */
    const enum pages_place *places; /* of each item */
};

/* What stands above controls: title, hint, error. */
struct pages_label {
    const char *field;
    const char *title;
    const char *title_language; /* if it is not the page's, else NULL */
    bool is_optional;
    const char *description; /* in the page's language, or NULL */
    const char *instruction; /* the interface's words, or NULL */
    bool script_follows;     /* the instruction, so that nobody else has to */
    const char *low, *high;  /* what the ends of a scale mean, or NULL */
    const char *condition;   /* says when to answer, or NULL */
};

/* form_parts.c */

/* The text in the language of the form; NULL if it is not given or empty. */
const char *pages_form_text(const struct pages_form_view *view, const struct survey_text *text);

/* "name.row" */
const char *pages_form_field(const struct pages_form_view *view, const char *name, const char *row);

/* The first problem at that field, or NULL. */
const struct survey_problem *pages_form_error(const struct pages_form_view *view,
                                              const char *field);

/* Its message, in the language that it is in. */
void pages_form_message(const struct pages_form_view *view, const struct survey_problem *problem);

/* A paragraph of the interface's words; `argument` stands for {0} or is NULL. */
void pages_form_say(const struct pages_form_view *view, enum pages_word id, const char *argument);

/* Whether the form has several pages. */
bool pages_form_has_pages(const struct pages_form *form);

/* Whether what was sent comes back, with something to be done about it. */
bool pages_form_returns(const struct pages_form *form);

/* "en" where the interface's words are not in the page's language, else NULL. */
const char *pages_form_foreign(const struct pages_form_view *view);

/* The interface's words with {0} replaced, not escaped; on the arena. */
const char *pages_form_phrase(const struct pages_form_view *view, enum pages_word id,
                              const char *argument);

/* Opens a fieldset with its legend, hint and error. With `is_target` it bears the field's id;
   `class_name` may be "". */
void pages_form_open_group(const struct pages_form_view *view, const struct pages_label *label,
                           const char *class_name, bool is_target);
void pages_form_close_group(const struct pages_form_view *view);

/* Opens a division with <label>, hint and error for one control; the caller adds the control, with
   its attributes id, name and aria-describedby by pages_form_control_attributes. */
void pages_form_open_control(const struct pages_form_view *view, const struct pages_label *label);
void pages_form_control_attributes(const struct pages_form_view *view,
                                   const struct pages_label *label);
void pages_form_close_control(const struct pages_form_view *view);

/* One radio button or checkbox with its label; the first of a field (`index` 0) has its id. */
struct pages_option {
    const char *field;
    const char *value;
    const char *text;
    const char *language; /* of the text if it is not the page's, else NULL */
    size_t index;
    bool is_checkbox;
    bool is_chosen;
};
void pages_form_option(const struct pages_form_view *view, const struct pages_option *option);

/* form_answer.c */

/* The answer to an item; NULL if there is none. */
struct json_object *pages_answer(const struct pages_form_view *view, const char *name);

/* Whether a value, or a member of an array, stands for the choice. */
bool pages_answer_is(struct json_object *value, const struct survey_choice *choice);
bool pages_answer_has(struct json_object *values, const struct survey_choice *choice);

/* A single value as it would be typed; "" for none; on the arena. */
const char *pages_answer_text(const struct pages_form_view *view, struct json_object *value);

/* What the answers so far say about a condition. */
enum pages_bearing {
    PAGES_BEARING_NONE,    /* there is no condition, or it is met */
    PAGES_BEARING_OPEN,    /* not settled: the participant must judge */
    PAGES_BEARING_REFUSED, /* settled, and it does not hold */
};
enum pages_bearing pages_answer_bearing(const struct pages_form_view *view,
                                        const struct survey_expression *condition);

/* Sets `kept` and `places` of the view. */
void pages_answer_judge(struct pages_form_view *view);

/* Whether a later page has something to ask, as far as can be told before this one is answered. */
bool pages_answer_may_ask(const struct pages_form_view *view, size_t page);

/* form_choices.c */

/* "en" for a word that is not the author's on a page in a third language, else NULL. */
const char *pages_form_word_language(const struct pages_form_view *view, const char *text);

/* The label of a choice, and "en" where it is the interface's own. */
const char *pages_form_choice_text(const struct pages_form_view *view,
                                   const struct survey_choice *choice, const char **ret_language);

void pages_form_radiogroup(const struct pages_form_view *view, const struct survey_item *item,
                           struct pages_label *label);
void pages_form_checkbox(const struct pages_form_view *view, const struct survey_item *item,
                         struct pages_label *label);
void pages_form_dropdown(const struct pages_form_view *view, const struct survey_item *item,
                         struct pages_label *label);
void pages_form_rating(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label);
void pages_form_boolean(const struct pages_form_view *view, const struct survey_item *item,
                        struct pages_label *label);

/* Tells in the label what the first and the last step of a scale mean, where the texts are given.
 */
void pages_form_ends(const struct pages_form_view *view, struct pages_label *label,
                     const struct survey_choice *choices, size_t count,
                     const struct survey_text *low_text, const struct survey_text *high_text);

/* Whether the scale, a few numbers, has room beside a title on a phone. */
bool pages_form_scale_is_narrow(const struct pages_form_view *view,
                                const struct survey_choice *choices, size_t count);

/* The radio buttons of a scale side by side where they fit; `value` is the answer or NULL. */
void pages_form_scale(const struct pages_form_view *view, const char *field,
                      const struct survey_choice *choices, size_t count, struct json_object *value);

/* form_matrix.c */

/* Whether the row is the organisation of whoever answers, as far as it is known. */
bool pages_form_is_own_row(const struct pages_form_view *view, const struct survey_row *row);

const char *pages_form_row_title(const struct pages_form_view *view, const struct survey_row *row);
const char *pages_form_part_title(const struct pages_form_view *view,
                                  const struct survey_part *part);

void pages_form_matrix(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label);
void pages_form_matrixdropdown(const struct pages_form_view *view, const struct survey_item *item,
                               struct pages_label *label);
void pages_form_ranking(const struct pages_form_view *view, const struct survey_item *item,
                        struct pages_label *label);

/* form_banner.c */

/* What the form has to say before anything else: what is wrong, or what has become of it. */
void pages_form_banner(const struct pages_form_view *view);

/* form_privacy.c */

/* How the answers are handled: as a section, or folded away. */
void pages_form_privacy(const struct pages_form_view *view, bool is_folded);

/* form_asks.c */

/* What the open link asks about who answers. */
void pages_form_about_you(const struct pages_form_view *view);

/* form_page.c */

/* All pages: the one that is shown as it is, the others as templates. */
void pages_form_pages(const struct pages_form_view *view);

/* form_buttons.c */

/* The number that the page has for whoever answers: pages that are not asked are not counted. */
size_t pages_form_page_number(const struct pages_form_view *view, size_t page);

/* "Page 2 of 4", where there are several. */
void pages_form_progress(const struct pages_form_view *view);

/* What Enter in a field presses: "next" or "send". */
const char *pages_form_way_on(const struct pages_form_view *view);

/* Back, next, send. */
void pages_form_buttons(const struct pages_form_view *view);

/* form_item.c */

/* A number as it is written in the page's language; on the arena. */
const char *pages_form_numeral(const struct pages_form_view *view, double number);

/* One item with everything around it. `condition` tells when to answer it, or is NULL. */
void pages_form_item(const struct pages_form_view *view, const struct survey_item *item,
                     const char *condition);

#endif
