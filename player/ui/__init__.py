"""What is seen: the window, its theme, its widgets and one room for each screen."""
