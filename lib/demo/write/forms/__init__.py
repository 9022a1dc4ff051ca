"""The forms of an answer, one module per family; each function takes a task and a muse and gives the text."""
