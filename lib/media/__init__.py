"""Files to files: what a picture is, a small one to show, and the process in which that is worked out."""
