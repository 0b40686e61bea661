/*
 * A programme folder: read and checked as a whole.
 */
#ifndef SURVEYD_SURVEYCTL_FOLDER_H
#define SURVEYD_SURVEYCTL_FOLDER_H

#include <stdio.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "survey/problem.h"
#include "survey/questionnaire.h"

/* One questionnaire of the folder, parallel to the programme's cycles. */
struct folder_survey {
    struct base_text document; /* as in the file; data NULL if it could not be read */
    struct json_object *root;  /* NULL if it could not be parsed */
    const struct survey_questionnaire *questionnaire; /* NULL if it is not valid */
};

/* Everything is on the arena it was read with. */
struct folder {
    const char *path;
    struct base_text document;                /* programme.json as in the file */
    struct json_object *root;                 /* NULL if it could not be parsed */
    const struct survey_programme *programme; /* NULL if too little could be understood */
    size_t survey_count;
    struct folder_survey *surveys;
};

/* Reads programme.json, the questionnaires it names and people.csv if there is one, and reports
   everything that is wrong. Files are named in problems as they are named in the folder.
   STATUS_OK: there may still be warnings. STATUS_INVALID: `problems` has errors; `*ret_folder` is
   as complete as could be. STATUS_NOT_FOUND or STATUS_IO: the folder itself cannot be read. */
BASE_MUST_CHECK enum base_status folder_read(struct base_arena *arena, const char *path,
                                             struct survey_problems *problems,
                                             struct folder *ret_folder,
                                             struct base_failure *reterr);

/* Prints the problems file by file, a line each: "file: pointer: what is wrong and what would be
   right". */
void folder_print_problems(FILE *stream, const struct survey_problems *problems);

#endif
