#include "http/tls.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "certificate.h"
#include "ticket.h"
#include "tls_state.h"

struct http_tls {
    atomic_int references;
    SSL_CTX *context;
    int64_t expires;
    /* Handshakes of all loops take keys from the ring. */
    pthread_mutex_t tickets_lock;
    struct http_ticket_ring tickets;
};

/* Mozilla's server-side TLS guidelines 6.0, "intermediate". */
static const char tls12_ciphers[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
static const char tls13_ciphers[] =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
static const char groups[] = "X25519:P-256:P-384";

static int64_t monotonic_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

/* A client that speaks ALPN but not HTTP/1.1 is told so (RFC 7301 section 3.2) instead of getting
   bytes that it takes for HTTP/2. */
static int choose_protocol(SSL *ssl, const unsigned char **ret_name, unsigned char *ret_length,
                           const unsigned char *offered, unsigned offered_length, void *context)
{
    (void)ssl;
    (void)context;
    static const unsigned char ours[] = "\x08http/1.1";
    unsigned char *name;
    if (SSL_select_next_proto(&name, ret_length, ours, sizeof ours - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *ret_name = name;
    return SSL_TLSEXT_ERR_OK;
}

static bool take_ticket_key(struct http_tls *tls, uint8_t name[16], bool seal,
                            struct http_ticket_key *ret_key)
{
    pthread_mutex_lock(&tls->tickets_lock);
    const struct http_ticket_key *key =
        seal ? http_ticket_seal_key(&tls->tickets, monotonic_seconds())
             : http_ticket_open_key(&tls->tickets, name, monotonic_seconds());
    if (key != NULL) {
        *ret_key = *key;
    }
    pthread_mutex_unlock(&tls->tickets_lock);
    return key != NULL;
}

static bool set_mac_key(EVP_MAC_CTX *mac, struct http_ticket_key *key)
{
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key->mac_key, sizeof key->mac_key),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

/* OpenSSL's contract: 1 good, 0 no such key (a full handshake follows), -1 failed. */
static int use_ticket_key(SSL *ssl, unsigned char name[16], unsigned char *iv,
                          EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int seal)
{
    struct http_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    struct http_ticket_key key;
    if (!take_ticket_key(tls, name, seal == 1, &key)) {
        return 0;
    }
    bool good = set_mac_key(mac, &key);
    if (seal == 1) {
        memcpy(name, key.name, sizeof key.name);
        good = good && RAND_bytes(iv, EVP_MAX_IV_LENGTH) == 1 &&
               EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key.cipher_key, iv) == 1;
    } else {
        good = good && EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key.cipher_key, iv) == 1;
    }
    OPENSSL_cleanse(&key, sizeof key);
    return good ? 1 : -1;
}

static bool configure(struct http_tls *tls)
{
    SSL_CTX *context = tls->context;
    static const unsigned char session_context[] = "surveyd";
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_timeout(context, HTTP_TICKET_LIFETIME_S);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_max_early_data(context, 0);
    SSL_CTX_set_app_data(context, tls);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1 &&
           SSL_CTX_set_ciphersuites(context, tls13_ciphers) == 1 &&
           SSL_CTX_set1_groups_list(context, groups) == 1 &&
           SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1) ==
               1 &&
           SSL_CTX_set_tlsext_ticket_key_evp_cb(context, use_ticket_key) == 1;
}

static struct http_tls *new_tls(void)
{
    struct http_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL || pthread_mutex_init(&tls->tickets_lock, NULL) != 0) {
        abort();
    }
    atomic_init(&tls->references, 1);
    tls->expires = INT64_MAX;
    tls->context = SSL_CTX_new(TLS_server_method());
    if (tls->context == NULL) {
        abort();
    }
    return tls;
}

enum base_status http_tls_load(const struct http_tls_files *files, int64_t wall_seconds,
                               struct http_tls **ret_tls, struct base_failure *reterr)
{
    ERR_clear_error();
    struct http_tls *tls = new_tls();
    enum base_status status = STATUS_OK;
    if (!configure(tls)) {
        status = base_failure_set(reterr, STATUS_INTERNAL, "this OpenSSL lacks what TLS needs: %s",
                                  ERR_reason_error_string(ERR_peek_error()));
    }
    if (status == STATUS_OK) {
        status = http_certificate_use(tls->context, files->certificate, files->key, wall_seconds,
                                      &tls->expires, reterr);
    }
    if (status == STATUS_OK && files->second_certificate != NULL &&
        files->second_certificate[0] != '\0') {
        status = http_certificate_use(tls->context, files->second_certificate, files->second_key,
                                      wall_seconds, &tls->expires, reterr);
    }
    ERR_clear_error();
    if (status != STATUS_OK) {
        http_tls_unref(tls);
        return status;
    }
    *ret_tls = tls;
    return STATUS_OK;
}

struct http_tls *http_tls_ref(struct http_tls *tls)
{
    if (tls != NULL) {
        atomic_fetch_add(&tls->references, 1);
    }
    return tls;
}

void http_tls_unref(struct http_tls *tls)
{
    if (tls == NULL || atomic_fetch_sub(&tls->references, 1) > 1) {
        return;
    }
    SSL_CTX_free(tls->context);
    http_ticket_wipe(&tls->tickets);
    pthread_mutex_destroy(&tls->tickets_lock);
    free(tls);
}

int64_t http_tls_expires(const struct http_tls *tls)
{
    return tls->expires;
}

SSL *http_tls_new_session(struct http_tls *tls)
{
    return SSL_new(tls->context);
}
