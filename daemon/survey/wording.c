#include "survey/wording.h"

#include <stddef.h>
#include <string.h>

#include "messages.h"

static const struct {
    const char *name, *english, *swedish;
} wordings[] = {
#define SURVEY_MESSAGE_WORDING(name, english, swedish) {#name, english, swedish},
    SURVEY_MESSAGE_LIST(SURVEY_MESSAGE_WORDING)
#undef SURVEY_MESSAGE_WORDING
};

const char *survey_wording(const char *name, bool swedish)
{
    for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
        if (strcmp(wordings[i].name, name) == 0) {
            return swedish ? wordings[i].swedish : wordings[i].english;
        }
    }
    return NULL;
}
