#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "file.h"
#include "people.h"

#define PROGRAMME_FILE "programme.json"
#define PEOPLE_FILE "people.csv"
#define ZONE_FOLDER "/usr/share/zoneinfo"

static const char *path_in(struct base_arena *arena, const struct folder *folder, const char *file)
{
    return base_arena_format(arena, "%s/%s", folder->path, file);
}

/* A file of the folder as JSON; NULL, with the problem reported, if it is none. */
static struct json_object *read_json(struct base_arena *arena, const struct folder *folder,
                                     const char *file, struct survey_problems *problems,
                                     struct base_text *ret_document)
{
    struct base_failure failure;
    struct base_json_error error;
    struct json_object *root = NULL;
    enum base_status status = file_read_whole(arena, path_in(arena, folder, file),
                                              base_json_limits_file.bytes, ret_document, &failure);

    if (status != STATUS_OK) {
        survey_problem_error(problems, file, "", "unreadable", "%s", failure.text);
        return NULL;
    }
    status = base_json_parse(arena, *ret_document, &base_json_limits_file, &root, &error);
    if (status != STATUS_OK) {
        survey_problem_error(problems, file, "", "not_json", "line %zu, column %zu: %s", error.line,
                             error.column, error.message);
        return NULL;
    }
    if (root == NULL)
        survey_problem_error(problems, file, "", "wrong_type",
                             "the file holds null; it must hold an object");
    return root;
}

static void check_time_zone(const struct survey_programme *programme,
                            struct survey_problems *problems)
{
    const char *name = programme->timezone;
    struct stat status;

    if (name == NULL || name[0] == '\0')
        return;
    if (stat(ZONE_FOLDER, &status) < 0) {
        survey_problem_warning(problems, PROGRAMME_FILE, "/timezone", "unchecked",
                               "this computer has no time zone data (Debian's package tzdata), so "
                               "the name could not be checked");
        return;
    }
    bool plain = name[0] != '/' && strstr(name, "..") == NULL && strlen(name) < 64;
    char path[sizeof(ZONE_FOLDER) + 64];
    if (plain) {
        (void)snprintf(path, sizeof(path), "%s/%s", ZONE_FOLDER, name);
        plain = stat(path, &status) == 0 && S_ISREG(status.st_mode);
    }
    if (!plain)
        survey_problem_error(problems, PROGRAMME_FILE, "/timezone", "unknown_value",
                             "there is no time zone \"%s\"; write a name such as "
                             "\"Europe/Stockholm\"",
                             name);
}

/* The folder's own files only: a name with a slash would leave it. */
static bool is_plain_name(const char *file)
{
    return file[0] != '\0' && file[0] != '.' && strchr(file, '/') == NULL;
}

/* The place of a cycle in the file: cycles that could not be understood are not in the programme.
 */
static const char *survey_pointer(struct base_arena *arena, const struct folder *folder,
                                  const struct survey_cycle *cycle)
{
    struct json_object *cycles = base_json_get(folder->root, "cycles");
    size_t count = cycles != NULL ? json_object_array_length(cycles) : 0;

    for (size_t i = 0; i < count; i++) {
        struct json_object *entry = json_object_array_get_idx(cycles, i);
        struct base_text file = base_json_text(base_json_get(entry, "survey"));
        struct json_object *number = base_json_get(entry, "cycle");
        if (number != NULL && json_object_get_int(number) == cycle->cycle &&
            base_text_equal_string(file, cycle->survey_file))
            return base_arena_format(arena, "/cycles/%zu/survey", i);
    }
    return "/cycles";
}

static bool is_used_before(const struct folder *folder, size_t index)
{
    const struct survey_cycle *cycles = folder->programme->cycles;

    for (size_t i = 0; i < index; i++) {
        if (cycles[i].survey_file != NULL &&
            strcmp(cycles[i].survey_file, cycles[index].survey_file) == 0)
            return true;
    }
    return false;
}

static bool is_repeated(const struct survey_problems *problems, size_t before,
                        const struct survey_problem *problem)
{
    for (size_t i = 0; i < before; i++) {
        const struct survey_problem *earlier = &problems->list[i];
        if (strcmp(earlier->file, problem->file) == 0 &&
            strcmp(earlier->pointer, problem->pointer) == 0 &&
            strcmp(earlier->message, problem->message) == 0)
            return true;
    }
    return false;
}

/* A file that serves several cycles is read for each of them, but wrong only once. */
static void forget_repeated(struct survey_problems *problems, size_t before)
{
    size_t kept = before;

    for (size_t i = before; i < problems->count; i++) {
        struct survey_problem problem = problems->list[i];
        if (!is_repeated(problems, before, &problem))
            problems->list[kept++] = problem;
        else if (!problem.warning)
            problems->error_count--;
    }
    problems->count = kept;
}

static void read_survey(struct base_arena *arena, struct folder *folder, size_t index,
                        struct survey_problems *problems)
{
    const struct survey_cycle *cycle = &folder->programme->cycles[index];
    struct folder_survey *survey = &folder->surveys[index];
    const char *pointer = survey_pointer(arena, folder, cycle);
    struct stat status;

