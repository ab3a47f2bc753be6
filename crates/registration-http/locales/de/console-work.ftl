# console-work
