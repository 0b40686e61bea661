/*
 * A submission as it came in a request's body, before its answers are validated.
 */
#ifndef SURVEYD_DAEMON_SUBMISSION_H
#define SURVEYD_DAEMON_SUBMISSION_H

#include "survey/answers.h"

struct submission {
    uint8_t id[16];
    const char *id_text;
    int cycle;                   /* 0: whichever is open */
    int version;                 /* 0: the current one */
    struct base_text language;   /* data NULL: not said */
    struct json_object *answers; /* from JSON; NULL when it came as a form */
    size_t field_count;
    const struct survey_field *fields; /* from a form */
};

/* From application/json: {"submission": uuid, "answers": {...}} and optionally "language", "cycle".
   STATUS_MALFORMED (not JSON; `reterr` says where), STATUS_TOO_LARGE, or STATUS_INVALID with each
   wrong member in `problems`. */
BASE_MUST_CHECK enum base_status submission_from_json(struct base_arena *arena,
                                                      struct base_text body,
                                                      struct survey_problems *problems,
                                                      struct submission *ret_submission,
                                                      struct base_failure *reterr);

/* From the form: hidden fields _submission, _cycle, _version, _language, and the answers' fields.
 */
BASE_MUST_CHECK enum base_status submission_from_form(struct base_arena *arena,
                                                      struct base_text body,
                                                      struct submission *ret_submission,
                                                      struct base_failure *reterr);

#endif
