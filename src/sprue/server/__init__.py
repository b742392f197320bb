"""The server: journal, accounts, pages, streams and its processes. One folder of data, one command."""
