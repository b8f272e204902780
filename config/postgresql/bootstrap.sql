-- Roles and databases, run by a superuser; running it again changes nothing. Each paragraph is one statement.
-- Passwords are not here: set them afterwards with ALTER ROLE … PASSWORD.
do $$
begin
  -- Owns the schemas and migrates them. The application runs without it once that is done.
  if not exists (select from pg_roles where rolname = 'imprimatur_owner') then
    create role imprimatur_owner login;
  end if;
  -- What the application runs as: reads and writes rows, and can change no audit table.
  if not exists (select from pg_roles where rolname = 'imprimatur_app') then
    create role imprimatur_app login;
  end if;
  if not exists (select from pg_roles where rolname = 'keycloak') then
    create role keycloak login;
  end if;
end $$;

create database imprimatur owner imprimatur_owner encoding 'UTF8' template template0;

create database keycloak owner keycloak encoding 'UTF8' template template0;

revoke all on database imprimatur from public;

revoke all on database keycloak from public;

grant connect on database imprimatur to imprimatur_app;

-- The workflow engine names its tables without a schema.
alter role imprimatur_app in database imprimatur set search_path = camunda, public;