    if (cycle->survey_file == NULL)
        return;
    if (!is_plain_name(cycle->survey_file)) {
        survey_problem_error(problems, PROGRAMME_FILE, pointer, "wrong_value",
                             "\"%s\" must be the name of a file in the programme's folder",
                             cycle->survey_file);
        return;
    }
    if (stat(path_in(arena, folder, cycle->survey_file), &status) < 0 && errno == ENOENT) {
        survey_problem_error(problems, PROGRAMME_FILE, pointer, "missing_file",
                             "there is no file %s in the folder; add it or write the name of "
                             "the cycle's questionnaire",
                             cycle->survey_file);
        return;
    }
    size_t before = problems->count, errors = problems->error_count;
    survey->root = read_json(arena, folder, cycle->survey_file, problems, &survey->document);
    if (survey->root == NULL) {
        if (is_used_before(folder, index))
            forget_repeated(problems, before);
        return;
    }
    enum base_status parsed =
        survey_questionnaire_parse(arena, cycle->survey_file, survey->root, folder->programme,
                                   cycle->cycle, problems, &survey->questionnaire);
    if (parsed != STATUS_OK || problems->error_count > errors)
        survey->questionnaire = NULL;
    if (is_used_before(folder, index))
        forget_repeated(problems, before);
}

/* A questionnaire that no cycle names is most likely a slip. */
static void look_for_strays(struct base_arena *arena, const struct folder *folder,
                            struct survey_problems *problems)
{
    DIR *directory = opendir(folder->path);

    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *name = entry->d_name;
        size_t length = strlen(name);
        if (length < 6 || strcmp(name + length - 5, ".json") != 0 || name[0] == '.' ||
            strcmp(name, PROGRAMME_FILE) == 0)
            continue;
        bool used = false;
        for (size_t i = 0; i < folder->survey_count && !used; i++) {
            const char *file = folder->programme->cycles[i].survey_file;
            used = file != NULL && strcmp(file, name) == 0;
        }
        if (!used)
            survey_problem_warning(problems, base_arena_string(arena, name), "", "unused_file",
                                   "no cycle of %s uses this file", PROGRAMME_FILE);
    }
    closedir(directory);
}

static void check_people(struct base_arena *arena, const struct folder *folder,
                         struct survey_problems *problems)
{
    const char *path = path_in(arena, folder, PEOPLE_FILE);
    struct people people;
    struct stat status;

    if (stat(path, &status) < 0 && errno == ENOENT)
        return;
    people_read(arena, path, PEOPLE_FILE, folder->programme, problems, &people);
}

enum base_status folder_read(struct base_arena *arena, const char *path,
                             struct survey_problems *problems, struct folder *ret_folder,
                             struct base_failure *reterr)
{
    struct stat status;

    *ret_folder = (struct folder){.path = path};
    if (stat(path, &status) < 0)
        return base_failure_set(reterr, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                                "the folder %s cannot be read: %s", path, strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return base_failure_set(reterr, STATUS_USAGE,
                                "%s is a file; name the folder that holds " PROGRAMME_FILE, path);
    ret_folder->root =
        read_json(arena, ret_folder, PROGRAMME_FILE, problems, &ret_folder->document);
    if (ret_folder->root == NULL)
        return STATUS_INVALID;
    enum base_status parsed = survey_programme_parse(arena, PROGRAMME_FILE, ret_folder->root,
                                                     problems, &ret_folder->programme);
    if (ret_folder->programme == NULL)
        return STATUS_INVALID;
    const struct survey_programme *programme = ret_folder->programme;
    check_time_zone(programme, problems);
    ret_folder->survey_count = programme->cycle_count;
    ret_folder->surveys = base_arena_array(arena, struct folder_survey, programme->cycle_count);
    const struct survey_questionnaire **questionnaires =
        base_arena_array(arena, const struct survey_questionnaire *, programme->cycle_count);
    struct json_object **roots =
        base_arena_array(arena, struct json_object *, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++) {
        read_survey(arena, ret_folder, i, problems);
        questionnaires[i] = ret_folder->surveys[i].questionnaire;
        roots[i] = ret_folder->surveys[i].root;
    }
    survey_programme_check(programme, PROGRAMME_FILE, questionnaires, roots, problems);
    look_for_strays(arena, ret_folder, problems);
    check_people(arena, ret_folder, problems);
    return parsed != STATUS_OK || problems->error_count > 0 ? STATUS_INVALID : STATUS_OK;
}

/* Messages quote the files, which must not be able to steer the terminal. */
static void print_safely(FILE *stream, const char *line)
{
    for (; *line != '\0'; line++)
        fputc((unsigned char)*line < 0x20 || *line == 0x7f ? '?' : *line, stream);
    fputc('\n', stream);
}

void folder_print_problems(FILE *stream, const struct survey_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const char *file = problems->list[i].file;
        bool first = true;
        for (size_t j = 0; j < i && first; j++)
            first = strcmp(problems->list[j].file, file) != 0;
        for (size_t j = i; first && j < problems->count; j++) {
            if (strcmp(problems->list[j].file, file) == 0)
                print_safely(stream, survey_problem_line(problems->arena, &problems->list[j]));
        }
    }
}
