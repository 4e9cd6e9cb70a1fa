-- The database roles and what each may do. Run by psql as superuser, inside the application's database; may be run again
-- at any time. Takes the passwords from the environment: OWNER_PASSWORD, APP_PASSWORD, RELAY_PASSWORD.
--
--   owner   owns the database and its tables; migrates. The application refuses to serve as owner.
--   app     the web and the workers: reads and writes rows, owns nothing, bound by row-level security.
--   relay   looks for due work across tenants: only what migrations grant it.
--   search  no login; owns the search function. Owner is a member, so that a migration can hand the function over.

\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv relay_password RELAY_PASSWORD
SET client_min_messages = warning;

BEGIN;
-- Roles belong to the whole server, and two databases may be prepared at once. (Advisory locks end at the database.)
LOCK TABLE pg_authid IN EXCLUSIVE MODE;

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['owner', 'app', 'relay', 'search']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
ALTER ROLE relay LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'relay_password';
ALTER ROLE search NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
GRANT search TO owner;

ALTER DATABASE :"DBNAME" OWNER TO owner;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO owner, search;
GRANT USAGE ON SCHEMA public TO app, relay;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO app;
COMMIT;
