# console-contacts
