-- Uploaded pictures, unless they are kept in a folder. Playbooks name them without a foreign key for that reason.
CREATE TABLE media (
    id      uuid PRIMARY KEY,
    content bytea NOT NULL
);
-- Pictures are compressed already.
ALTER TABLE media ALTER COLUMN content SET STORAGE EXTERNAL;

-- Which playbooks show a picture.
CREATE INDEX playbooks_by_cover ON playbooks (cover);
