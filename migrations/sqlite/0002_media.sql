-- Uploaded pictures, unless they are kept in a folder. Playbooks name them without a foreign key for that reason.
CREATE TABLE media (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    content BLOB NOT NULL
) STRICT;

-- Which playbooks show a picture.
CREATE INDEX playbooks_by_cover ON playbooks (cover);
