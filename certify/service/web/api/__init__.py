"""The signed-in interface for programs: everything that a page can do, by the same functions."""
