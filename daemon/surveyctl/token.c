/* surveyctl token create, list and revoke: the logins of researchers. */
#include <stdio.h>

#include "store/access.h"
#include "surveyctl.h"
#include "table.h"

#define SECRET_BYTES 32

/* The scope as a word of the table in store/access.h. */
#define SCOPE_WORDS "aggregates|responses"

/* "90d", "12w", "2y" as days. */
static enum base_status parse_lifetime(const char *word, int *ret_days, struct base_failure *reterr)
{
    struct base_text text = base_text_of(word);
    int64_t number = 0;
    int64_t unit = 0;

    if (text.length >= 2) {
        char last = text.data[text.length - 1];
        unit = last == 'd' ? 1 : last == 'w' ? 7 : last == 'y' ? 365 : 0;
        text.length--;
    }
    if (unit == 0 || !base_text_integer(text, &number) || number < 1 || number > 3650 ||
        number * unit > 3650)
        return base_failure_set(reterr, STATUS_USAGE,
                                "--expires needs a time such as 90d, 12w or 1y, of at most ten "
                                "years, not \"%s\"",
                                word);
    *ret_days = (int)(number * unit);
    return STATUS_OK;
}

static enum base_status create(struct surveyctl *surveyctl, const char *programme, const char *name,
                               enum store_access_scope scope, int days, struct base_failure *reterr)
{
    uint8_t random[SECRET_BYTES];
    uint8_t digest[STORE_ACCESS_DIGEST_BYTES];
    enum base_status status = surveyctl_open_session(surveyctl, reterr);

    if (status != STATUS_OK)
        return status;
    base_key_random(random, sizeof(random));
    const char *secret = base_text_base64url(surveyctl->arena, random, sizeof(random));
    base_key_sha256(base_text_of(secret), digest);
    status = store_access_create(surveyctl->session, programme, name, digest, scope, days, reterr);
    if (status == STATUS_NOT_FOUND)
        return base_failure_set(reterr, status,
                                "there is no programme %s; surveyctl programme list shows all",
                                programme);
    if (status == STATUS_CONFLICT)
        return base_failure_set(reterr, status,
                                "%s has or had a token %s already; choose another name", programme,
                                name);
    if (status != STATUS_OK)
        return status;
    printf("%s:%s\n", name, secret);
    fprintf(stderr,
            "This is shown once. It is the login for scripts, and in a browser %s is the\n"
            "user name and what follows the colon the password.\n",
            name);
    return STATUS_OK;
}

static enum base_status run_create(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *programme = NULL;
    const char *name = NULL;
    const char *scope_name = NULL;
    const char *expires = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "PROGRAMME", &programme, "What the token opens."),
        BASE_OPTION_TEXT("name", "NAME", &name,
                         "Whom or what it is for: small letters, digits, hyphens."),
        BASE_OPTION_CHOICE("scope", "SCOPE", &scope_name, SCOPE_WORDS,
                           "aggregates: metrics and report, small groups suppressed. responses: "
                           "also single answers under pseudonyms."),
        BASE_OPTION_TEXT("expires", "TIME", &expires,
                         "Lifetime such as 90d, 12w or 1y. Left out: until revoked."),
    };
    enum store_access_scope scope = STORE_ACCESS_AGGREGATES;
    enum base_status status;
    int days = 0;

    if (!surveyctl_parse(surveyctl, options, 4, NULL, &status, reterr))
        return status;
    status = surveyctl_require(programme, "--programme PROGRAMME", reterr);
    if (status == STATUS_OK)
        status = surveyctl_require(name, "--name NAME", reterr);
    if (status == STATUS_OK)
        status = surveyctl_require(scope_name, "--scope aggregates (or responses)", reterr);
    if (status == STATUS_OK && expires != NULL)
        status = parse_lifetime(expires, &days, reterr);
    if (status != STATUS_OK)
        return status;
    if (!base_text_is_identifier(base_text_of(name)))
        return base_failure_set(reterr, STATUS_USAGE,
                                "--name needs small letters, digits and hyphens (at most 64), not "
                                "\"%s\"",
                                name);
    if (!store_access_scope_parse(base_text_of(scope_name), &scope))
        return base_failure_set(reterr, STATUS_INTERNAL, "the scope %s is not known", scope_name);
    return create(surveyctl, programme, name, scope, days, reterr);
}

