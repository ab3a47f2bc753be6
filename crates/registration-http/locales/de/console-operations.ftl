# console-operations
