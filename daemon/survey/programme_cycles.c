#include "programme_cycles.h"

#include <string.h>

#include "questionnaire_build.h"

/* Kinds whose answers are stored alike. */
static enum survey_item_kind stored_kind(enum survey_item_kind kind)
{
    switch (kind) {
    case SURVEY_ITEM_DROPDOWN:
        return SURVEY_ITEM_RADIOGROUP;
    case SURVEY_ITEM_COMMENT:
        return SURVEY_ITEM_TEXT;
    default:
        return kind;
    }
}

/* The options of the others are variables of their own, so more of them do no harm. */
static bool has_scale(enum survey_item_kind kind)
{
    return kind != SURVEY_ITEM_CHECKBOX && kind != SURVEY_ITEM_RANKING;
}

static const struct survey_choice *next_plain(const struct survey_choice *at,
                                              const struct survey_choice *end)
{
    while (at < end && at->role != SURVEY_CHOICE_PLAIN) {
        at++;
    }
    return at;
}

static bool same_scale(const struct survey_choice *a, size_t a_count, const struct survey_choice *b,
                       size_t b_count)
{
    const struct survey_choice *a_end = a + a_count, *b_end = b + b_count;
    if (a_count == 0 || b_count == 0) {
        return a_count == b_count;
    }
    for (;; a++, b++) {
        a = next_plain(a, a_end);
        b = next_plain(b, b_end);
        if (a == a_end || b == b_end) {
            return a == a_end && b == b_end;
        }
        if (a->code != b->code || strcmp(a->value, b->value) != 0) {
            return false;
        }
    }
}

static bool same_values(const struct survey_item *a, const struct survey_item *b)
{
    if (!has_scale(a->kind)) {
        return true;
    }
    if (!same_scale(a->choices, a->choice_count, b->choices, b->choice_count)) {
        return false;
    }
    for (size_t i = 0; i < a->part_count && i < b->part_count; i++) {
        if (!same_scale(a->parts[i].choices, a->parts[i].choice_count, b->parts[i].choices,
                        b->parts[i].choice_count)) {
            return false;
        }
    }
    return true;
}

static void compare(const struct survey_reader *reader, const struct survey_item *item,
                    const struct survey_item *earlier, int cycle)
{
    if (stored_kind(item->kind) != stored_kind(earlier->kind)) {
        survey_reader_warning(reader, item->pointer, NULL, "other_kind",
                              "\"%s\" is a %s here, but was a %s in cycle %d; what has one name is "
                              "taken for one question, so give it another name",
                              item->name, survey_item_type(item->kind),
                              survey_item_type(earlier->kind), cycle);
    } else if (!same_values(item, earlier)) {
        survey_reader_warning(reader, item->pointer, NULL, "other_scale",
                              "\"%s\" has other values than in cycle %d, so the answers cannot be "
                              "compared; use the same values, or give it another name",
                              item->name, cycle);
    }
}

static void check_item(const struct survey_reader *reader, const struct survey_programme *programme,
                       const struct survey_questionnaire *const *questionnaires, size_t index,
                       const struct survey_item *item)
{
    for (size_t i = index; i-- > 0;) {
        const struct survey_item *earlier =
            questionnaires[i] != NULL
                ? survey_questionnaire_item(questionnaires[i], base_text_of(item->name))
                : NULL;
        if (earlier != NULL && earlier->kind != SURVEY_ITEM_HTML) {
            compare(reader, item, earlier, programme->cycles[i].cycle);
            return;
        }
    }
}

void survey_programme_check_cycles(const struct survey_reader *reader,
                                   const struct survey_programme *programme,
                                   const struct survey_questionnaire *const *questionnaires)
{
    for (size_t i = 1; i < programme->cycle_count; i++) {
        struct survey_reader later = *reader;
        later.file = programme->cycles[i].survey_file;
        for (size_t j = 0; questionnaires[i] != NULL && j < questionnaires[i]->item_count; j++) {
            const struct survey_item *item = &questionnaires[i]->items[j];
            if (item->kind != SURVEY_ITEM_HTML) {
                check_item(&later, programme, questionnaires, i, item);
            }
        }
    }
}