const struct surveyctl_command surveyctl_token_create = {
    .words = "token create",
    .operands = "",
    .summary = "Make a researcher's login for one programme.",
    .details = "Prints name:secret on standard output, once; the database keeps a digest only.",
    .example = "  surveyctl token create --programme competence-provision --name anna \\\n"
               "      --scope aggregates --expires 1y",
    .run = run_create,
};

static const char *token_state(const struct store_access_token *token)
{
    return token->revoked ? "revoked" : token->expired ? "expired" : "valid";
}

static enum base_status run_list(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    static const char *const titles[] = {"PROGRAMME", "NAME",    "SCOPE",    "STATE",
                                         "CREATED",   "EXPIRES", "LAST USED"};
    const char *programme = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "PROGRAMME", &programme, "Only this programme's."),
    };
    const struct store_access_token *tokens;
    enum base_status status;
    struct table table;
    size_t count = 0;

    if (!surveyctl_parse(surveyctl, options, 1, NULL, &status, reterr))
        return status;
    status = surveyctl_open_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_access_list(surveyctl->session, programme, surveyctl->arena, &tokens, &count,
                                   reterr);
    if (status != STATUS_OK)
        return status;
    if (count == 0) {
        fprintf(stderr, "there is no token; surveyctl token create makes one\n");
        return STATUS_OK;
    }
    table_init(&table, surveyctl->arena, titles, sizeof(titles) / sizeof(titles[0]));
    for (size_t i = 0; i < count; i++) {
        table_row(&table);
        table_text(&table, 0, tokens[i].programme);
        table_text(&table, 1, tokens[i].name);
        table_text(&table, 2, store_access_scope_name(tokens[i].scope));
        table_text(&table, 3, token_state(&tokens[i]));
        table_text(&table, 4, tokens[i].created);
        table_text(&table, 5, tokens[i].expires[0] != '\0' ? tokens[i].expires : "never");
        table_text(&table, 6, tokens[i].last_used[0] != '\0' ? tokens[i].last_used : "never");
    }
    table_print(&table, stdout);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_token_list = {
    .words = "token list",
    .operands = "",
    .summary = "List the researchers' logins.",
    .example = "  surveyctl token list --programme competence-provision",
    .run = run_list,
};

static enum base_status run_revoke(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *programme = NULL;
    const char *name = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "PROGRAMME", &programme, "The token's programme."),
        BASE_OPTION_TEXT("name", "NAME", &name, "The token's name."),
    };
    enum base_status status;

    if (!surveyctl_parse(surveyctl, options, 2, NULL, &status, reterr))
        return status;
    status = surveyctl_require(programme, "--programme PROGRAMME", reterr);
    if (status == STATUS_OK)
        status = surveyctl_require(name, "--name NAME", reterr);
    if (status == STATUS_OK)
        status = surveyctl_open_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_access_revoke(surveyctl->session, programme, name, reterr);
    if (status == STATUS_NOT_FOUND)
        return base_failure_set(
            reterr, status, "%s has no token %s; surveyctl token list shows all", programme, name);
    if (status == STATUS_OK)
        printf("revoked %s of %s\n", name, programme);
    return status;
}

const struct surveyctl_command surveyctl_token_revoke = {
    .words = "token revoke",
    .operands = "",
    .summary = "Revoke a researcher's login for good.",
    .example = "  surveyctl token revoke --programme competence-provision --name anna",
    .run = run_revoke,
};
