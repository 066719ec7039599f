"""The quiz: the passing score first, one question at a time, the result with what the course lets be known."""
