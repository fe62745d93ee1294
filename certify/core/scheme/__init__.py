"""The scheme language: what a scheme file may say, how it is read, and what follows from it."""
