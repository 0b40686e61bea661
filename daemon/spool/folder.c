#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

#define SEGMENT_SUFFIX ".open"
#define NUMBER_DIGITS 16

static enum base_status io_failure(struct base_failure *reterr, const char *what)
{
    return base_failure_set(reterr, STATUS_IO, "%s: %s", what, strerror(errno));
}

void folder_segment_name(uint64_t number, char ret_name[FOLDER_NAME_BYTES])
{
    snprintf(ret_name, FOLDER_NAME_BYTES, "%016llx" SEGMENT_SUFFIX, (unsigned long long)number);
}

void folder_damaged_name(uint64_t segment, uint64_t offset, char ret_name[FOLDER_NAME_BYTES])
{
    snprintf(ret_name, FOLDER_NAME_BYTES, "%016llx-%08llx" FOLDER_DAMAGED,
             (unsigned long long)segment, (unsigned long long)offset);
}

uint64_t folder_leading_number(const char *name)
{
    if (strspn(name, "0123456789abcdef") < NUMBER_DIGITS) {
        return 0;
    }
    char digits[NUMBER_DIGITS + 1] = {0};
    memcpy(digits, name, NUMBER_DIGITS);
    return strtoull(digits, NULL, 16);
}

bool folder_is_segment(const char *name, uint64_t *ret_number)
{
    *ret_number = folder_leading_number(name);
    char spelled[FOLDER_NAME_BYTES];
    folder_segment_name(*ret_number, spelled);
    return strcmp(name, spelled) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum base_status folder_list(int directory, struct base_arena *arena, const char ***ret_names,
                             size_t *ret_count, struct base_failure *reterr)
{
    int descriptor = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (stream == NULL) {
        enum base_status status = io_failure(reterr, "spool");
        if (descriptor >= 0) {
            close(descriptor);
        }
        return status;
    }
    const char **names = base_arena_array(arena, const char *, 16);
    size_t count = 0, capacity = 16;
    errno = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        if (count == capacity) {
            const char **larger = base_arena_array(arena, const char *, 2 * capacity);
            memcpy(larger, names, count * sizeof *names);
            names = larger;
            capacity *= 2;
        }
        if (entry->d_name[0] != '.') {
            names[count++] = base_arena_string(arena, entry->d_name);
        }
        errno = 0;
    }
    enum base_status status = errno == 0 ? STATUS_OK : io_failure(reterr, "spool");
    closedir(stream);
    qsort(names, count, sizeof *names, compare_names);
    *ret_names = names;
    *ret_count = count;
    return status;
}

static enum base_status remove_unfinished(int directory, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char **names = NULL;
    size_t count = 0;
    enum base_status status = folder_list(directory, arena, &names, &count, reterr);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        size_t length = strlen(names[i]), suffix = strlen(FILE_NEW_SUFFIX);
        if (length > suffix && strcmp(names[i] + length - suffix, FILE_NEW_SUFFIX) == 0 &&
            unlinkat(directory, names[i], 0) != 0) {
            status = io_failure(reterr, names[i]);
        }
    }
    return status;
}

/* The folder itself, synced into the one above when it was made. */
static enum base_status make_directory(const char *path, struct base_failure *reterr)
{
    if (mkdir(path, 0700) != 0) {
        return errno == EEXIST ? STATUS_OK : io_failure(reterr, path);
    }
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *above = dirname(base_arena_string(arena, path));
    int descriptor = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || fsync(descriptor) != 0) {
        enum base_status status = io_failure(reterr, above);
        if (descriptor >= 0) {
            close(descriptor);
        }
        return status;
    }
    close(descriptor);
    return STATUS_OK;
}

static enum base_status open_locked(const char *path, struct folder *folder,
                                    struct base_failure *reterr)
{
    folder->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->directory < 0) {
        return io_failure(reterr, path);
    }
    folder->lock =
        openat(folder->directory, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (folder->lock < 0) {
        return io_failure(reterr, path);
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK
                   ? base_failure_set(reterr, STATUS_CONFLICT,
                                      "%s: another process has this spool open", path)
                   : io_failure(reterr, path);
    }
    if (mkdirat(folder->directory, FOLDER_QUARANTINE, 0700) != 0 && errno != EEXIST) {
        return io_failure(reterr, path);
    }
    folder->quarantine = openat(folder->directory, FOLDER_QUARANTINE,
                                O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder->quarantine < 0) {
        return io_failure(reterr, path);
    }
    enum base_status status = remove_unfinished(folder->directory, reterr);
    if (status == STATUS_OK) {
        status = remove_unfinished(folder->quarantine, reterr);
    }
    /* What a process before has renamed and not synced is synced before anything rests on it. */
    if (status == STATUS_OK && (fsync(folder->quarantine) != 0 || fsync(folder->directory) != 0)) {
        status = io_failure(reterr, path);
    }
    return status;
}

enum base_status folder_open(const char *path, struct folder *ret_folder,
                             struct base_failure *reterr)
{
    *ret_folder = (struct folder){-1, -1, -1};
    enum base_status status = make_directory(path, reterr);
    if (status == STATUS_OK) {
        status = open_locked(path, ret_folder, reterr);
    }
    if (status != STATUS_OK) {
        folder_close(ret_folder);
    }
    return status;
}

enum base_status folder_look(const char *path, struct folder *ret_folder,
                             struct base_failure *reterr)
{
    *ret_folder = (struct folder){-1, -1, -1};
    ret_folder->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (ret_folder->directory < 0) {
        enum base_status kind = errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
        return base_failure_set(reterr, kind, "%s: %s", path, strerror(errno));
    }
    ret_folder->quarantine = openat(ret_folder->directory, FOLDER_QUARANTINE,
                                    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (ret_folder->quarantine < 0 && errno != ENOENT) {
        enum base_status status = io_failure(reterr, path);
        folder_close(ret_folder);
        return status;
    }
    return STATUS_OK;
}

void folder_close(struct folder *folder)
{
    int *descriptors[] = {&folder->quarantine, &folder->lock, &folder->directory};
    for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++) {
        if (*descriptors[i] >= 0) {
            close(*descriptors[i]);
        }
        *descriptors[i] = -1;
    }
}
