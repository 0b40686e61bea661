#include "form_view.h"

#include <string.h>

/* Side by side on a phone only what is readable there. */
#define SCALE_SHORT_CHARACTERS 3
#define SCALE_STEPS_MAX 5
#define SCALE_WORD_CHARACTERS_MAX 9
#define SCALE_TEXT_CHARACTERS_MAX 24
#define SCALE_ROW_MAX 7

const char *pages_form_word_language(const struct pages_form_view *view, const char *text)
{
    /* What a questionnaire says where its author gives no words. */
    static const char *const own[] = {"Other", "None of these", "Don't know", "Yes", "No"};
    for (size_t i = 0; view->words.marked && i < sizeof(own) / sizeof(own[0]); i++) {
        if (strcmp(text, own[i]) == 0)
            return "en";
    }
    return NULL;
}

const char *pages_form_choice_text(const struct pages_form_view *view,
                                   const struct survey_choice *choice, const char **ret_language)
{
    *ret_language = NULL;
    const char *text = pages_form_text(view, &choice->text);
    if (text && choice->role != SURVEY_CHOICE_PLAIN)
        *ret_language = pages_form_word_language(view, text);
    if (text)
        return text;
    enum pages_word word;
    switch (choice->role) {
    case SURVEY_CHOICE_OTHER:
        word = WORD_OTHER;
        break;
    case SURVEY_CHOICE_NONE:
        word = WORD_NONE;
        break;
    case SURVEY_CHOICE_DONT_KNOW:
        word = WORD_DONT_KNOW;
        break;
    default:
        return choice->value;
    }
    *ret_language = pages_form_foreign(view);
    return pages_word(view->words, word);
}

static void print_option(const struct pages_form_view *view, const char *field, bool is_checkbox,
                         const struct survey_choice *choice, size_t index, bool is_chosen)
{
    struct pages_option option = {
        .field = field,
        .value = choice->value,
        .index = index,
        .is_checkbox = is_checkbox,
        .is_chosen = is_chosen,
    };
    option.text = pages_form_choice_text(view, choice, &option.language);
    pages_form_option(view, &option);
}

/* The text beside "other". */
static void print_other(const struct pages_form_view *view, const struct survey_item *item)
{
    const char *field = base_arena_format(view->arena, "%s-Comment", item->name);
    const char *title = pages_form_text(view, &item->other_placeholder);
    struct pages_label label = {
        .field = field,
        .title = title ? title : pages_word(view->words, WORD_OTHER_TEXT),
        .title_language = title ? NULL : pages_form_foreign(view),
    };
    base_buffer_string(view->out, "<div class=\"other\">\n");
    pages_form_open_control(view, &label);
    base_buffer_string(view->out, "<input type=\"text\"");
    pages_form_control_attributes(view, &label);
    pages_print(view->out, " value=\"%s\" maxlength=\"%d\">\n",
                pages_answer_text(view, pages_answer(view, field)), SURVEY_TEXT_LENGTH_MAX);
    pages_form_close_control(view);
    base_buffer_string(view->out, "</div>\n");
}

static void print_divider(const struct pages_form_view *view)
{
    base_buffer_string(view->out, "<p class=\"divider\">");
    PAGES_SAY(view->out, view->words, WORD_OR, NULL);
    base_buffer_string(view->out, "</p>\n");
}

static bool stands_apart(const struct survey_choice *choice)
{
    return choice->role == SURVEY_CHOICE_NONE || choice->role == SURVEY_CHOICE_DONT_KNOW;
}

/* The choices that say something, "other" among them, or those that stand apart; how many. */
static size_t print_choices_that(const struct pages_form_view *view, const struct survey_item *item,
                                 bool is_checkbox, bool apart, size_t index)
{
    struct json_object *value = pages_answer(view, item->name);
    size_t first = index;
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct survey_choice *choice = &item->choices[i];
        if (stands_apart(choice) != apart)
            continue;
        if (apart && index == first && index > 0)
            print_divider(view);
        bool chosen =
            is_checkbox ? pages_answer_has(value, choice) : pages_answer_is(value, choice);
        print_option(view, item->name, is_checkbox, choice, index++, chosen);
        if (choice->role == SURVEY_CHOICE_OTHER)
            print_other(view, item);
    }
    return index - first;
}

