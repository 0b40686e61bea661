/*
 * Temporary folders and files for tests of base that need them.
 */
#ifndef SURVEYD_UNIT_BASE_TEMPORARY_H
#define SURVEYD_UNIT_BASE_TEMPORARY_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline int temporary_remove_one(const char *path, const struct stat *status, int kind,
                                       struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

/* A new folder below $TMPDIR or /tmp; `path` has room for 256 bytes. */
static inline void temporary_make(char *path)
{
    const char *parent = getenv("TMPDIR");
    snprintf(path, 256, "%s/surveyd-unit-XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(path) == NULL) {
        perror(path);
        abort();
    }
}

static inline void temporary_remove(const char *path)
{
    nftw(path, temporary_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file of the given mode, over an older one. */
static inline void temporary_write(const char *folder, const char *name, const char *content,
                                   mode_t mode)
{
    char *path = NULL;
    FILE *file = asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : fopen(path, "w");
    if (file == NULL || fputs(content, file) < 0 || fclose(file) != 0 || chmod(path, mode) != 0) {
        perror(path);
        abort();
    }
    free(path);
}

#endif
