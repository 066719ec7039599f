"""Files that somebody made to do harm, handed to the commands that take files."""
