#include "script_words.h"

#include <json-c/json.h>

#include "base/json.h"
#include "survey/wording.h"

static const struct {
    const char *key;
    enum pages_word id;
} interface_words[] = {
    {"error", WORD_ERROR_TITLE},
    {"problem", WORD_PROBLEM},
    {"problem_kept", WORD_PROBLEM_KEPT},
    {"rank", WORD_RANK},
    {"sending", WORD_SENDING},
    {"offline", SCRIPT_OFFLINE},
    {"unavailable", SCRIPT_UNAVAILABLE},
    {"kept", SCRIPT_KEPT},
    {"keep_open", SCRIPT_KEEP_OPEN},
    {"again_in", SCRIPT_AGAIN_IN},
    {"again_now", SCRIPT_AGAIN_NOW},
    {"going_on", SCRIPT_GOING_ON},
    {"draft_on", SCRIPT_DRAFT_ON},
    {"draft_off", SCRIPT_DRAFT_OFF},
    {"draft_blocked", SCRIPT_DRAFT_BLOCKED},
    {"draft_stop", SCRIPT_DRAFT_STOP},
    {"draft_start", SCRIPT_DRAFT_START},
    {"restored", SCRIPT_RESTORED},
    {"start_over", SCRIPT_START_OVER},
    {"older", SCRIPT_OLDER},
    {"use_older", SCRIPT_USE_OLDER},
    {"drop_older", SCRIPT_DROP_OLDER},
    {"clear", SCRIPT_CLEAR},
    {"characters_left", SCRIPT_CHARACTERS_LEFT},
    {"unsent", SCRIPT_UNSENT},
    {"unsent_hint", SCRIPT_UNSENT_HINT},
    {"unsent_refused", SCRIPT_UNSENT_REFUSED},
    {"unsent_send", SCRIPT_UNSENT_SEND},
    {"unsent_drop", SCRIPT_UNSENT_DROP},
    {"unsent_stored", SCRIPT_UNSENT_STORED},
    {"unsent_receipt", SCRIPT_UNSENT_RECEIPT},
};

/* What the script checks by itself; everything else is said by the server. */
static const char *const messages[] = {
    "SELECT_ANSWER", "SELECT_SOME",  "SELECT_ROWS",  "SELECT_ROW",   "SELECT_CELL",
    "ENTER_TEXT",    "ENTER_NUMBER", "ENTER_DATE",   "RANK_ALL",     "DESCRIBE_OTHER",
    "TOO_MANY",      "TOO_FEW",      "NOT_A_NUMBER", "NOT_WHOLE",    "NUMBER_BETWEEN",
    "NUMBER_LEAST",  "NUMBER_MOST",  "NOT_A_DATE",   "DATE_BETWEEN", "DATE_LEAST",
    "DATE_MOST",     "ACTOR_TYPE",   "ORGANISATION",
};

static void add(struct json_object *words, const char *key, const char *text)
{
    json_object_object_add(words, key, json_object_new_string(text));
}

static void add_messages(struct json_object *words, bool swedish)
{
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        const char *text = survey_wording(messages[i], swedish);
        if (text)
            add(words, messages[i], text);
    }
}

void pages_script_words_write(struct pages_words words, struct base_buffer *out)
{
    struct json_object *object = base_json_own(out->arena, json_object_new_object());
    add(object, "language", pages_words_language(words));
    for (size_t i = 0; i < sizeof(interface_words) / sizeof(interface_words[0]); i++)
        add(object, interface_words[i].key, pages_word(words, interface_words[i].id));
    add_messages(object, words.swedish);
    base_buffer_string(out, "<script type=\"application/json\" id=\"words\">");
    struct base_text json = base_json_write(out->arena, object);
    /* Nothing in the words may end the element. */
    for (size_t i = 0; i < json.length; i++) {
        if (json.data[i] == '<')
            base_buffer_string(out, "\\u003c");
        else
            base_buffer_add(out, &json.data[i], 1);
    }
    base_buffer_string(out, "</script>\n");
}