static void print_choices(const struct pages_form_view *view, const struct survey_item *item,
                          bool is_checkbox)
{
    base_buffer_string(view->out, "<div class=\"choices\">\n");
    size_t count = print_choices_that(view, item, is_checkbox, false, 0);
    print_choices_that(view, item, is_checkbox, true, count);
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_radiogroup(const struct pages_form_view *view, const struct survey_item *item,
                           struct pages_label *label)
{
    pages_form_open_group(view, label, "", false);
    print_choices(view, item, false);
    pages_form_close_group(view);
}

static const char *selection_instruction(const struct pages_form_view *view,
                                         const struct survey_item *item)
{
    const char *most = base_arena_format(view->arena, "%d", item->max_selected);
    const char *least = base_arena_format(view->arena, "%d", item->min_selected);
    if (item->max_selected > 0 && item->min_selected == item->max_selected)
        return pages_form_phrase(view, WORD_SELECT_EXACTLY, most);
    if (item->max_selected > 0 && item->min_selected > 1)
        return pages_form_phrase(view, WORD_SELECT_EXACTLY,
                                 base_arena_format(view->arena, "%s–%s", least, most));
    if (item->max_selected > 0)
        return pages_form_phrase(view, WORD_SELECT_UP_TO, most);
    if (item->min_selected > 1)
        return pages_form_phrase(view, WORD_SELECT_AT_LEAST, least);
    return pages_form_phrase(view, WORD_SELECT_ALL, NULL);
}

void pages_form_checkbox(const struct pages_form_view *view, const struct survey_item *item,
                         struct pages_label *label)
{
    /* An author's own description says it already, most likely. */
    if (!label->description)
        label->instruction = selection_instruction(view, item);
    pages_form_open_group(view, label, "", false);
    print_choices(view, item, true);
    pages_form_close_group(view);
}

void pages_form_dropdown(const struct pages_form_view *view, const struct survey_item *item,
                         struct pages_label *label)
{
    struct json_object *value = pages_answer(view, item->name);
    pages_form_open_control(view, label);
    base_buffer_string(view->out, "<select");
    pages_form_control_attributes(view, label);
    base_buffer_string(view->out, ">\n<option value=\"\"");
    if (view->words.marked)
        base_buffer_string(view->out, " lang=\"en\"");
    pages_print(view->out, ">%s</option>\n", pages_word(view->words, WORD_CHOOSE));
    bool asks_other = false;
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct survey_choice *choice = &item->choices[i];
        const char *language = NULL;
        const char *text = pages_form_choice_text(view, choice, &language);
        pages_print(view->out, "<option value=\"%s\"", choice->value);
        if (language)
            pages_print(view->out, " lang=\"%s\"", language);
        base_buffer_string(view->out, pages_answer_is(value, choice) ? " selected>" : ">");
        pages_print(view->out, "%s</option>\n", text);
        asks_other = asks_other || choice->role == SURVEY_CHOICE_OTHER;
    }
    base_buffer_string(view->out, "</select>\n");
    pages_form_close_control(view);
    if (asks_other)
        print_other(view, item);
}

/* The longest run of characters without a blank. */
static size_t longest_word(const char *text)
{
    size_t longest = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        size_t characters = base_text_characters((struct base_text){text, length});
        if (characters > longest)
            longest = characters;
        text += length + strspn(text + length, " ");
    }
    return longest;
}

/* How the steps of a scale are laid out: as numbers in boxes, as words side by side, as words under
   each other on a phone and side by side where there is room, or always under each other. */
