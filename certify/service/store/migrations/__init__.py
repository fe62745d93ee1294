"""The numbered SQL files. One that has been released is never edited: a new file goes on from it."""
