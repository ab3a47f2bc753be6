# console-requests