static const char *scale_class(const struct pages_form_view *view,
                               const struct survey_choice *choices, size_t count)
{
    size_t word = 0;
    size_t text = 0;
    size_t plain = 0;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN)
            continue;
        const char *language = NULL;
        const char *label = pages_form_choice_text(view, &choices[i], &language);
        size_t characters = base_text_characters(base_text_of(label));
        text = characters > text ? characters : text;
        word = longest_word(label) > word ? longest_word(label) : word;
        plain++;
    }
    if (text <= SCALE_SHORT_CHARACTERS && plain > SCALE_ROW_MAX)
        return plain == 10 ? "numbers fives" : "numbers";
    if (text <= SCALE_SHORT_CHARACTERS)
        return "numbers one-row";
    if (plain <= SCALE_STEPS_MAX && word <= SCALE_WORD_CHARACTERS_MAX &&
        text <= SCALE_TEXT_CHARACTERS_MAX)
        return "steps";
    return plain <= SCALE_ROW_MAX ? "steps long" : "choices";
}

bool pages_form_scale_is_narrow(const struct pages_form_view *view,
                                const struct survey_choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN)
            return false;
    }
    return count <= SCALE_STEPS_MAX &&
           strcmp(scale_class(view, choices, count), "numbers one-row") == 0;
}

void pages_form_scale(const struct pages_form_view *view, const char *field,
                      const struct survey_choice *choices, size_t count, struct json_object *value)
{
    pages_print(view->out, "<div class=\"%s\">\n", scale_class(view, choices, count));
    size_t index = 0;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role == SURVEY_CHOICE_PLAIN)
            print_option(view, field, false, &choices[i], index++,
                         pages_answer_is(value, &choices[i]));
    }
    base_buffer_string(view->out, "</div>\n");
    if (index == count)
        return;
    base_buffer_string(view->out, "<div class=\"choices apart\">\n");
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN)
            print_option(view, field, false, &choices[i], index++,
                         pages_answer_is(value, &choices[i]));
    }
    base_buffer_string(view->out, "</div>\n");
}

void pages_form_ends(const struct pages_form_view *view, struct pages_label *label,
                     const struct survey_choice *choices, size_t count,
                     const struct survey_text *low_text, const struct survey_text *high_text)
{
    const struct survey_choice *first = NULL;
    const struct survey_choice *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role == SURVEY_CHOICE_PLAIN) {
            first = first ? first : &choices[i];
            last = &choices[i];
        }
    }
    const char *low = pages_form_text(view, low_text);
    const char *high = pages_form_text(view, high_text);
    const char *language = NULL;
    if (low && first)
        label->low = base_arena_format(view->arena, "%s = %s",
                                       pages_form_choice_text(view, first, &language), low);
    if (high && last)
        label->high = base_arena_format(view->arena, "%s = %s",
                                        pages_form_choice_text(view, last, &language), high);
}

void pages_form_rating(const struct pages_form_view *view, const struct survey_item *item,
                       struct pages_label *label)
{
    pages_form_ends(view, label, item->choices, item->choice_count, &item->low_text,
                    &item->high_text);
    pages_form_open_group(view, label, "", false);
    pages_form_scale(view, item->name, item->choices, item->choice_count,
                     pages_answer(view, item->name));
    pages_form_close_group(view);
}

void pages_form_boolean(const struct pages_form_view *view, const struct survey_item *item,
                        struct pages_label *label)
{
    static const struct survey_choice values[] = {{.value = "true"}, {.value = "false"}};
    const struct survey_text *texts[] = {&item->true_text, &item->false_text};
    const enum pages_word words[] = {WORD_YES, WORD_NO};
    struct json_object *value = pages_answer(view, item->name);
    pages_form_open_group(view, label, "", false);
    base_buffer_string(view->out, "<div class=\"choices short\">\n");
    for (size_t i = 0; i < 2; i++) {
        const char *text = pages_form_text(view, texts[i]);
        struct pages_option option = {
            .field = item->name,
            .value = values[i].value,
            .text = text ? text : pages_word(view->words, words[i]),
            .language = text ? pages_form_word_language(view, text) : pages_form_foreign(view),
            .index = i,
            .is_chosen = pages_answer_is(value, &values[i]),
        };
        pages_form_option(view, &option);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_form_close_group(view);
}
