-- The language that a person reads: chosen, or taken over from the registration that the person came in by.
ALTER TABLE accounts ADD COLUMN locale TEXT;
ALTER TABLE staff ADD COLUMN locale TEXT;

-- From here on a language is a tag (BCP 47) and nothing else. What stood there before and is none is forgotten.
UPDATE registrations SET locale = replace(trim(locale), '_', '-') WHERE locale IS NOT NULL;
UPDATE registrations SET locale = NULL
WHERE length(locale) > 35
   OR '-' || locale || '-' GLOB '*[^-A-Za-z0-9]*'
   OR '-' || locale || '-' GLOB '*--*'
   OR locale GLOB '*[^-][^-][^-][^-][^-][^-][^-][^-][^-]*'
   OR substr(locale, 1, instr(locale || '-', '-') - 1) GLOB '*[^A-Za-z]*';
UPDATE outbox SET locale = replace(trim(locale), '_', '-') WHERE locale IS NOT NULL;
UPDATE outbox SET locale = NULL
WHERE length(locale) > 35
   OR '-' || locale || '-' GLOB '*[^-A-Za-z0-9]*'
   OR '-' || locale || '-' GLOB '*--*'
   OR locale GLOB '*[^-][^-][^-][^-][^-][^-][^-][^-][^-]*'
   OR substr(locale, 1, instr(locale || '-', '-') - 1) GLOB '*[^A-Za-z]*';
