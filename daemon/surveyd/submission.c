#include "submission.h"

#include <limits.h>
#include <string.h>

#include "base/json.h"

static void add_problem(struct survey_problems *problems, const char *pointer, const char *code,
                        const char *message)
{
    survey_problem_add(
        problems,
        (struct survey_problem){.file = "", .pointer = pointer, .code = code, .message = message});
}

static void take_id(struct base_arena *arena, struct json_object *value,
                    struct survey_problems *problems, struct submission *submission)
{
    if (!value) {
        add_problem(problems, "/submission", "required",
                    "Give the submission an id of its own: a UUID that the client makes.");
    } else if (!base_text_from_uuid(base_json_text(value), submission->id)) {
        add_problem(problems, "/submission", "invalid_uuid",
                    "The submission id must be a UUID of 36 characters.");
    } else {
        submission->id_text = base_text_uuid(arena, submission->id);
    }
}

static void take_cycle(struct json_object *value, struct survey_problems *problems,
                       struct submission *submission)
{
    if (!value) {
        return;
    }
    int64_t cycle = json_object_get_int64(value);
    if (!json_object_is_type(value, json_type_int) || cycle < 1 || cycle > INT_MAX) {
        add_problem(problems, "/cycle", "invalid_type", "The cycle must be a number from 1.");
        return;
    }
    submission->cycle = (int)cycle;
}

static void take_language(struct json_object *value, struct survey_problems *problems,
                          struct submission *submission)
{
    if (!value) {
        return;
    }
    submission->language = base_json_text(value);
    if (!submission->language.data) {
        add_problem(problems, "/language", "invalid_type",
                    "The language must be text, such as \"sv\".");
    }
}

enum base_status submission_from_json(struct base_arena *arena, struct base_text body,
                                      struct survey_problems *problems,
                                      struct submission *ret_submission,
                                      struct base_failure *reterr)
{
    struct json_object *root = NULL;
    struct base_json_error error;
    enum base_status status =
        base_json_parse(arena, body, &base_json_limits_submission, &root, &error);
    if (status != STATUS_OK) {
        return base_failure_set(reterr, status, "line %zu, column %zu: %s", error.line,
                                error.column, error.message);
    }
    if (!json_object_is_type(root, json_type_object)) {
        return base_failure_set(reterr, STATUS_MALFORMED,
                                "the body must be a JSON object with \"submission\" and "
                                "\"answers\"");
    }
    json_object_object_foreach(root, key, value)
    {
        (void)value;
        static const char *const known[] = {"submission", "answers", "language", "cycle"};
        size_t i = 0;
        while (i < 4 && strcmp(known[i], key) != 0) {
            i++;
        }
        if (i == 4) {
            add_problem(problems, base_json_pointer(arena, "", key), "unknown_property",
                        "Only submission, language, cycle and answers are known here.");
        }
    }
    take_id(arena, base_json_get(root, "submission"), problems, ret_submission);
    take_cycle(base_json_get(root, "cycle"), problems, ret_submission);
    take_language(base_json_get(root, "language"), problems, ret_submission);
    ret_submission->answers = base_json_get(root, "answers");
    if (!json_object_is_type(ret_submission->answers, json_type_object)) {
        add_problem(problems, "/answers", ret_submission->answers ? "invalid_type" : "required",
                    "The answers must be an object from question name to value.");
    }
    return problems->error_count > 0 ? STATUS_INVALID : STATUS_OK;
}

static struct base_text field_of(const struct submission *submission, const char *name)
{
    return survey_fields_value(submission->fields, submission->field_count, name);
}

static int hidden_number(const struct submission *submission, const char *name)
{
    int64_t number = 0;
    struct base_text text = field_of(submission, name);
    if (!text.data || !base_text_integer(text, &number) || number < 1 || number > INT_MAX) {
        return 0;
    }
    return (int)number;
}

static void take_page(struct submission *submission)
{
    submission->is_page = field_of(submission, "_page").data != NULL;
    int number = hidden_number(submission, "_page");
    submission->page = number > 0 ? (size_t)number - 1 : SUBMISSION_PAGE_NONE;
    submission->state = field_of(submission, "_state");
}

static void take_button(struct submission *submission)
{
    static const struct base_text language = BASE_TEXT("language-");
    struct base_text button = field_of(submission, "_go");
    if (!button.data) {
        submission->go = SUBMISSION_GO_ON;
    } else if (base_text_equal_string(button, "send")) {
        submission->go = SUBMISSION_GO_SEND;
    } else if (base_text_equal_string(button, "next")) {
        submission->go = SUBMISSION_GO_NEXT;
    } else if (base_text_equal_string(button, "back")) {
        submission->go = SUBMISSION_GO_BACK;
    } else if (base_text_starts_with(button, language)) {
        submission->go = SUBMISSION_GO_LANGUAGE;
        submission->go_language =
            (struct base_text){button.data + language.length, button.length - language.length};
    } else {
        submission->go = SUBMISSION_GO_STAY;
    }
}

enum base_status submission_from_form(struct base_arena *arena, struct base_text body,
                                      struct submission *ret_submission,
                                      struct base_failure *reterr)
{
    enum base_status status = survey_fields_decode(arena, body, &ret_submission->fields,
                                                   &ret_submission->field_count, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    struct base_text id = field_of(ret_submission, "_submission");
    if (!id.data || !base_text_from_uuid(id, ret_submission->id)) {
        return base_failure_set(reterr, STATUS_MALFORMED,
                                "the form has lost its submission id; open the link again");
    }
    ret_submission->id_text = base_text_uuid(arena, ret_submission->id);
    ret_submission->cycle = hidden_number(ret_submission, "_cycle");
    ret_submission->version = hidden_number(ret_submission, "_version");
    ret_submission->language = field_of(ret_submission, "_language");
    take_page(ret_submission);
    take_button(ret_submission);
    return STATUS_OK;
}

bool submission_turns_only(const struct submission *submission)
{
    return submission->go == SUBMISSION_GO_BACK || submission->go == SUBMISSION_GO_LANGUAGE ||
           submission->go == SUBMISSION_GO_STAY;
}
