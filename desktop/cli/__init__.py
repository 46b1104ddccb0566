"""The command line: it parses, calls the use case that the windows call, and prints. No Qt."""
