/*
 * Conditions: one line, and on the lines after it the answers as JSON. What parses can be evaluated
 * on anything, the same way twice, and has a JSON form; what does not parse says where it goes
 * wrong.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "survey/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(struct base_text reference, void *context)
{
    assert(reference.length > 0);
    ++*(size_t *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text input = {base_arena_copy(arena, data, size), size}, source;
    struct base_text document = base_text_split(input, '\n', &source);
    const struct survey_expression *expression = NULL;
    struct base_failure failure = {.status = STATUS_OK};
    enum base_status status = survey_expression_parse(arena, source, &expression, &failure);
    if (status != STATUS_OK) {
        assert(status == STATUS_MALFORMED && expression == NULL);
        assert(strncmp(failure.text, "character ", 10) == 0);
        return 0;
    }
    struct json_object *answers = NULL;
    struct base_json_error error;
    if (document.data != NULL && base_json_parse(arena, document, &base_json_limits_submission,
                                                 &answers, &error) != STATUS_OK) {
        answers = NULL;
    }
    bool holds = survey_expression_holds(expression, answers);
    assert(holds == survey_expression_holds(expression, answers));
    size_t references = 0;
    survey_expression_references(expression, count, &references);
    struct json_object *json = base_json_own(arena, survey_expression_json(expression));
    assert(json_object_is_type(json, json_type_array));
    assert(base_json_write(arena, json).length > 0);
    return 0;
}
