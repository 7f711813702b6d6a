-- Run once where the database leads, as its superuser: psql -v password=... -f deploy/database.sql
CREATE ROLE course LOGIN CREATEROLE PASSWORD :'password';
GRANT pg_checkpoint TO course;
CREATE DATABASE course OWNER course ENCODING 'UTF8' TEMPLATE template0;
