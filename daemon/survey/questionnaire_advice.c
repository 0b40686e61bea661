#include "base/json.h"
#include "questionnaire_build.h"

#define QUESTIONS_ADVISED 25
#define ANSWERS_ADVISED 60
#define ROWS_ADVISED 10

struct advice {
    const struct survey_reader *reader;
    const struct survey_questionnaire *questionnaire;
    size_t untranslated;
    const char *first_untranslated; /* pointer of the element that has it */
};

static void check_translated(struct advice *advice, const char *pointer,
                             const struct survey_text *text)
{
    if (survey_text_is_one_for_all(text, advice->reader->language_count)) {
        advice->first_untranslated =
            advice->untranslated == 0 ? pointer : advice->first_untranslated;
        advice->untranslated++;
    }
}

static void check_choices_translated(struct advice *advice, const char *pointer, size_t count,
                                     const struct survey_choice *choices)
{
    for (size_t i = 0; i < count; i++) {
        check_translated(advice, pointer, &choices[i].text);
    }
}

static void check_item_translated(struct advice *advice, const struct survey_item *item)
{
    const char *pointer = item->pointer;
    bool has_title = item->title.in[0] != item->name; /* else there is a warning already */
    if (has_title) {
        check_translated(advice, pointer, &item->title);
    }
    const struct survey_text *const texts[] = {&item->description, &item->other_placeholder,
                                               &item->low_text,    &item->high_text,
                                               &item->true_text,   &item->false_text};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        check_translated(advice, pointer, texts[i]);
    }
    check_choices_translated(advice, pointer, item->choice_count, item->choices);
    for (size_t i = 0; i < item->row_count && !item->rows_are_organisations; i++) {
        check_translated(advice, pointer, &item->rows[i].text);
    }
    for (size_t i = 0; i < item->part_count; i++) {
        check_translated(advice, pointer, &item->parts[i].title);
        check_choices_translated(advice, pointer, item->parts[i].choice_count,
                                 item->parts[i].choices);
    }
    for (size_t i = 0; i < item->validator_count; i++) {
        check_translated(advice, pointer, &item->validators[i].text);
    }
}

static void advise_on_translation(struct advice *advice)
{
    const struct survey_questionnaire *questionnaire = advice->questionnaire;
    check_translated(advice, "/title", &questionnaire->title);
    check_translated(advice, "/description", &questionnaire->description);
    for (size_t i = 0; i < questionnaire->page_count; i++) {
        const char *pointer = base_json_pointer_index(advice->reader->arena, "/pages", i);
        check_translated(advice, pointer, &questionnaire->pages[i].title);
        check_translated(advice, pointer, &questionnaire->pages[i].description);
    }
    for (size_t i = 0; i < questionnaire->panel_count; i++) {
        const struct survey_panel *panel = &questionnaire->panels[i];
        check_translated(advice, panel->pointer, &panel->title);
        check_translated(advice, panel->pointer, &panel->description);
    }
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        check_item_translated(advice, &questionnaire->items[i]);
    }
    if (advice->untranslated > 0) {
        survey_reader_warning(advice->reader, advice->first_untranslated, NULL, "one_language",
                              "%zu text%s of this file read%s the same in all %zu languages, %s; "
                              "give one for each, as in {\"%s\": ..., \"%s\": ...}",
                              advice->untranslated, advice->untranslated == 1 ? "" : "s",
                              advice->untranslated == 1 ? "s" : "", advice->reader->language_count,
                              advice->untranslated == 1 ? "here" : "the first one here",
                              advice->reader->languages[0], advice->reader->languages[1]);
    }
}

/* Somebody who cannot tell has a way out: a middle, or a choice of that kind. */
static bool has_way_out(size_t count, const struct survey_choice *choices)
{
    size_t steps = 0;
    bool is_scale = true;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN) {
            return true;
        }
        steps++;
        is_scale = is_scale && choices[i].is_number;
    }
    return is_scale && steps >= 3 && steps % 2 == 1;
}

static bool must_be_answered(const struct survey_item *item)
{
    return item->is_required || item->required_if != NULL;
}

static void warn_no_way_out(const struct advice *advice, const char *pointer, const char *what,
                            const char *remedy)
{
    survey_reader_warning(advice->reader, pointer, NULL, "no_dont_know",
                          "%s must be answered, but leaves no way out to somebody who cannot tell, "
                          "so some will guess; %s",
                          what, remedy);
}

