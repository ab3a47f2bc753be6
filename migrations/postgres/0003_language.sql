-- The language that a person reads: chosen, or taken over from the registration that the person came in by.
ALTER TABLE accounts ADD COLUMN locale text;
ALTER TABLE staff ADD COLUMN locale text;

-- From here on a language is a tag (BCP 47) and nothing else. What stood there before and is none is forgotten.
UPDATE registrations SET locale = replace(trim(locale), '_', '-') WHERE locale IS NOT NULL;
UPDATE registrations SET locale = NULL
WHERE length(locale) > 35 OR locale !~ '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$';
UPDATE outbox SET locale = replace(trim(locale), '_', '-') WHERE locale IS NOT NULL;
UPDATE outbox SET locale = NULL
WHERE length(locale) > 35 OR locale !~ '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$';
