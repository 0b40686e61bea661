"""What the tests stand on: a private PostgreSQL, a certificate, the real programs, an HTTPS client.

Only the standard library of Debian's /usr/bin/python3. Tests in a folder beside this one begin with

    import sys
    from pathlib import Path
    sys.path.append(str(Path(__file__).resolve().parents[1]))

(append, never insert: tests/http must not hide the standard library's http) and then

    from harness.house import House

    with House() as house:                      # cluster, certificate, config, migrated schema
        house.surveyctl("programme", "import", str(house.example))
        with house.daemon() as daemon:          # ready when entered, drained when left
            reply = daemon.client().get("/o/competence-provision/CODE")

The programs come from $SURVEYD_BUILD (build/dev if it is not set).
"""