static void advise_on_dont_know(const struct advice *advice, const struct survey_item *item)
{
    static const char *const choice =
        "add a choice with the value \"dont_know\", or let it be left out";
    static const char *const column =
        "add a column with the value \"dont_know\", or take \"eachRowRequired\" away";
    bool way_out = has_way_out(item->choice_count, item->choices);
    switch (item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_CHECKBOX:
        if (must_be_answered(item) && !way_out) {
            warn_no_way_out(advice, item->pointer, "this question", choice);
        }
        break;
    case SURVEY_ITEM_RATING:
        if (must_be_answered(item) && !way_out) {
            warn_no_way_out(advice, item->pointer, "this rating, which has no middle,",
                            "give it an odd number of steps, or let it be left out");
        }
        break;
    case SURVEY_ITEM_MATRIX:
        /* What one does oneself can be judged; all other organisations can not. */
        way_out = item->rows_are_organisations
                      ? item->choice_count > 0 &&
                            item->choices[item->choice_count - 1].role != SURVEY_CHOICE_PLAIN
                      : way_out;
        if (item->each_row_required && !way_out) {
            warn_no_way_out(advice, item->pointer, "each row of this matrix", column);
        }
        break;
    case SURVEY_ITEM_MATRIXDROPDOWN:
        for (size_t i = 0; i < item->part_count; i++) {
            if (item->parts[i].is_required &&
                !has_way_out(item->parts[i].choice_count, item->parts[i].choices)) {
                warn_no_way_out(advice, item->pointer, "each row of this matrix",
                                "take \"isRequired\" away from its columns");
                break;
            }
        }
        break;
    default:
        break;
    }
}

/* A scale of numbers whose ends are numbers to the participants too. */
static bool ends_have_no_words(size_t count, const struct survey_choice *choices)
{
    size_t steps = 0;
    const struct survey_choice *low = NULL, *high = NULL;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role == SURVEY_CHOICE_PLAIN) {
            low = low != NULL ? low : &choices[i];
            high = &choices[i];
            steps += choices[i].is_number;
        }
    }
    return steps >= 3 && (!survey_text_has_letters(low->text.in[0]) ||
                          !survey_text_has_letters(high->text.in[0]));
}

static void advise_on_labels(const struct advice *advice, const struct survey_item *item)
{
    bool described = item->low_text.given && item->high_text.given;
    bool wordless = ends_have_no_words(item->choice_count, item->choices);
    for (size_t i = 0; i < item->part_count; i++) {
        wordless =
            wordless || ends_have_no_words(item->parts[i].choice_count, item->parts[i].choices);
    }
    if (described || !wordless || item->kind == SURVEY_ITEM_RANKING ||
        item->kind == SURVEY_ITEM_CHECKBOX || item->kind == SURVEY_ITEM_DROPDOWN) {
        return;
    }
    bool rating = item->kind == SURVEY_ITEM_RATING;
    survey_reader_warning(
        advice->reader, item->pointer, NULL, "no_end_labels",
        "the ends of this %s have no words, so people will read the numbers differently; %s",
        rating ? "rating" : "scale",
        item->kind == SURVEY_ITEM_MATRIX || item->kind == SURVEY_ITEM_RADIOGROUP
            ? "give its first and last choice a \"text\""
            : "add \"minRateDescription\" and \"maxRateDescription\"");
}

static void advise_on_effort(const struct advice *advice, const struct survey_item *item)
{
    if (item->is_required &&
        (item->kind == SURVEY_ITEM_TEXT || item->kind == SURVEY_ITEM_COMMENT)) {
        survey_reader_warning(advice->reader, item->pointer, "isRequired", "required_text",
                              "whoever has nothing to write gives up here or writes anything; let "
                              "open questions be left out");
    }
    if (item->row_count > ROWS_ADVISED && !item->rows_are_organisations) {
        survey_reader_warning(advice->reader, item->pointer, "rows", "long_matrix",
                              "%zu rows are a long way to scroll on a phone, and people begin to "
                              "answer all alike; split them into questions of at most %d",
                              item->row_count, ROWS_ADVISED);
    }
}

static void advise_on_length(const struct advice *advice)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    size_t questions, answers;
    survey_build_load(scratch, advice->questionnaire, &questions, &answers);
    if (questions > QUESTIONS_ADVISED || answers > ANSWERS_ADVISED) {
        survey_reader_warning(advice->reader, "/pages", NULL, "long",
                              "one person can be asked %zu questions, %zu answers with the rows of "
                              "all matrices; with more than %d questions or %d answers many people "
                              "give up on a phone",
                              questions, answers, QUESTIONS_ADVISED, ANSWERS_ADVISED);
    }
}

void survey_build_advise(const struct survey_reader *reader,
                         const struct survey_questionnaire *questionnaire)
{
    struct advice advice = {.reader = reader, .questionnaire = questionnaire};
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        advise_on_dont_know(&advice, item);
        advise_on_labels(&advice, item);
        advise_on_effort(&advice, item);
    }
    advise_on_length(&advice);
    advise_on_translation(&advice);
}
