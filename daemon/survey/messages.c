#include "messages.h"

#include <string.h>

#include "base/text.h"

#define DETAIL_BYTES_MAX 120

static const char *const texts[SURVEY_MESSAGE_COUNT][2] = {
#define SURVEY_MESSAGE_ROW(name, english, swedish) {english, swedish},
    SURVEY_MESSAGE_LIST(SURVEY_MESSAGE_ROW)
#undef SURVEY_MESSAGE_ROW
};

static void add_detail(struct base_buffer *buffer, const char *detail)
{
    struct base_text text = base_text_of(detail);
    struct base_text cut = base_text_cut(text, DETAIL_BYTES_MAX);
    base_buffer_text(buffer, cut);
    if (cut.length < text.length) {
        base_buffer_string(buffer, "…");
    }
}

const char *survey_message_text(struct base_arena *arena, enum survey_message message, bool swedish,
                                const char *a, const char *b, const char *c)
{
    const char *const details[] = {a, b, c};
    struct base_buffer buffer;
    base_buffer_init(&buffer, arena);
    const char *rest = texts[message][swedish ? 1 : 0];
    for (const char *brace = strchr(rest, '{'); brace != NULL; brace = strchr(rest, '{')) {
        base_buffer_add(&buffer, rest, (size_t)(brace - rest));
        add_detail(&buffer, details[brace[1] - 'a']);
        rest = brace + 3;
    }
    base_buffer_string(&buffer, rest);
    return base_buffer_view(&buffer).data;
}
